using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Risks.Paths;

namespace Leastwise.Tests.Risks.Paths;

/// <summary>What the cases on paths have besides <see cref="CaseAccount"/>: organizations and graphs.</summary>
internal static class PathAccounts
{
    public const string Other = "222222222222";

    public static OrganizationSnapshot? Organization(JsonNode? levels) => levels is not JsonArray all ? null : new OrganizationSnapshot
    {
        ServiceControlLevels = ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Empty.Add(
            CaseAccount.Number,
            [.. all.Select((level, place) => (ImmutableArray<NamedPolicy>)[.. (level?.AsArray() ?? []).Select((policy, number) => new NamedPolicy
            {
                Name = $"scp-{place}-{number}",
                Kind = PolicyKind.ServiceControl,
                Document = CaseAccount.Document(policy, "scp"),
            })])]),
    };

    public static EscalationGraph Graph(ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization = null, ExistingResources? existing = null) =>
        EscalationGraph.Build(ActionCatalog.Default, accounts, organization, existing);

    /// <summary>An ARN by what a case writes: <c>user/ann</c>, or <c>other role/boss</c> of the second account.</summary>
    public static string Arn(string written) => written.StartsWith("other ", StringComparison.Ordinal)
        ? $"arn:aws:iam::{Other}:{written["other ".Length..]}"
        : $"arn:aws:iam::{CaseAccount.Number}:{written}";

    /// <summary>The edges of one path that begin at a principal.</summary>
    public static IEnumerable<(PathNode To, EdgeBundle Bundle)> EdgesOf(EscalationGraph graph, string arn, string path) =>
        from bundle in graph.Bundles
        where bundle.Path.Id == path && bundle.From.Any(node => graph.World[node].Id == arn)
        from target in bundle.To
        select (graph.World[target], bundle);
}
