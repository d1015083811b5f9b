using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Catalog;
using Leastwise.Text;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Cli;

/// <summary>The options of <c>trim</c> that say what may be taken away.</summary>
internal sealed class TrimRules
{
    private static readonly Dictionary<string, AccessLevels> Levels = new(StringComparer.Ordinal)
    {
        ["list"] = AccessLevels.List,
        ["read"] = AccessLevels.Read,
        ["write"] = AccessLevels.Write,
        ["tagging"] = AccessLevels.Tagging,
        ["permissions"] = AccessLevels.PermissionsManagement,
    };

    private readonly Option<bool> dropUnknown = new("--drop-unknown") { Description = "Take away, too, what no log would show; what only lacks logs stays all the same" };
    private readonly Option<string[]> keep = new("--keep") { Description = "What stays, used or not: actions with wildcards, or services", HelpName = "PATTERN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> keepLevel = new("--keep-level") { Description = "Access levels that stay, used or not", HelpName = "LEVEL", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> minAge = new("--min-age") { Description = "Days that it must have existed before anything is taken away", HelpName = "DAYS", DefaultValueFactory = _ => TrimOptions.DefaultDays };
    private readonly Option<int> minWindow = new("--min-window") { Description = "Days that the window must have before anything is taken away", HelpName = "DAYS", DefaultValueFactory = _ => TrimOptions.DefaultDays };
    private readonly Option<bool> keepResources = new("--keep-resources") { Description = "Leave the resources as they are, and take away actions only" };
    private readonly Option<string?> byTag = new("--by-tag") { Description = "Name roles and users by this tag where all that were worked on carry it with one value today", HelpName = "KEY" };
    private readonly Option<string> wildcards = new("--wildcards") { Description = "How actions are written: auto takes names where they fit into one policy", HelpName = "auto|none|words|shortest", DefaultValueFactory = _ => "auto" };
    private readonly Option<string> place = new("--as") { Description = "As what the result is deployed: auto takes an inline policy where all of today's are inline and it fits", HelpName = "auto|managed|inline", DefaultValueFactory = _ => "auto" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        keepLevel.AcceptOnlyFromAmong([.. Levels.Keys]);
        wildcards.AcceptOnlyFromAmong("auto", "none", "words", "shortest");
        place.AcceptOnlyFromAmong("auto", "managed", "inline");
        foreach (Option option in new Option[] { dropUnknown, keep, keepLevel, minAge, minWindow, keepResources, byTag, wildcards, place })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (string pattern in (result.GetValue(keep) ?? []).Where(IsUnknown))
            {
                result.AddError($"--keep {pattern}: the catalogue knows no such action or service. Write s3, s3:GetObject or 's3:Get*'.");
            }

            if (result.GetValue(minAge) < 0 || result.GetValue(minWindow) < 0)
            {
                result.AddError("--min-age and --min-window are numbers of days, 0 or more.");
            }

            if (result.GetValue(byTag) is { } key && string.IsNullOrWhiteSpace(key))
            {
                result.AddError("--by-tag takes the key of a tag, such as team.");
            }
        });
    }

    /// <summary>Whether the result is to be inline.</summary>
    public bool IsInline(CommandResult result) => result.GetValue(place) == "inline";

    /// <summary>What was typed.</summary>
    public TrimOptions Read(ParseResult parsed) => new()
    {
        DropUnknown = parsed.GetValue(dropUnknown),
        Keep = [.. parsed.GetValue(keep) ?? []],
        KeepLevels = (parsed.GetValue(keepLevel) ?? []).Aggregate(AccessLevels.None, (levels, typed) => levels | Levels[typed]),
        MinimumAge = parsed.GetValue(minAge),
        MinimumWindow = parsed.GetValue(minWindow),
        NarrowResources = !parsed.GetValue(keepResources),
        ByTag = parsed.GetValue(byTag),
        Place = parsed.GetValue(place) switch { "managed" => PolicyPlace.Managed, "inline" => PolicyPlace.Inline, _ => PolicyPlace.AsToday },
        Style = parsed.GetValue(wildcards) switch { "none" => WildcardStyle.None, "words" => WildcardStyle.WholeWords, "shortest" => WildcardStyle.Shortest, _ => null },
    };

    private static bool IsUnknown(string typed) =>
        ActionCatalog.Default.Expand(typed == "*" || typed.Contains(':', StringComparison.Ordinal) ? typed : $"{typed}:*").IsEmpty;
}
