using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>A finding joined with the use that its principal makes of the privileges behind it.</summary>
public sealed record AssessedFinding(Finding Finding, FindingUsage Usage)
{
    /// <summary>Joins <paramref name="finding"/> with the verdicts of its principal; null where the principal is no user or role, such as a group.</summary>
    public static AssessedFinding Of(Finding finding, AssessedPrincipal? principal) => new(finding, FindingUsage.Of(finding, principal));
}

/// <summary>What it would cost, as far as the logs show, to take away what a finding rests on.</summary>
public enum RemovalCost
{
    /// <summary>Nothing that the logs show: what has to go was not used, and the logs would have shown it.</summary>
    Nothing,

    /// <summary>A part was not used and can go; the rest is in use or cannot be known.</summary>
    Part,

    /// <summary>No use was seen, but the logs need not have shown it.</summary>
    Unknown,

    /// <summary>It is in use.</summary>
    InUse,

    /// <summary>The finding rests on no privileges of a user or role: trust, hygiene.</summary>
    NotMeasured,
}

/// <summary>Privileges counted by what their principal did with them.</summary>
public sealed record UseCounts(long Used, long Unused, long Unknown)
{
    /// <summary>All of them.</summary>
    public long All => Used + Unused + Unknown;
}

/// <summary>A finding's privileges by what its principal did with them; all of them, however many a report lists, each in ordinal order.</summary>
public sealed record FindingUsage
{
    /// <summary>The most privileges of a finding that a report lists.</summary>
    public const int MostListed = 50;

    /// <summary>Used in the window.</summary>
    public required ImmutableArray<string> Used { get; init; }

    /// <summary>Not used, and the logs would have shown it.</summary>
    public required ImmutableArray<string> Unused { get; init; }

    /// <summary>Not known.</summary>
    public required ImmutableArray<string> Unknown { get; init; }

    /// <summary>Of which the principal's verdicts do not speak.</summary>
    public required ImmutableArray<string> NotMeasured { get; init; }

    /// <summary>What taking them away costs.</summary>
    public required RemovalCost Cost { get; init; }

    /// <summary>Whether taking one privilege away is enough: a known escalation path needs all of its privileges together.</summary>
    public required bool OneIsEnough { get; init; }

    /// <summary>Said besides the cost: how little of everything a full administrator used, who enters through a trust; null for other kinds.</summary>
    public string? Remark { get; init; }

    /// <summary>The sentence that a report told, where this was read back from it; else null.</summary>
    public string? Told { get; init; }

    /// <summary>Whether the finding is about who may enter a role, which the role's own privileges do not tell.</summary>
    public required bool IsTrust { get; init; }

    /// <summary>Whether the finding is about holding everything, and its principal's privileges are known.</summary>
    public required bool IsEverything { get; init; }

    /// <summary>
    /// How many were used and not. For a full administrator these are all privileges that it holds: the finding names only those that prove it.
    /// </summary>
    public required UseCounts Counts { get; init; }

    /// <summary>The privileges that reports list: those used first, then the others, each in ordinal order; at most <see cref="MostListed"/>.</summary>
    public required ImmutableArray<string> Listed { get; init; }

    /// <summary>How many privileges more the finding rests on than reports list.</summary>
    public required long Unlisted { get; init; }

    /// <summary>Looks up the finding's privileges among the principal's verdicts.</summary>
    public static FindingUsage Of(Finding finding, AssessedPrincipal? principal)
    {
        bool trust = IsAboutTrust(finding);
        if (principal is null && (!trust || finding.Actions.Length < 2))
        {
            return NothingKnown(finding, trust);
        }

        var uses = new FindingVerdicts(finding, trust ? null : principal);
        ImmutableArray<string> used = uses.Pick(Use.Used), unused = uses.Pick(Use.Unused), unknown = uses.Pick(Use.Unknown), notMeasured = uses.Pick(Use.NotMeasured);
        bool everything = finding.Kind == FindingRemark.Everything && principal is not null;
        UseCounts counts = everything && principal?.Counts is { } held
            ? new UseCounts(held.Used, held.Unused, held.Unknown)
            : new UseCounts(used.Length, unused.Length, unknown.Length);
        bool oneIsEnough = finding is { PathId: not null, Actions.Length: > 1 };
        ImmutableArray<string> listed = [.. used.Concat(finding.Actions.Except(used, StringComparer.Ordinal)).Take(MostListed)];
        return new FindingUsage
        {
            Used = used,
            Unused = unused,
            Unknown = unknown,
            NotMeasured = notMeasured,
            Counts = counts,
            Listed = listed,
            Unlisted = Math.Max(everything ? counts.All : 0, finding.Actions.Length) - listed.Length,
            OneIsEnough = oneIsEnough,
            IsTrust = trust,
            IsEverything = everything,
            Remark = trust ? FindingRemark.OnTrust(principal) : FindingRemark.OnPrivileges(finding, principal, uses),
            Cost = (counts.Used, counts.Unused, counts.Unknown) switch
            {
                (0, 0, 0) => RemovalCost.NotMeasured,
                (0, > 0, 0) => RemovalCost.Nothing,
                (_, > 0, _) => oneIsEnough ? RemovalCost.Nothing : RemovalCost.Part,
                (0, 0, _) => RemovalCost.Unknown,
                _ => RemovalCost.InUse,
            },
        };
    }

    /// <summary>
    /// Whether a finding is about who may enter a role. A trust's sts:AssumeRole is exercised by whoever enters, not by the role: the role's own verdict on it
    /// would be the wrong answer.
    /// </summary>
    internal static bool IsAboutTrust(Finding finding)
    {
        foreach (StatementSource source in finding.Statements)
        {
            if (source.Policy.Kind == PolicyKind.Trust)
            {
                return finding.PathId is null;
            }
        }

        return false;
    }

    // Of a principal without verdicts; thousands of privileges are then neither looked up nor copied.
    private static FindingUsage NothingKnown(Finding finding, bool trust)
    {
        ImmutableArray<string> listed = finding.Actions.Length <= MostListed ? finding.Actions : finding.Actions[..MostListed];
        return new FindingUsage
        {
            Used = [],
            Unused = [],
            Unknown = [],
            NotMeasured = finding.Actions,
            Counts = new UseCounts(0, 0, 0),
            Listed = listed,
            Unlisted = finding.Actions.Length - listed.Length,
            OneIsEnough = finding is { PathId: not null, Actions.Length: > 1 },
            IsTrust = trust,
            IsEverything = false,
            Cost = RemovalCost.NotMeasured,
        };
    }

    /// <summary>The cost in one sentence.</summary>
    /// <param name="days">The window's length, for people.</param>
    public string Sentence(int days) => this switch
    {
        { Told: { } told } => told,
        { IsTrust: true } => Remark ?? "The logs of the role's account would show who enters.",
        // What can go of everything is almost everything; how little was used says what a replacement needs.
        { IsEverything: true, Remark: { } remark } => remark,
        { Remark: { } remark } => $"{CostSentence(days)} {remark}",
        _ => CostSentence(days),
    };

    /// <summary>The cost in as few words as a list has room for.</summary>
    /// <param name="days">The window's length, for people.</param>
    public string Brief(int days) => Cost switch
    {
        _ when IsEverything => Remark ?? "",
        RemovalCost.Nothing when Counts.All > Counts.Unused => $"{Unused[0]} can go.",
        RemovalCost.Nothing => $"Unused in {days} days, can go.",
        RemovalCost.Part => $"{Legible.Number(Counts.Unused)} of {Privileges} can go.",
        RemovalCost.Unknown => "Use cannot be known.",
        RemovalCost.InUse => "In use.",
        _ => Remark ?? "",
    };

    private string Privileges => Legible.Count(Counts.All, "privilege");

    private string CostSentence(int days)
    {
        string span = days == 1 ? "the one day of logs" : $"{days} days of logs";
        return Cost switch
        {
            RemovalCost.Nothing when Counts.All == 1 => $"Can go: {Unused[0]} was not used in {span}.",
            RemovalCost.Nothing when Counts.Unused < Counts.All => $"{Unused[0]} can go: not used in {span}, and without it the path is closed.",
            RemovalCost.Nothing => $"Can go: none of its {Privileges} was used in {span}.",
            RemovalCost.Part => $"{Legible.Number(Counts.Unused)} of {Privileges} can go, not used in {span}; {Rest()}.",
            RemovalCost.Unknown when Counts.All == 1 => $"No use seen in {span}, but the logs need not show {Unknown[0]}.",
            RemovalCost.Unknown => $"No use seen in {span}, but the logs need not show {(Counts.All == 2 ? "either" : "any")} of its {Privileges}.",
            RemovalCost.InUse when Counts.All == 1 => $"In use: {Used[0]} was used. Replace it before you remove it.",
            RemovalCost.InUse => $"In use: {Legible.Number(Counts.Used)} of {Privileges}. Replace them before you remove them.",
            _ => "The logs do not measure it.",
        };
    }

    private string Rest()
    {
        string[] rest =
        [
            Counts.Used > 0 ? $"{Legible.Number(Counts.Used)} in use" : "",
            Counts.Unknown > 0 ? $"{Legible.Number(Counts.Unknown)} cannot be known" : "",
        ];
        return string.Join(", ", rest.Where(part => part.Length > 0));
    }
}
