using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>Takes resource patterns of denies from a granted pattern, and narrows it to those of limits, as far as patterns tell.</summary>
/// <remarks>The patterns of a resource are compared as text; "IAM JSON policy elements: Resource", AWS IAM User Guide.</remarks>
internal sealed class PatternSubtraction(string pattern)
{
    private readonly SortedSet<string> except = new(StringComparer.Ordinal);
    private readonly List<ImmutableArray<string>> within = [];
    private bool isInexact = HasVariable(pattern);

    /// <summary>Whether nothing is left for sure.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Takes away what an unconditional Deny names.</summary>
    public void Subtract(ResourceElement deny)
    {
        if (deny.Not)
        {
            // All but N is denied: what is left lies within N.
            Narrow(new LimitUnion([.. deny.Patterns], [], IsExact: true));
            return;
        }

        foreach (string taken in deny.Patterns)
        {
            Subtract(taken);
        }
    }

    /// <summary>Takes away one pattern.</summary>
    public void Subtract(string taken)
    {
        if (Covers(taken, pattern))
        {
            IsGone = true;
        }
        else if (Meet(taken, pattern) && within.TrueForAll(layer => layer.Any(part => Meet(part, taken))))
        {
            isInexact |= HasVariable(taken);
            except.Add(taken);
        }
    }

    /// <summary>Keeps what one layer lets through.</summary>
    public void Narrow(LimitUnion limit)
    {
        ImmutableArray<string> meeting = [.. limit.Patterns.Where(part => Meet(part, pattern)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        isInexact |= !limit.IsExact;
        if (meeting.Any(part => Covers(part, pattern)))
        {
            foreach (string exception in limit.Exceptions)
            {
                Subtract(exception);
            }
        }
        else if (meeting.IsEmpty)
        {
            IsGone = true;
        }
        else
        {
            isInexact |= meeting.Any(HasVariable);
            within.Add(meeting);
        }
    }

    /// <summary>What is left.</summary>
    public GrantedPattern Left(StatementSource from) => new()
    {
        Pattern = pattern,
        Except = [.. except],
        Within = [.. within],
        From = from,
        // One exception that does not cover leaves something for sure; of several, or of one within a limit, nobody has worked it out.
        IsInexact = isInexact || except.Count + within.Count > 1,
    };

    /// <summary>Whether a resource can match both; a policy variable may stand for anything.</summary>
    public static bool Meet(string a, string b) => WildcardPattern.Overlaps(Open(a), Open(b), ignoreCase: false);

    /// <summary>Whether a request without a resource, which AWS authorizes on the text <c>*</c>, can match.</summary>
    public static bool MeansStar(string pattern) => WildcardPattern.IsMatch(Open(pattern), "*", ignoreCase: false);

    /// <summary>Whether every resource of <paramref name="inner"/> matches <paramref name="outer"/> for sure.</summary>
    public static bool Covers(string outer, string inner) => !HasVariable(outer) && WildcardPattern.Covers(outer, Open(inner), ignoreCase: false);

    private static bool HasVariable(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The pattern with a star for each policy variable.</summary>
    public static string Open(string text)
    {
        for (int start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 1, StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            text = string.Concat(text.AsSpan(0, start), "*", text.AsSpan(end + 1));
        }

        return text;
    }
}
