using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>One named case of a file in <c>tests/cases/risks</c>.</summary>
internal sealed record RiskCase(string File, string Kind, string Name, string Source, JsonNode Content)
{
    public static string Folder => Repository.PathOf("tests", "cases", "risks");

    public static IEnumerable<RiskCase> All() => Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).SelectMany(file =>
    {
        JsonNode root = JsonNode.Parse(System.IO.File.ReadAllText(file)) ?? throw new InvalidOperationException($"{file} is empty.");
        string kind = Text(root, "kind");
        return (root["cases"]?.AsArray() ?? []).OfType<JsonNode>().Select(node =>
            new RiskCase(Path.GetFileName(file), kind, Text(node, "name"), Text(node, "source"), node));
    });

    /// <summary>The findings of the file's kind on what the case is about: a principal by name, or a resource by ARN.</summary>
    public ImmutableArray<Finding> Run()
    {
        var of = (string?)Content["of"] ?? "alice";
        return [.. Scan(Content).Where(finding =>
            finding.Kind == Kind && finding.AccountId == CaseAccount.Number && (finding.Principal == of || finding.Principal.EndsWith($"/{of}", StringComparison.Ordinal)))];
    }

    /// <summary>Every finding of a case's account.</summary>
    public static ImmutableArray<Finding> Scan(JsonNode content)
    {
        AccountSnapshot account = CaseAccount.Read(content["account"]);
        AccountSnapshot[] accounts = content["otherAccount"] is { } other ? [account, CaseAccount.Read(other, "222222222222")] : [account];
        OrganizationSnapshot? organization = content["serviceControl"] is JsonArray levels
            ? new OrganizationSnapshot
            {
                ServiceControlLevels = ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Empty.Add(
                    CaseAccount.Number,
                    [.. levels.Select((level, place) => (ImmutableArray<NamedPolicy>)[.. (level?.AsArray() ?? []).Select((policy, number) => new NamedPolicy
                    {
                        Name = $"scp-{place}-{number}",
                        Kind = PolicyKind.ServiceControl,
                        Document = CaseAccount.Document(policy, "scp"),
                    })])]),
            }
            : null;
        var calculator = new GrantCalculator(ActionCatalog.Default);
        return RiskScan.Run(new RiskScanRequest
        {
            Catalog = ActionCatalog.Default,
            Accounts = accounts,
            Organization = organization,
            GrantsOf = principal => calculator.GrantsOf(principal, accounts.Single(candidate => candidate.AccountId == principal.AccountId), organization),
            KnownAccounts = [.. (content["knownAccounts"]?.AsArray() ?? []).Select(value => (string?)value ?? "")],
            Resources = new ResourcePolicies
            {
                ByArn = (content["resourcePolicies"]?.AsObject() ?? []).ToImmutableSortedDictionary(
                    entry => entry.Key,
                    entry => new NamedPolicy { Name = "policy", Owner = entry.Key, Kind = PolicyKind.Resource, Document = CaseAccount.Document(entry.Value, "resource") },
                    StringComparer.Ordinal),
            },
            Credentials = content["credentials"] is JsonObject users
                ? new CredentialReport
                {
                    Users = users.ToImmutableSortedDictionary(
                        entry => $"arn:aws:iam::{CaseAccount.Number}:user/{entry.Key}",
                        entry => new UserCredentials((bool?)entry.Value?["key"] == true, (bool?)entry.Value?["password"] == true, (bool?)entry.Value?["mfa"] == true, CaseAccount.Day(entry.Value?["lastUsed"])),
                        StringComparer.Ordinal),
                }
                : null,
        });
    }

    private static string Text(JsonNode node, string name) =>
        (string?)node[name] ?? throw new InvalidOperationException($"A case lacks \"{name}\": {node.ToJsonString()[..Math.Min(200, node.ToJsonString().Length)]}");
}
