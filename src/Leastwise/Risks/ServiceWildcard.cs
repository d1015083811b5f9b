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
        StatementSource[] wide = [.. subject.Grants.Statements.Where(source =>
            source.Layer == PolicyLayer.Identity && source.Statement.Effect == Effect.Allow && IsWide(source))];
        if (wide.Length == 0)
        {
            return null;
        }

        // A statement that stands among those that give is not looked at again: a policy may have a million.
        List<(StatementSource Source, ActionSet Actions)> left = [.. wide.Select(source => (source, subject.Context.ActionsOf(source.Statement)))];
        var given = ActionSet.UnionOf([.. left.Select(one => one.Actions)]);
        foreach (RiskFacts.ServiceActions service in subject.Context.Facts.Services)
        {
            int first = service.Ids[0];
            if (!given.Contains(first) || !HoldsAll(free, service.Ids))
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
    private static void Move(List<(StatementSource Source, ActionSet Actions)> left, int action, List<StatementSource> statements)
    {
        int kept = 0;
        for (int i = 0; i < left.Count; i++)
        {
            (StatementSource Source, ActionSet Actions) one = left[i];
            if (one.Actions.Contains(action))
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

    // A loop over bits that mostly ends at the first one; a set operation for each of 400 services would allocate.
    private static bool HoldsAll(ActionSet held, ImmutableArray<int> ids)
    {
        foreach (int id in ids)
        {
            if (!held.Contains(id))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWide(StatementSource source) =>
        source.Statement.Actions.Not || source.Statement.Actions.Patterns.Any(pattern => WildcardPattern.HasWildcard(pattern));
}
