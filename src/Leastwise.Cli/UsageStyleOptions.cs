using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>The options of <c>usage</c> that say what stays out of its lists and what stands beside each line.</summary>
internal sealed class UsageStyleOptions
{
    private readonly Option<bool> showUsed = new("--show-used") { Description = "Only what was used" };
    private readonly Option<bool> unusedOnly = new("--unused-only") { Description = "Only what was surely not used" };
    private readonly Option<bool> ignoreBenign = new("--ignore-benign") { Description = "Leave out what only lists or reads, by access level" };
    private readonly Option<bool> ignoreUnknown = new("--ignore-unknown") { Description = "Leave out what cannot be known" };
    private readonly Option<string[]> service = new("--service") { Description = "Only privileges of this service, such as s3", HelpName = "PREFIX", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> level = new("--level") { Description = "Only privileges of this access level", HelpName = string.Join('|', LevelWords.All), AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> group = new("--group-by") { Description = "Group the list, and count each group", HelpName = "verdict|service|level" };
    private readonly Option<bool> counts = new("--count") { Description = "Only the counts, no lists" };
    private readonly Option<bool> withEvidence = new("--with-evidence") { Description = "How often, first, last, in which regions; why unknown" };
    private readonly Option<bool> withResources = new("--with-resources") { Description = "On which resources it was used, and on which it is granted" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        level.AcceptOnlyFromAmong([.. LevelWords.All]);
        group.AcceptOnlyFromAmong("verdict", "service", "level");
        foreach (Option option in new Option[] { showUsed, unusedOnly, ignoreBenign, ignoreUnknown, service, level, group, counts, withEvidence, withResources })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(showUsed) && result.GetValue(unusedOnly))
            {
                result.AddError("--show-used and --unused-only leave nothing between them; give one.");
            }
        });
    }

    /// <summary>What was typed.</summary>
    /// <exception cref="UsageException">The catalogue has no such service.</exception>
    public UsageStyle Read(ParseResult parsed, UsageRun run, bool colour) => new()
    {
        Filter = new UsageFilter
        {
            ShowUsed = parsed.GetValue(showUsed),
            UnusedOnly = parsed.GetValue(unusedOnly),
            IgnoreBenign = parsed.GetValue(ignoreBenign),
            IgnoreUnknown = parsed.GetValue(ignoreUnknown),
            Services = [.. (parsed.GetValue(service) ?? []).Select(Known)],
            Levels = (parsed.GetValue(level) ?? []).Select(LevelWords.Parse).Aggregate(AccessLevels.None, (all, one) => all | one),
        },
        GroupBy = parsed.GetValue(group) ?? (parsed.GetValue(counts) ? "verdict" : null),
        CountsOnly = parsed.GetValue(counts),
        WithEvidence = parsed.GetValue(withEvidence),
        GrantedOn = parsed.GetValue(withResources) ? (principal, action) => GrantedOn(run, principal, action) : null,
        Colour = colour,
    };

    private static IEnumerable<string> GrantedOn(UsageRun run, IamPrincipal principal, CatalogAction action)
    {
        PrincipalGrants held = run.GrantsOf(principal);
        return held[action] is { } grant
            ? held.PatternsOf(grant).Select(pattern => pattern.Except.IsEmpty ? pattern.Pattern : $"{pattern.Pattern} except {string.Join(", ", pattern.Except)}").Distinct(StringComparer.Ordinal)
            : [];
    }

    private static string Known(string prefix)
    {
        if (ActionCatalog.Default.FindService(prefix) is { } service)
        {
            return service.Prefix;
        }

        IReadOnlyList<string> nearest = NearestName.Find(prefix, ActionCatalog.Default.Services.Select(known => known.Prefix));
        throw new UsageException($"The catalogue has no service '{Legible.Plain(prefix)}'{(nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : ".")}");
    }
}
