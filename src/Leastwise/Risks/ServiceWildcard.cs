using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>All actions of a service, on all resources, given by a wildcard: tomorrow's actions are in it too.</summary>
internal static class ServiceWildcard
{
    private const int MostLookedUp = 8;

    /// <summary>At most one finding for a principal, with all such services.</summary>
    public static Finding? Find(Subject subject)
    {
        ActionSet free = subject.Wide;
        var names = new List<string>();
        var firsts = new List<int>();
        var statements = new List<StatementSource>();
        var supports = new List<Support>();
        // A statement that stands among those that give is not looked at again: a policy may have a million.
        List<SourcedStatement> left = [.. subject.Grants.Sourced.Where(one =>
            one.Source.Layer == PolicyLayer.Identity && one.Source.Statement.Effect == Effect.Allow && IsWide(one.Source))];
        if (left.Count == 0)
        {
            return null;
        }

        var given = ActionSet.UnionOf([.. left.Select(one => one.Compiled.Named)]);
        foreach (RiskFacts.ServiceActions service in subject.Context.Facts.Services)
        {
            int first = service.Ids[0];
            if (!given.Contains(first) || !service.Set.IsSubsetOf(free))
            {
                continue;
            }

            names.Add(service.Wildcard);
            firsts.Add(first);
            Move(left, first, statements);

            // Limits are looked up for the first few services only; a limit that all share is among theirs.
            if (supports.Count < MostLookedUp && subject.SupportOf(subject.Context.Catalog.Actions[service.Ids[0]]) is { } support)
            {
                supports.Add(support);
            }
        }

        if (names.Count == 0)
        {
            return null;
        }

        string services = names.Count == 1 ? "one service" : $"{names.Count} services";
        return subject.Finding(
            Risk.ServiceWildcard,
            Severity.Medium.MilderIf(supports.Count > 0 && supports.TrueForAll(support => support.IsConditional)),
            detail: "",
            title: $"{subject.Words} holds every action of {services}: {ConditionWords.List(names)}",
            explanation: $"A wildcard gives all actions on all resources, also those that AWS adds later. It stands in {SupportWords.Names([.. statements.Distinct<StatementSource>(ReferenceEqualityComparer.Instance)])}. "
                + "Hardly any work needs reading, changing, deleting and sharing alike.",
            recommendation: "Replace the wildcard by the actions that were used, on the resources that they were used on.",
            subject.Context.Summaries.Ordered(firsts, names),
            statements,
            SupportWords.FewSentences(supports));
    }

    /// <summary>Moves the statements that give the action from <paramref name="left"/> to the end of <paramref name="statements"/>.</summary>
    private static void Move(List<SourcedStatement> left, int action, List<StatementSource> statements)
    {
        int kept = 0;
        for (int i = 0; i < left.Count; i++)
        {
            SourcedStatement one = left[i];
            if (one.Compiled.Named.Contains(action))
            {
                statements.Add(one.Source);
            }
            else
            {
                left[kept++] = one;
            }
        }

        left.RemoveRange(kept, left.Count - kept);
    }

    private static bool IsWide(StatementSource source) =>
        source.Statement.Actions.Not || source.Statement.Actions.Patterns.Any(pattern => WildcardPattern.HasWildcard(pattern));
}
