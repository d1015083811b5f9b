using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>What becomes of each action that a subject's policies name, from the verdicts on its members. One member's need keeps it for all.</summary>
internal sealed class FateRule
{
    private const int Longest = 300;

    // What these say is that the logs at hand lack something, not that no log would show it. Better logs settle it, so it is never a reason to drop.
    private static readonly UnknownReason[] MissingLogs =
    [
        UnknownReason.NoLogs, UnknownReason.FileNotRead, UnknownReason.WindowNotCovered, UnknownReason.Gap, UnknownReason.RegionNotCovered, UnknownReason.YoungerThanWindow,
    ];

    private readonly ActionCatalog catalog;
    private readonly TrimOptions options;
    private readonly ActionSet kept;
    private readonly ActionSet alwaysWorking;
    private readonly ImmutableArray<Func<CatalogAction, Verdict>> silence;
    private readonly ImmutableArray<Dictionary<int, Verdict>> verdicts;
    private readonly Dictionary<int, TrimmedPrivilege> fates = [];

    public FateRule(ActionCatalog catalog, TrimOptions options, ActionSet alwaysWorking, IEnumerable<ActorUsage> members, IEnumerable<Func<CatalogAction, Verdict>> silence)
    {
        this.catalog = catalog;
        this.options = options;
        this.alwaysWorking = alwaysWorking;
        this.silence = [.. silence];
        kept = ActionSet.UnionOf([.. options.Keep.Select(PatternOf).Select(catalog.Expand), .. Levels(options.KeepLevels).Select(catalog.ByLevel)]);
        verdicts = [.. members.Select(member => member.Privileges.Where(one => one.Verdict is not Verdict.Ungranted).ToDictionary(one => one.Action.Id, one => one.Verdict))];
    }

    /// <summary>All fates that were asked for.</summary>
    public IEnumerable<TrimmedPrivilege> All => fates.Values;

    /// <summary>The fate of an action that a statement names.</summary>
    public TrimmedPrivilege Of(int action) => fates.TryGetValue(action, out TrimmedPrivilege? known) ? known : fates[action] = Decide(catalog.Actions[action]);

    /// <summary>Whether the logs would have shown every use of the action by every member, so that the resources which it was used on are all that it was used on.</summary>
    public bool ShowsEveryUse(int action)
    {
        CatalogAction asked = catalog.Actions[action];
        return verdicts.Any(member => member.ContainsKey(action)) && silence.All(member => member(asked) switch
        {
            Verdict.Unused => true,
            Verdict.Unknown unknown => options.DropUnknown && !MissingLogs.Contains(unknown.Reason),
            _ => false,
        });
    }

    /// <summary>A service alone stands for all of its actions.</summary>
    public static string PatternOf(string typed) => typed == "*" || typed.Contains(':', StringComparison.Ordinal) ? typed : $"{typed}:*";

    private static IEnumerable<AccessLevels> Levels(AccessLevels levels) => Enum.GetValues<AccessLevels>().Where(level => level != AccessLevels.None && levels.HasFlag(level));

    private TrimmedPrivilege Decide(CatalogAction action)
    {
        TrimmedPrivilege found = Judge(action);
        return !found.Stays && kept.Contains(action.Id) ? found with { Fate = Fate.Asked, Because = $"You asked to keep it. {found.Because}" } : found;
    }

    private TrimmedPrivilege Judge(CatalogAction action)
    {
        if (alwaysWorking.Contains(action.Id))
        {
            return new TrimmedPrivilege(action.FullName, Fate.WithoutEffect, "No policy is needed for it: it always works.", null);
        }

        Verdict[] each = [.. verdicts.Select(member => member.GetValueOrDefault(action.Id)).OfType<Verdict>()];
        if (each.Length == 0)
        {
            return new TrimmedPrivilege(action.FullName, Fate.WithoutEffect, "It is on paper only: other statements or limits take it away, or the resources named are not ones that it works on.", null);
        }

        UseEvidence[] used = [.. each.OfType<Verdict.Used>().Select(one => one.Evidence)];
        if (used.Length > 0)
        {
            UseEvidence all = Sum(used);
            string whom = each.Length > 1 ? $" by {used.Length} of {each.Length} members" : "";
            return new TrimmedPrivilege(
                action.FullName,
                all.Inferred ? Fate.Inferred : Fate.Used,
                $"{(all.Inferred ? "Used, as far as requests of other calls tell" : "Used")}{whom}: {all.Count} times, last on {all.Last.UtcDateTime:yyyy-MM-dd}, by {Cut(string.Join(", ", all.Events))}.",
                all);
        }

        if (each.OfType<Verdict.Unknown>().OrderByDescending(one => MissingLogs.Contains(one.Reason)).FirstOrDefault() is { } unknown)
        {
            bool drops = options.DropUnknown && !MissingLogs.Contains(unknown.Reason);
            return new TrimmedPrivilege(action.FullName, drops ? Fate.UnknownDropped : Fate.Unknown, $"{unknown.Because} {unknown.Settle}", null);
        }

        return new TrimmedPrivilege(action.FullName, Fate.Unused, each.OfType<Verdict.Unused>().First().Because, null);
    }

    private static UseEvidence Sum(UseEvidence[] used) => used.Length == 1 ? used[0] : new UseEvidence(
        used.Sum(one => one.Count),
        used.Min(one => one.First),
        used.Max(one => one.Last),
        [.. used.SelectMany(one => one.Regions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. used.SelectMany(one => one.Events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        used.All(one => one.Inferred));

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]} …";
}
