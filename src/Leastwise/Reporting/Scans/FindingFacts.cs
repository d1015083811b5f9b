using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>What every writer says of a finding in the same way.</summary>
internal static class FindingFacts
{
    private const string PathCatalogue = "https://pathfinding.cloud/paths/";

    /// <summary>The privileges that reports list, at most as many as fit on a page.</summary>
    public static ImmutableArray<string> Actions(Finding finding) =>
        finding.Actions.Length <= FindingUsage.MostListed ? finding.Actions : finding.Actions[..FindingUsage.MostListed];

    /// <summary>The resource patterns of the statements that allow, <c>NotResource</c> marked with an exclamation mark before it; of a resource's policy the resource.</summary>
    public static ImmutableArray<string> Resources(Finding finding) => finding.Scope == FindingScope.Resource
        ? [finding.Principal]
        : [.. finding.Statements
            .Where(source => source.Statement.Effect == Effect.Allow)
            .SelectMany(source => source.Statement.Resources is { } resources ? resources.Patterns.Select(pattern => resources.Not ? "!" + pattern : pattern) : [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(FindingUsage.MostListed)];

    /// <summary>Where to read on: AWS's pages and, of a known path, the public catalogue's.</summary>
    public static ImmutableArray<string> Links(Finding finding)
    {
        ImmutableArray<string> pages = Risk.Find(finding.Kind)?.Links ?? [];
        return finding.PathId is { } path && !path.StartsWith("leastwise", StringComparison.Ordinal) ? pages.Add(PathCatalogue + path) : pages;
    }

    /// <summary>The first statement, which reports point at; null where a finding has none.</summary>
    public static StatementSource? Place(Finding finding) => finding.Statements.FirstOrDefault();
}
