using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>Says of an action which risks it belongs to, from the same tables that findings come from.</summary>
public sealed class RiskyActions(ActionCatalog catalog)
{
    private const int PathsNamed = 6;

    private readonly RiskFacts facts = new(catalog);

    /// <summary>The risks that <paramref name="action"/> belongs to, in ordinal order of their kinds; empty where none is known.</summary>
    /// <remarks>
    /// Risks of what a policy holds together (<c>FullAdministrator</c>, <c>ServiceWildcard</c>) and of trust policies belong to no single action.
    /// </remarks>
    public ImmutableArray<RiskMembership> RisksOf(CatalogAction action) => [.. Memberships(action).OrderBy(risk => risk.Kind.Kind, StringComparer.Ordinal)];

    private IEnumerable<RiskMembership> Memberships(CatalogAction action)
    {
        if (facts.Credentials.TryGetValue(action.Id, out RiskFacts.ListedAction? credential))
        {
            yield return new RiskMembership(Risk.CredentialsExposure, $"gives {credential.Gives}");
        }

        if (facts.Data.TryGetValue(action.Id, out RiskFacts.ListedAction? data))
        {
            yield return new RiskMembership(Risk.DataExfiltration, $"gives {data.Gives}");
        }

        if (facts.Changing.Contains(action.Id))
        {
            yield return new RiskMembership(Risk.InfrastructureModification, "changes resources");
        }

        if (facts.PassRole == action)
        {
            yield return new RiskMembership(Risk.PassRoleTooWide, "hands roles to services");
        }

        EscalationPath[] paths = [.. facts.Paths.Where(path => path.Actions.Contains(action)).Select(path => path.Path)];
        if (paths.Length > 0)
        {
            yield return new RiskMembership(Risk.PrivilegeEscalation, PathWords(paths));
        }

        if (facts.PermissionsManagement.Set.Contains(action.Id))
        {
            yield return new RiskMembership(Risk.ResourceExposure, "listed by AWS as permissions management");
        }
    }

    private static string PathWords(EscalationPath[] paths)
    {
        if (paths is [var only])
        {
            string besides = only.Requires.Length > 1 ? $", with {only.Requires.Length - 1} other {(only.Requires.Length == 2 ? "action" : "actions")}" : "";
            return $"path {only.Id}{besides}: {only.How}";
        }

        string more = paths.Length > PathsNamed ? $" and {paths.Length - PathsNamed} more" : "";
        return $"{paths.Length} paths: {string.Join(", ", paths.Take(PathsNamed).Select(path => path.Id))}{more}";
    }
}
