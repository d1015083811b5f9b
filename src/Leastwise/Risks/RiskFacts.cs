using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>The tables of facts joined with a catalogue, once for a scan.</summary>
internal sealed class RiskFacts
{
    /// <summary>Joins the tables with <paramref name="catalog"/>.</summary>
    public RiskFacts(ActionCatalog catalog)
    {
        Paths = [.. EscalationPath.Known
            .Select(path => new KnownPath(path, [.. path.Requires.Select(catalog.Find).OfType<CatalogAction>()]))
            .Where(path => path.Actions.Length == path.Path.Requires.Length)];
        Credentials = Join(catalog, "credential-actions", row => new ListedAction(row[2], Enum.Parse<Severity>(row[1])));
        Data = Join(catalog, "data-actions", row => new ListedAction(row[1], Severity.Medium));
        CredentialActions = ActionSet.Of(Credentials.Keys);
        DataActions = ActionSet.Of(Data.Keys);
        PermissionsManagement = catalog.ByLevel(AccessLevels.PermissionsManagement);
        ActionSet changing = catalog.ByLevel(AccessLevels.Write | AccessLevels.Tagging | AccessLevels.PermissionsManagement);
        Changing = ActionSet.Of(changing.Where(id => !catalog.Actions[id].Resources.IsEmpty));
        Services = [.. catalog.Services.Where(service => !service.Actions.IsEmpty).Select(service => new ServiceActions(service.Prefix, service.Name, [.. service.Actions]))
            .OrderBy(service => service.Prefix, StringComparer.Ordinal)];
        Iam = Services.FirstOrDefault(service => service.Prefix == "iam")?.Ids ?? [];
        ChangingRights = ActionSet.Of(Iam.Where(id => EscalationReach.IsRaising(catalog.Actions[id]) || EscalationReach.IsTaking(catalog.Actions[id])));
        PassRole = catalog.Find("iam:PassRole");
        AssumeRole = catalog.Find("sts:AssumeRole");
    }

    /// <summary>A path whose privileges the catalogue knows.</summary>
    internal sealed record KnownPath(EscalationPath Path, ImmutableArray<CatalogAction> Actions);

    /// <summary>Why an action stands in a list, and how bad it is.</summary>
    internal sealed record ListedAction(string Gives, Severity Severity);

    /// <summary>A service's actions as plain ids, ascending.</summary>
    internal sealed record ServiceActions(string Prefix, string Name, ImmutableArray<int> Ids);

    /// <summary>Escalation paths in ordinal order of id; those whose privileges the catalogue lacks are left out.</summary>
    public ImmutableArray<KnownPath> Paths { get; }

    /// <summary>Actions that give credentials.</summary>
    public IReadOnlyDictionary<int, ListedAction> Credentials { get; }

    /// <summary>Actions that read or share data.</summary>
    public IReadOnlyDictionary<int, ListedAction> Data { get; }

    /// <summary>The keys of <see cref="Credentials"/>.</summary>
    public ActionSet CredentialActions { get; }

    /// <summary>The keys of <see cref="Data"/>.</summary>
    public ActionSet DataActions { get; }

    /// <summary>Actions that grant or change permissions.</summary>
    public ActionSet PermissionsManagement { get; }

    /// <summary>Actions that change something and could be limited to a resource.</summary>
    public ActionSet Changing { get; }

    /// <summary>Services that have actions, in ordinal order of prefix.</summary>
    public ImmutableArray<ServiceActions> Services { get; }

    /// <summary>All of IAM's actions.</summary>
    public ImmutableArray<int> Iam { get; }

    /// <summary>IAM's actions that raise somebody's rights or give somebody's credentials.</summary>
    public ActionSet ChangingRights { get; }

    /// <summary><c>iam:PassRole</c>.</summary>
    public CatalogAction? PassRole { get; }

    /// <summary><c>sts:AssumeRole</c>.</summary>
    public CatalogAction? AssumeRole { get; }

    private static Dictionary<int, ListedAction> Join(ActionCatalog catalog, string table, Func<string[], ListedAction> read)
    {
        var joined = new Dictionary<int, ListedAction>();
        foreach (string[] row in FactTable.Read(table))
        {
            if (catalog.Find(row[0]) is { } action)
            {
                joined[action.Id] = read(row);
            }
        }

        return joined;
    }
}
