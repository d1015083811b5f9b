using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;

namespace Leastwise.Risks;

/// <summary>The tables of facts joined with a catalogue, once for a scan.</summary>
internal sealed class RiskFacts
{
    // By reference: a path is one object, and comparing two by value would read their texts.
    private readonly Dictionary<EscalationPath, HashSet<EscalationPath>> longer = new(ReferenceEqualityComparer.Instance);

    /// <summary>Joins the tables with <paramref name="catalog"/>.</summary>
    public RiskFacts(ActionCatalog catalog, IEnumerable<string>? included = null)
    {
        Paths = [.. EscalationPath.Known
            .Select(path => new KnownPath(path, [.. path.Requires.Select(catalog.Find).OfType<CatalogAction>()]))
            .Where(path => path.Actions.Length == path.Path.Requires.Length)];
        foreach (KnownPath path in Paths)
        {
            if (Paths.Select(other => other.Path).Where(other => Adds(path.Path, other)).ToHashSet<EscalationPath>(ReferenceEqualityComparer.Instance) is { Count: > 0 } shorter)
            {
                longer.Add(path.Path, shorter);
            }
        }

        Credentials = Join(catalog, "credential-actions", row => new ListedAction(row[2], Enum.Parse<Severity>(row[1])));
        Dictionary<int, ListedAction> data = Join(catalog, "data-actions", row => new ListedAction(row[1], Severity.Medium));
        foreach (int id in (included ?? []).SelectMany(catalog.Expand))
        {
            data.TryAdd(id, new ListedAction("what the exclusions file counts as data", Severity.Medium));
        }

        Data = data;
        CredentialActions = NamedActions.Of(catalog, Credentials.Keys);
        DataActions = NamedActions.Of(catalog, Data.Keys);
        PermissionsManagement = NamedActions.Of(catalog, catalog.ByLevel(AccessLevels.PermissionsManagement));
        ActionSet changing = catalog.ByLevel(AccessLevels.Write | AccessLevels.Tagging | AccessLevels.PermissionsManagement);
        Changing = ActionSet.Of(changing.Where(id => !catalog.Actions[id].Resources.IsEmpty));
        Logging = ListOf(catalog, "logging-actions");
        Network = ListOf(catalog, "network-actions");
        Secrets = ListOf(catalog, "secret-actions");
        Services = [.. catalog.Services.Where(service => !service.Actions.IsEmpty).Select(service => new ServiceActions(service.Prefix, service.Name, [.. service.Actions]))
            .OrderBy(service => service.Prefix, StringComparer.Ordinal)];
        Iam = Services.FirstOrDefault(service => service.Prefix == "iam")?.Ids ?? [];
        IamCalls = ActionSet.Of(Iam.Where(id => HomeRegion.Of(catalog.Actions[id].FullName, callerArn: null) is not null));
        ChangingRights = ActionSet.Of(Iam.Where(id => EscalationReach.IsRaising(catalog.Actions[id]) || EscalationReach.IsTaking(catalog.Actions[id])));
        PassRole = catalog.Find("iam:PassRole");
        AssumeRole = catalog.Find("sts:AssumeRole");
    }

    /// <summary>Whether the first path only adds privileges to the second.</summary>
    public bool IsLonger(EscalationPath path, EscalationPath other) => longer.TryGetValue(path, out HashSet<EscalationPath>? shorter) && shorter.Contains(other);

    /// <summary>The privilege to take away so that the path and those that it only adds to are closed; never <c>iam:PassRole</c>.</summary>
    public string TurnOf(EscalationPath path) => path.Requires
        .Where(action => action != "iam:PassRole")
        .OrderByDescending(action => longer.TryGetValue(path, out HashSet<EscalationPath>? shorter) && shorter.All(one => one.Requires.Contains(action)))
        .First();

    private static bool Adds(EscalationPath path, EscalationPath other) =>
        !other.Requires.IsEmpty && other.Requires.Length < path.Requires.Length && other.Requires.All(path.Requires.Contains);

    /// <summary>A path whose privileges the catalogue knows.</summary>
    internal sealed record KnownPath(EscalationPath Path, ImmutableArray<CatalogAction> Actions);

    /// <summary>Why an action stands in a list, and how bad it is.</summary>
    internal sealed record ListedAction(string Gives, Severity Severity);

    /// <summary>A list of actions with what it says of each.</summary>
    internal sealed record ActionList(NamedActions Actions, IReadOnlyDictionary<int, ListedAction> ByAction);

    /// <summary>A service's actions as plain ids, ascending.</summary>
    internal sealed record ServiceActions(string Prefix, string Name, ImmutableArray<int> Ids)
    {
        /// <summary>The same as a set.</summary>
        public ActionSet Set { get; } = ActionSet.Of(Ids);

        /// <summary>The pattern of all of them, such as <c>s3:*</c>.</summary>
        public string Wildcard { get; } = $"{Prefix}:*";
    }

    /// <summary>Escalation paths in ordinal order of id; those whose privileges the catalogue lacks are left out.</summary>
    public ImmutableArray<KnownPath> Paths { get; }

    /// <summary>Actions that give credentials.</summary>
    public IReadOnlyDictionary<int, ListedAction> Credentials { get; }

    /// <summary>Actions that read or share data.</summary>
    public IReadOnlyDictionary<int, ListedAction> Data { get; }

    /// <summary>The keys of <see cref="Credentials"/>.</summary>
    public NamedActions CredentialActions { get; }

    /// <summary>The keys of <see cref="Data"/>.</summary>
    public NamedActions DataActions { get; }

    /// <summary>Actions that switch off or delete what records and watches.</summary>
    public ActionList Logging { get; }

    /// <summary>Actions that open networks or lead traffic elsewhere.</summary>
    public ActionList Network { get; }

    /// <summary>Actions that read secrets.</summary>
    public ActionList Secrets { get; }

    /// <summary>Actions that grant or change permissions.</summary>
    public NamedActions PermissionsManagement { get; }

    /// <summary>Actions that change something and could be limited to a resource.</summary>
    public ActionSet Changing { get; }

    /// <summary>Services that have actions, in ordinal order of prefix.</summary>
    public ImmutableArray<ServiceActions> Services { get; }

    /// <summary>All of IAM's actions.</summary>
    public ImmutableArray<int> Iam { get; }

    /// <summary>Those of them that are calls of their own, which go to one region.</summary>
    public ActionSet IamCalls { get; }

    /// <summary>IAM's actions that raise somebody's rights or give somebody's credentials.</summary>
    public ActionSet ChangingRights { get; }

    /// <summary><c>iam:PassRole</c>.</summary>
    public CatalogAction? PassRole { get; }

    /// <summary><c>sts:AssumeRole</c>.</summary>
    public CatalogAction? AssumeRole { get; }

    private static ActionList ListOf(ActionCatalog catalog, string table)
    {
        Dictionary<int, ListedAction> list = Join(catalog, table, row => new ListedAction(row[1], Severity.Medium));
        return new ActionList(NamedActions.Of(catalog, list.Keys), list);
    }

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
