using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Places of the graph, and the targets of every account by kind. Places of principals as they are come first, in ordinal order of ARN.</summary>
internal sealed class PathWorld
{
    private readonly List<(PathNode Node, IamPrincipal? Principal)> places = [];
    private readonly Dictionary<string, int> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Kind), TargetList> lists = [];
    private readonly Dictionary<string, bool> worthJoining = new(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, AccountSnapshot> accounts;

    /// <summary>Takes in every user and role.</summary>
    public PathWorld(ActionCatalog catalog, ImmutableArray<AccountSnapshot> snapshots, OrganizationSnapshot? organization, PolicyLookup lookup)
    {
        Lookup = lookup;
        var calculator = new GrantCalculator(catalog);
        accounts = snapshots.DistinctBy(account => account.AccountId).ToImmutableSortedDictionary(account => account.AccountId, account => account, StringComparer.Ordinal);
        var grants = new ConcurrentDictionary<IamPrincipal, PrincipalGrants>(ReferenceEqualityComparer.Instance);
        Context = new RiskContext(new RiskScanRequest
        {
            Catalog = catalog,
            Accounts = [.. accounts.Values],
            Organization = organization,
            GrantsOf = principal => grants.GetOrAdd(principal, one => calculator.GrantsOf(one, accounts[one.AccountId], organization)),
        });
        foreach (IamPrincipal actor in accounts.Values.SelectMany(account => account.Actors).OrderBy(actor => actor.Arn, StringComparer.Ordinal))
        {
            Place(actor, change: null, isAdministrator: false);
        }

        Actors = places.Count;
    }

    /// <summary>What the risks know of the accounts.</summary>
    public RiskContext Context { get; }

    /// <summary>Which principals are alike.</summary>
    public PrincipalClasses Classes => field ??= new PrincipalClasses(this);

    /// <summary>The policies.</summary>
    public PolicyLookup Lookup { get; }

    /// <summary>How many users and roles there are; their places are the first.</summary>
    public int Actors { get; }

    /// <summary>How many places there are by now.</summary>
    public int Count => places.Count;

    /// <summary>The accounts in ordinal order of number.</summary>
    public IEnumerable<AccountSnapshot> Accounts => accounts.Values;

    /// <summary>The place as a value.</summary>
    public PathNode this[int node] => places[node].Node;

    /// <summary>The principal there, changed perhaps; null for the administrator of an account.</summary>
    public IamPrincipal? PrincipalAt(int node) => places[node].Principal;

    /// <summary>The account of that number.</summary>
    public AccountSnapshot Account(string number) => accounts[number];

    /// <summary>The place of that ARN; null where no file holds it.</summary>
    public int? Find(string arn) => byId.TryGetValue(arn, out int node) ? node : null;

    /// <summary>Says that the principal there is a full administrator.</summary>
    public void MarkAdministrator(int node) => places[node] = places[node] with { Node = places[node].Node with { IsAdministrator = true } };

    /// <summary>The place of a principal as it is, or after a change.</summary>
    public int Place(IamPrincipal principal, string? change, bool isAdministrator)
    {
        string id = change is null ? principal.Arn : $"{principal.Arn}#{change}";
        if (!byId.TryGetValue(id, out int node))
        {
            byId.Add(id, node = places.Count);
            places.Add((new PathNode
            {
                Id = id,
                Kind = principal is IamUser ? PathNodeKind.User : PathNodeKind.Role,
                Name = principal.Name,
                Arn = principal.Arn,
                AccountId = principal.AccountId,
                IsAdministrator = isAdministrator,
                Change = change,
            }, principal));
        }

        return node;
    }

    /// <summary>The place of being administrator of the account.</summary>
    public int Administrator(string account)
    {
        string id = $"administrator:{account}";
        if (!byId.TryGetValue(id, out int node))
        {
            byId.Add(id, node = places.Count);
            places.Add((new PathNode { Id = id, Kind = PathNodeKind.Administrator, Name = "administrator", Arn = null, AccountId = account, IsAdministrator = true }, null));
        }

        return node;
    }

    /// <summary>The account's users.</summary>
    public TargetList Users(string account) => List(account, "users", () => accounts[account].Users.Select(user => new Target(user.Arn, byId[user.Arn], user)));

    /// <summary>The account's roles that IAM lets people change: not those of services and of Identity Center.</summary>
    /// <remarks>Source: "Troubleshoot IAM roles", AWS IAM User Guide: service-linked roles are protected, as are those below <c>/aws-reserved/</c>.</remarks>
    public TargetList Roles(string account) => List(account, "roles", () => accounts[account].Roles
        .Where(role => !role.IsServiceLinked && !role.Path.StartsWith("/aws-reserved/", StringComparison.Ordinal))
        .Select(role => new Target(role.Arn, byId[role.Arn], role)));

    /// <summary>The account's groups.</summary>
    public TargetList Groups(string account) => List(account, "groups", () => accounts[account].Groups.Select(group => new Target(group.Arn, -1, group)));

    /// <summary>The account's own managed policies.</summary>
    public TargetList Policies(string account) => List(account, "policies", () => accounts[account].Policies
        .Where(policy => policy is { Kind: PolicyKind.CustomerManaged, Arn: not null })
        .Select(policy => new Target(policy.Arn ?? "", -1, null)));

    /// <summary>The SAML providers that the account's roles trust.</summary>
    public TargetList Providers(string account) => List(account, "providers", () => Context.Accounts.Where(index => index.Account.AccountId == account)
        .SelectMany(index => index.SamlProviders).Select(provider => new Target(provider, -1, null)));

    /// <summary>A list of targets by a name of its own, made once.</summary>
    public TargetList List(string account, string kind, Func<IEnumerable<Target>> targets)
    {
        if (!lists.TryGetValue((account, kind), out TargetList? list))
        {
            lists.Add((account, kind), list = new TargetList([.. targets()]));
        }

        return list;
    }

    /// <summary>Whether joining the group gives anything that a path needs.</summary>
    public bool IsWorthJoining(IamGroup group)
    {
        if (!worthJoining.TryGetValue(group.Arn, out bool worth))
        {
            ActionSet held = Context.SubjectOf(group)?.Grants.Actions ?? ActionSet.Empty;
            worth = Context.Facts.Paths.Any(path => path.Actions.Length > 0 && path.Actions.Any(action => held.Contains(action.Id)));
            worthJoining.Add(group.Arn, worth);
        }

        return worth;
    }

    /// <summary>Whether the organization's limits on the account look at who asks.</summary>
    public bool HasPersonalLimits(string account) => Lookup.Organization is { } organization
        && organization.LevelsOf(account).Concat(organization.ResourceLevelsOf(account)).SelectMany(level => level).Any(policy => Classes.IsPersonal(policy.Document));

    /// <summary>The target of a role.</summary>
    public Target TargetOf(IamRole role) => new(role.Arn, byId[role.Arn], role);
}
