using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Reporting;

/// <summary>One step to take: findings that are fixed in the same way, led by the one that matters most.</summary>
/// <param name="Lead">The finding that speaks for the step.</param>
/// <param name="Others">How many more findings go with it.</param>
/// <param name="Principals">How many principals they are about.</param>
/// <param name="Kinds">How many kinds of risk they are: more than one where the same privileges by the same statements are several risks.</param>
public sealed record Priority(AssessedFinding Lead, int Others, int Principals, int Kinds);

/// <summary>Which findings matter most.</summary>
public static class Priorities
{
    /// <summary>
    /// Ranks by severity, then by what removal costs (free first), then by reach: fewer conditions, more privileges. Findings of one kind of one principal
    /// are one step, and so are those of several principals with the same advice at the same cost: seven administrators do not fill the list. Findings of
    /// another kind that rest on the same privileges by the same statements go with them: to take these away closes both.
    /// </summary>
    public static ImmutableArray<Priority> Of(IEnumerable<AssessedFinding> findings)
    {
        var steps = new Dictionary<AssessedFinding, Step>(new SameAdvice());
        (AssessedFinding[] sorted, List<int> starts) = ByPrincipal([.. findings]);
        var principal = new PrincipalSteps();
        for (int i = 0; i < starts.Count; i++)
        {
            principal.Read(sorted.AsSpan(starts[i]..(i + 1 < starts.Count ? starts[i + 1] : sorted.Length)));
            for (int kind = 0; kind < principal.Count; kind++)
            {
                if (principal[kind].Joined == kind)
                {
                    Take(steps, principal, kind);
                }
            }
        }

        return [.. steps.Values.OrderBy(step => step.Lead, FindingRank.Instance).Select(step => new Priority(step.Lead, step.Findings - 1, step.Principals, step.Kinds.Count))];
    }

    private static void Take(Dictionary<AssessedFinding, Step> steps, PrincipalSteps principal, int kind)
    {
        AssessedFinding lead = principal[kind].Lead;
        for (int joined = kind + 1; joined < principal.Count; joined++)
        {
            lead = principal[joined].Joined == kind ? KindOfFinding.LeadOf(lead, principal[joined].Lead) : lead;
        }

        ref Step? step = ref CollectionsMarshal.GetValueRefOrAddDefault(steps, lead, out _);
        step ??= new Step(lead);
        step.Lead = FindingRank.Instance.Compare(lead, step.Lead) < 0 ? lead : step.Lead;
        step.Principals++;
        for (int joined = kind; joined < principal.Count; joined++)
        {
            if (principal[joined].Joined == kind)
            {
                step.Findings += principal[joined].Findings.Count;
                _ = step.Kinds.Add(principal[joined].Name);
            }
        }
    }

    /// <summary>Those of a principal together, in their order; principals in the order of their first.</summary>
    private static (AssessedFinding[] Sorted, List<int> Starts) ByPrincipal(AssessedFinding[] findings)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var of = new int[findings.Length];
        List<int> counts = [];
        for (int i = 0; i < findings.Length; i++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, findings[i].Finding.Principal, out bool known);
            if (!known)
            {
                number = counts.Count;
                counts.Add(0);
            }

            of[i] = number;
            counts[number]++;
        }

        var next = new int[counts.Count];
        for (int i = 1; i < next.Length; i++)
        {
            next[i] = next[i - 1] + counts[i - 1];
        }

        List<int> starts = [.. next];
        var sorted = new AssessedFinding[findings.Length];
        for (int i = 0; i < findings.Length; i++)
        {
            sorted[next[of[i]]++] = findings[i];
        }

        return (sorted, starts);
    }

    private sealed class Step(AssessedFinding lead)
    {
        public AssessedFinding Lead { get; set; } = lead;

        public int Findings { get; set; }

        public int Principals { get; set; }

        public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);
    }

    // Advice is long, there is little of it, and its texts are mostly the same objects: to read them whole for a hash would be the most that is done here.
    private sealed class SameAdvice : IEqualityComparer<AssessedFinding>
    {
        public bool Equals(AssessedFinding? x, AssessedFinding? y) =>
            (x?.Finding.Severity, x?.Usage.Cost) == (y?.Finding.Severity, y?.Usage.Cost) && x?.Finding.Kind == y?.Finding.Kind && x?.Finding.Recommendation == y?.Finding.Recommendation;

        public int GetHashCode(AssessedFinding obj) => HashCode.Combine(obj.Finding.Kind.Length, obj.Finding.Severity, obj.Finding.Recommendation.Length, obj.Usage.Cost);
    }
}
