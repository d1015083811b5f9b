using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>Privileges that change resources and that could be limited to some, but are not. A summary, as nearly everybody has some.</summary>
internal static class InfrastructureModification
{
    private const int MostServices = 5;

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
        var given = new ListedActions.Held([.. held.OrderBy(action => action.FullName, StringComparer.Ordinal).Select(action => subject.SupportOf(action)).OfType<Support>()]);
        string privileges = held.Length == 1 ? "1 privilege" : $"{held.Length} privileges";
        return subject.Finding(
            Risk.InfrastructureModification,
            Severity.Low,
            detail: "",
            title: $"{subject.Words} can change every resource with {privileges}",
            explanation: $"These change or delete resources and could be limited to some, but are held on all: {services}. They are given by {given.By}.",
            recommendation: "Where the work is on known resources, name them; take away what was not used.",
            held.Select(action => action.FullName),
            given.Statements,
            given.Sentences);
    }
}
