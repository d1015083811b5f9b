using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Evaluation;

/// <summary>What the statements of one limiting layer let through together: everything that matches one of the patterns and none of the exceptions.</summary>
/// <param name="Patterns">Patterns that are let through.</param>
/// <param name="Exceptions">What is not, although it matches; certain.</param>
/// <param name="IsExact">Whether nothing else is kept back: statements with <c>NotResource</c> beside others may leave parts of patterns open.</param>
internal sealed record LimitUnion(ImmutableArray<string> Patterns, ImmutableArray<string> Exceptions, bool IsExact)
{
    /// <summary>The union of the statements' resources. What cannot be said by patterns is let through.</summary>
    /// <param name="elements">Their Resource and NotResource elements.</param>
    /// <param name="isMeant">Whether a pattern means a resource of the action.</param>
    public static LimitUnion Of(IReadOnlyList<ResourceElement> elements, Func<string, bool> isMeant)
    {
        ImmutableArray<string> named = [.. elements.Where(element => !element.Not).SelectMany(element => element.Patterns).Where(isMeant)];
        ImmutableArray<ImmutableArray<string>> excepting = [.. elements.Where(element => element.Not).Select(element => element.Patterns.Where(isMeant).ToImmutableArray())];
        if (excepting.IsEmpty)
        {
            return new LimitUnion(named, [], IsExact: true);
        }

        // All but N, or all but M, is all but what both keep back.
        bool isExact = true;
        ImmutableArray<string> kept = excepting[0];
        foreach (ImmutableArray<string> other in excepting.Skip(1))
        {
            (kept, bool all) = Common(kept, other);
            isExact &= all;
        }

        // Of what is kept back, other statements may let through all or a part.
        ImmutableArray<string> exceptions = [.. kept.Where(exception => !named.Any(pattern => PatternSubtraction.Meet(pattern, exception)))];
        isExact &= kept.All(exception => exceptions.Contains(exception) || named.Any(pattern => PatternSubtraction.Covers(pattern, exception)));
        return new LimitUnion(["*"], exceptions, isExact);
    }

    /// <summary>The patterns of what both match, as far as one covers the other; and whether that is all.</summary>
    private static (ImmutableArray<string> Patterns, bool IsAll) Common(ImmutableArray<string> first, ImmutableArray<string> second)
    {
        var common = ImmutableArray.CreateBuilder<string>();
        bool isAll = true;
        foreach (string a in first)
        {
            foreach (string b in second)
            {
                if (PatternSubtraction.Covers(b, a))
                {
                    common.Add(a);
                }
                else if (PatternSubtraction.Covers(a, b))
                {
                    common.Add(b);
                }
                else
                {
                    isAll &= !PatternSubtraction.Meet(a, b);
                }
            }
        }

        return ([.. common.Distinct(StringComparer.Ordinal)], isAll);
    }
}
