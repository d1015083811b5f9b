using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Privileges that change resources and that could be limited to some, but are not. A summary, as nearly everybody has some.</summary>
internal static class InfrastructureModification
{
    private const int MostServices = 5;
    private const int MostLookedUp = 50;

    /// <summary>At most one finding for a principal, with the number of privileges.</summary>
    public static Finding? Find(Subject subject)
    {
        ActionSet changing = subject.Context.Facts.Changing;
        if (!subject.Wide.Overlaps(changing))
        {
            return null;
        }

        CatalogAction[] held = [.. subject.Wide.Intersect(changing).Select(id => subject.Context.Catalog.Actions[id])];
        string services = string.Join(", ", held.GroupBy(action => action.Prefix, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MostServices).Select(group => $"{group.Key} ({group.Count()})"));
        // Thousands of privileges rest on a few statements; what limits them is looked up for some.
        ActionSet all = ActionSet.Of(held.Select(action => action.Id));
        StatementSource[] giving = [.. subject.Context.WideStatements(subject.Grants, subject.Principal).Where(source => subject.Context.ActionsOf(source.Statement).Overlaps(all))];
        var some = new ListedActions.Held([.. held.Take(MostLookedUp).Select(action => subject.SupportOf(action)).OfType<Support>()]);
        string privileges = held.Length == 1 ? "1 privilege" : $"{held.Length} privileges";
        return subject.Finding(
            Risk.InfrastructureModification,
            Severity.Low,
            detail: "",
            title: $"{subject.Words} can change every resource with {privileges}",
            explanation: $"These change or delete resources and could be limited to some, but are held on all: {services}. They are given by {SupportWords.Names([.. giving])}.",
            recommendation: "Where the work is on known resources, name them; take away what was not used.",
            held.Select(action => action.FullName),
            giving,
            some.Sentences);
    }
}
