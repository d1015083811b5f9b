using Leastwise.Catalog;
using Leastwise.Risks;

namespace Leastwise.Cli;

/// <summary>The risks that the actions of an answer belong to, in words.</summary>
internal sealed class ExplainedRisks(ActionCatalog catalog)
{
    private const int ActionsNamed = 3;

    private readonly Lazy<RiskyActions> risks = new(() => new RiskyActions(catalog));

    /// <summary>One line for each kind of risk: why of a single action, which of several.</summary>
    public IReadOnlyList<string> Of(Explanation answer)
    {
        if (answer.Permissionless)
        {
            return [];
        }

        if (answer.Actions is [var single])
        {
            return [.. risks.Value.RisksOf(single).Select(risk => $"{risk.Kind.Kind} ({risk.Why})")];
        }

        return [.. answer.Actions
            .SelectMany(action => risks.Value.RisksOf(action).Select(risk => (risk.Kind.Kind, action.FullName)))
            .GroupBy(pair => pair.Kind, pair => pair.FullName, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} ({Names([.. group])})")];
    }

    private static string Names(string[] names) => names.Length <= ActionsNamed
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(ActionsNamed))} and {names.Length - ActionsNamed} more";
}
