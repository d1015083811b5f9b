using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>What every writer says of a finding in the same way.</summary>
internal static class FindingFacts
{
    /// <summary>So many statements of a finding are listed; no policy that AWS takes has as many.</summary>
    internal const int MostStatements = 1_000;

    private const string PathCatalogue = "https://pathfinding.cloud/paths/";

    /// <summary>The privileges that reports list, at most as many as fit on a page.</summary>
    public static ImmutableArray<string> Actions(Finding finding) =>
        finding.Actions.Length <= FindingUsage.MostListed ? finding.Actions : finding.Actions[..FindingUsage.MostListed];

    /// <summary>The resource patterns of the statements that allow, <c>NotResource</c> marked with an exclamation mark before it; of a resource's policy the resource.</summary>
    public static ImmutableArray<string> Resources(Finding finding)
    {
        if (finding.Scope == FindingScope.Resource)
        {
            return [finding.Principal];
        }

        // Most findings rest on one pattern, and there are hundreds of thousands of findings.
        string? only = null;
        List<string>? several = null;
        foreach (StatementSource source in finding.Statements)
        {
            if (source.Statement is { Effect: Effect.Allow, Resources: { } resources })
            {
                foreach (string stated in resources.Patterns)
                {
                    string pattern = resources.Not ? "!" + stated : stated;
                    if (only is not null && only != pattern)
                    {
                        several ??= [only];
                        several.Add(pattern);
                    }

                    only ??= pattern;
                }
            }
        }

        return several is not null ? FirstOf(several) : only is null ? [] : [only];
    }

    /// <summary>Where to read on: AWS's pages and, of a known path, the public catalogue's.</summary>
    public static ImmutableArray<string> Links(Finding finding) => Links(finding.Kind, finding.PathId);

    /// <summary>The same of a finding of that kind and path.</summary>
    public static ImmutableArray<string> Links(string kind, string? pathId)
    {
        ImmutableArray<string> pages = Risk.Find(kind)?.Links ?? [];
        return pathId is { } path && !path.StartsWith("leastwise", StringComparison.Ordinal) ? pages.Add(PathCatalogue + path) : pages;
    }

    /// <summary>The first statement, which reports point at; null where a finding has none.</summary>
    public static StatementSource? Place(Finding finding) => finding.Statements.FirstOrDefault();

    private static ImmutableArray<string> FirstOf(List<string> patterns)
    {
        patterns.Sort(StringComparer.Ordinal);
        var first = ImmutableArray.CreateBuilder<string>(Math.Min(patterns.Count, FindingUsage.MostListed));
        foreach (string pattern in patterns)
        {
            if (first.Count == FindingUsage.MostListed)
            {
                break;
            }

            if (first.Count == 0 || first[^1] != pattern)
            {
                first.Add(pattern);
            }
        }

        return first.DrainToImmutable();
    }
}
