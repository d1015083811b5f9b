using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Tests.Evaluation;

/// <summary>Principals, accounts and organizations made for a test.</summary>
internal static class Made
{
    public const string Account = "111111111111";

    public static NamedPolicy Policy(string json, string name = "policy", PolicyKind kind = PolicyKind.CustomerManaged) => new()
    {
        Name = name,
        Arn = $"arn:aws:iam::{Account}:policy/{name}",
        Kind = kind,
        Document = PolicyParser.Parse(json, $"{name}.json"),
    };

    public static IamRole Role(IEnumerable<string> policies, string? boundary = null, string path = "/") => new()
    {
        Arn = $"arn:aws:iam::{Account}:role{path}app",
        Name = "app",
        Path = path,
        UniqueId = "AROAEXAMPLE",
        AccountId = Account,
        Trust = Policy("""{"Statement":[]}""", "trust", PolicyKind.Trust),
        AttachedPolicies = [.. policies.Select((json, index) => Policy(json, $"p{index}"))],
        Boundary = Boundary(boundary),
    };

    public static IamUser User(IEnumerable<string> policies, IEnumerable<(string Name, string[] Policies)> groups, string? boundary = null) => new()
    {
        Arn = $"arn:aws:iam::{Account}:user/ann",
        Name = "ann",
        Path = "/",
        UniqueId = "AIDAEXAMPLE",
        AccountId = Account,
        AttachedPolicies = [.. policies.Select((json, index) => Policy(json, $"p{index}"))],
        Groups = [.. groups.Select(group => new IamGroup
        {
            Arn = $"arn:aws:iam::{Account}:group/{group.Name}",
            Name = group.Name,
            Path = "/",
            UniqueId = "AGPAEXAMPLE",
            AccountId = Account,
            InlinePolicies = [.. group.Policies.Select((json, index) => Policy(json, $"{group.Name}{index}", PolicyKind.Inline))],
        })],
        Boundary = Boundary(boundary),
    };

    public static AccountSnapshot AccountOf(IamPrincipal principal) => new()
    {
        AccountId = Account,
        Users = principal is IamUser user ? [user] : [],
        Roles = principal is IamRole role ? [role] : [],
        Groups = [],
        Policies = [],
    };

    public static OrganizationSnapshot Organization(IEnumerable<string[]> levels, bool management, IEnumerable<string[]>? resourceControl = null) => new()
    {
        ManagementAccountId = management ? Account : "999999999999",
        ServiceControlLevels = Levels(levels, "scp", PolicyKind.ServiceControl),
        ResourceControlLevels = Levels(resourceControl ?? [], "rcp", PolicyKind.ResourceControl),
    };

    private static ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>> Levels(IEnumerable<string[]> levels, string name, PolicyKind kind) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create(Account, levels
                .Select((level, index) => level.Select((json, i) => Policy(json, $"{name}{index}{i}", kind)).ToImmutableArray())
                .ToImmutableArray()),
        ]);

    private static PermissionsBoundary? Boundary(string? json) =>
        json is null ? null : new PermissionsBoundary($"arn:aws:iam::{Account}:policy/boundary", Policy(json, "boundary"));
}
