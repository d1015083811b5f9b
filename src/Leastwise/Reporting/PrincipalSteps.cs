using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>
/// The findings of one principal after the other, by kind; a kind whose every finding has its twin in another, the same privileges by the same statements,
/// joins that. What it holds is used again for the next principal: there are tens of thousands.
/// </summary>
internal sealed class PrincipalSteps
{
    private const int Few = 8;
    private readonly List<KindOfFinding> kinds = [];

    /// <summary>How many kinds the principal has, in descending order of findings.</summary>
    public int Count { get; private set; }

    /// <summary>A kind; <see cref="KindOfFinding.Joined"/> is its own place or that of an earlier one that it joined.</summary>
    public KindOfFinding this[int place] => kinds[place];

    /// <summary>Takes a principal's findings apart.</summary>
    public void Read(ReadOnlySpan<AssessedFinding> ofPrincipal)
    {
        Count = 0;
        foreach (AssessedFinding finding in ofPrincipal)
        {
            Of(finding.Finding.Kind).Add(finding);
        }

        Sort();
        for (int i = 0; i < Count; i++)
        {
            kinds[i].Joined = i;
            for (int earlier = 0; earlier < i; earlier++)
            {
                if (kinds[earlier].Joined == earlier && HaveTwins(i, earlier))
                {
                    kinds[i].Joined = earlier;
                    break;
                }
            }
        }
    }

    private KindOfFinding Of(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (kinds[i].Name == name)
            {
                return kinds[i];
            }
        }

        if (Count == kinds.Count)
        {
            kinds.Add(new KindOfFinding());
        }

        kinds[Count].Begin(name);
        return kinds[Count++];
    }

    // By insertion: there are few, and those of the same length stay in their order.
    private void Sort()
    {
        for (int i = 1; i < Count; i++)
        {
            KindOfFinding moved = kinds[i];
            int to = i;
            for (; to > 0 && kinds[to - 1].Findings.Count < moved.Findings.Count; to--)
            {
                kinds[to] = kinds[to - 1];
            }

            kinds[to] = moved;
        }
    }

    /// <summary>Whether every finding of a kind has its twin in another kind or one that joined that.</summary>
    private bool HaveTwins(int kind, int other)
    {
        foreach (AssessedFinding finding in kinds[kind].Findings)
        {
            bool found = false;
            for (int i = other; i < kind && !found; i++)
            {
                found = kinds[i].Joined == other && HasTwin(finding.Finding, kinds[i].Findings);
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasTwin(Finding finding, List<AssessedFinding> others)
    {
        foreach (AssessedFinding other in others)
        {
            if (finding.Actions.Length > 0 && finding.Actions.AsSpan().SequenceEqual(other.Finding.Actions.AsSpan()) && ArePlacesTheSame(finding.Statements, other.Finding.Statements))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ArePlacesTheSame(ImmutableArray<StatementSource> some, ImmutableArray<StatementSource> others) => some.Length <= Few && others.Length <= Few
        ? Contains(some, others) && Contains(others, some)
        : some.Select(one => one.Place).ToHashSet().SetEquals(others.Select(other => other.Place));

    private static bool Contains(ImmutableArray<StatementSource> all, ImmutableArray<StatementSource> some)
    {
        foreach (StatementSource one in some)
        {
            bool found = false;
            foreach (StatementSource other in all)
            {
                found |= ReferenceEquals(one, other) || one.Place == other.Place;
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }
}
