using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Tests.Risks;

/// <summary>
/// An account written short in a case file: <c>users</c>, <c>roles</c>, <c>groups</c> and <c>policies</c> by name. A policy is a document, a list of
/// statements or one statement; a role without <c>trust</c> trusts nobody; its <c>profile</c> is the name of an instance profile. Users and roles may have <c>tags</c>. <c>versions</c> holds other versions of policies by their ids.
/// </summary>
internal static class CaseAccount
{
    public const string Number = "111111111111";

    public static AccountSnapshot Read(JsonNode? account, string number = Number)
    {
        ImmutableArray<NamedPolicy> policies = [.. Entries(account, "policies").Select(entry => new NamedPolicy
        {
            Name = entry.Key,
            Arn = entry.Key == "AdministratorAccess" ? "arn:aws:iam::aws:policy/AdministratorAccess" : $"arn:aws:iam::{number}:policy/{entry.Key}",
            Kind = entry.Key == "AdministratorAccess" ? PolicyKind.AwsManaged : PolicyKind.CustomerManaged,
            Document = Document(entry.Value, entry.Key),
            VersionId = "default",
            OtherVersions = [.. Entries(account?["versions"], entry.Key).Select(version => new PolicyVersion(version.Key, null, Document(version.Value, entry.Key).Json))],
        })];
        NamedPolicy[] Attached(JsonNode? node) => [.. Names(node, "attached").Select(name => policies.Single(policy => policy.Name == name))];
        PermissionsBoundary? Boundary(JsonNode? node) => (string?)node?["boundary"] is { } name
            ? new PermissionsBoundary($"arn:aws:iam::{number}:policy/{name}", policies.Single(policy => policy.Name == name))
            : null;

        ImmutableArray<IamGroup> groups = [.. Entries(account, "groups").Select(entry => new IamGroup
        {
            Arn = $"arn:aws:iam::{number}:group/{entry.Key}",
            Name = entry.Key,
            Path = "/",
            UniqueId = $"AGPA{entry.Key}",
            AccountId = number,
            InlinePolicies = Inline(entry.Value, $"arn:aws:iam::{number}:group/{entry.Key}"),
            AttachedPolicies = [.. Attached(entry.Value)],
        })];
        return new AccountSnapshot
        {
            AccountId = number,
            Groups = groups,
            Policies = policies,
            Users = [.. Entries(account, "users").Select(entry => new IamUser
            {
                Arn = $"arn:aws:iam::{number}:user/{entry.Key}",
                Name = entry.Key,
                Path = "/",
                UniqueId = $"AIDA{entry.Key}",
                Created = Day(entry.Value?["created"]),
                AccountId = number,
                Tags = Tags(entry.Value),
                InlinePolicies = Inline(entry.Value, $"arn:aws:iam::{number}:user/{entry.Key}"),
                AttachedPolicies = [.. Attached(entry.Value)],
                Groups = [.. Names(entry.Value, "groups").Select(name => groups.Single(group => group.Name == name))],
                Boundary = Boundary(entry.Value),
            })],
            Roles = [.. Entries(account, "roles").Select(entry =>
            {
                string path = (string?)entry.Value?["path"] ?? "/";
                string arn = $"arn:aws:iam::{number}:role{path}{entry.Key}";
                return new IamRole
                {
                    Arn = arn,
                    Name = entry.Key,
                    Path = path,
                    UniqueId = $"AROA{entry.Key}",
                    Created = Day(entry.Value?["created"]),
                    LastUsed = Day(entry.Value?["lastUsed"]),
                    AccountId = number,
                    Tags = Tags(entry.Value),
                    InstanceProfiles = (string?)entry.Value?["profile"] is { } profile ? [profile] : [],
                    InlinePolicies = Inline(entry.Value, arn),
                    AttachedPolicies = [.. Attached(entry.Value)],
                    Boundary = Boundary(entry.Value),
                    Trust = new NamedPolicy { Name = "trust", Kind = PolicyKind.Trust, Owner = arn, Document = Document(entry.Value?["trust"] ?? new JsonArray(), "trust") },
                };
            })],
        };
    }

    private static ImmutableSortedDictionary<string, string> Tags(JsonNode? holder) => Entries(holder, "tags").ToImmutableSortedDictionary(tag => tag.Key, tag => (string?)tag.Value ?? "");

    public static DateTimeOffset? Day(JsonNode? node) =>
        (string?)node is { } day ? DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal) : null;

    public static PolicyDocument Document(JsonNode? written, string name)
    {
        JsonNode whole = written is JsonObject document && document.ContainsKey("Statement")
            ? document.DeepClone()
            : new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = written?.DeepClone() };
        return PolicyParser.Parse(whole.ToJsonString(), name);
    }

    private static JsonObject Entries(JsonNode? node, string name) => node?[name]?.AsObject() ?? [];

    private static IEnumerable<string> Names(JsonNode? node, string name) => (node?[name]?.AsArray() ?? []).Select(value => (string?)value ?? "");

    private static ImmutableArray<NamedPolicy> Inline(JsonNode? node, string owner) => [.. Entries(node, "inline").Select(entry => new NamedPolicy
    {
        Name = entry.Key,
        Kind = PolicyKind.Inline,
        Owner = owner,
        Document = Document(entry.Value, entry.Key),
    })];
}
