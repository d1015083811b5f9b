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

    /// <summary>The findings of the file's kind on the principal that the case is about.</summary>
    public ImmutableArray<Finding> Run()
    {
        AccountSnapshot account = CaseAccount.Read(Content["account"]);
        AccountSnapshot[] accounts = Content["otherAccount"] is { } other ? [account, CaseAccount.Read(other, "222222222222")] : [account];
        OrganizationSnapshot? organization = Content["serviceControl"] is JsonArray levels
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
        string[] known = [.. (Content["knownAccounts"]?.AsArray() ?? []).Select(value => (string?)value ?? "")];
        var calculator = new GrantCalculator(ActionCatalog.Default);
        var of = (string?)Content["of"] ?? "alice";
        return [.. RiskScan.Run(
                ActionCatalog.Default,
                accounts,
                organization,
                principal => calculator.GrantsOf(principal, accounts.Single(candidate => candidate.AccountId == principal.AccountId), organization),
                known)
            .Where(finding => finding.Kind == Kind && finding.AccountId == CaseAccount.Number && finding.Principal.EndsWith($"/{of}", StringComparison.Ordinal))];
    }

    private static string Text(JsonNode node, string name) =>
        (string?)node[name] ?? throw new InvalidOperationException($"A case lacks \"{name}\": {node.ToJsonString()[..Math.Min(200, node.ToJsonString().Length)]}");
}
