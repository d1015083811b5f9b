using System.Collections.Immutable;
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

/// <summary>A finding's privileges by what its principal did with them; each in ordinal order.</summary>
public sealed record FindingUsage
{
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

    /// <summary>Whether the finding is about who may enter a role, which the role's own privileges do not tell.</summary>
    public required bool IsTrust { get; init; }

    /// <summary>How many privileges more the finding rests on than it names.</summary>
    public required int Unlisted { get; init; }

    /// <summary>Looks up the finding's privileges among the principal's verdicts.</summary>
    public static FindingUsage Of(Finding finding, AssessedPrincipal? principal)
    {
        // A trust's sts:AssumeRole is exercised by whoever enters, not by the role: the role's own verdict on it would be the wrong answer.
        bool trust = finding.Statements.Any(source => source.Policy.Kind == PolicyKind.Trust) && finding.PathId is null;
        var uses = new FindingVerdicts(finding, trust ? null : principal);
        bool oneIsEnough = finding is { PathId: not null, Actions.Length: > 1 };
        int unlisted = finding.ActionCount - finding.Actions.Length;
        return new FindingUsage
        {
            Used = uses.Pick(Use.Used),
            Unused = uses.Pick(Use.Unused),
            Unknown = uses.Pick(Use.Unknown),
            NotMeasured = uses.Pick(Use.NotMeasured),
            Unlisted = unlisted,
            OneIsEnough = oneIsEnough,
            IsTrust = trust,
            Remark = trust ? FindingRemark.OnTrust(principal) : FindingRemark.OnPrivileges(finding, principal, uses),
            Cost = (uses.Pick(Use.Used).Length, uses.Pick(Use.Unused).Length, uses.Pick(Use.Unknown).Length) switch
            {
                (0, 0, 0) => RemovalCost.NotMeasured,
                (0, > 0, 0) when unlisted == 0 => RemovalCost.Nothing,
                (_, > 0, _) => oneIsEnough ? RemovalCost.Nothing : RemovalCost.Part,
                (0, 0, _) => RemovalCost.Unknown,
                _ => RemovalCost.InUse,
            },
        };
    }

    /// <summary>The cost in one sentence.</summary>
    /// <param name="days">The window's length, for people.</param>
    public string Sentence(int days)
    {
        int all = Used.Length + Unused.Length + Unknown.Length;
        if (IsTrust)
        {
            return Remark ?? "The logs of the role's account would show who enters.";
        }

        string cost = CostSentence(all, days);
        return Remark is null ? cost : $"{cost} {Remark}";
    }

    /// <summary>The cost in as few words as a list has room for.</summary>
    /// <param name="days">The window's length, for people.</param>
    public string Brief(int days) => Cost switch
    {
        RemovalCost.Nothing when Used.Length + Unknown.Length > 0 => $"{Unused[0]} can go.",
        RemovalCost.Nothing => $"Unused in {days} days, can go.",
        RemovalCost.Part => $"{Unused.Length} of {Count(Used.Length + Unused.Length + Unknown.Length + Unlisted)} can go.",
        RemovalCost.Unknown => "Use cannot be known.",
        RemovalCost.InUse => "In use.",
        _ => Remark ?? "",
    };

    private string CostSentence(int all, int days)
    {
        string span = days == 1 ? "the one day of logs" : $"{days} days of logs";
        return Cost switch
        {
            RemovalCost.Nothing when all == 1 => $"Can go: {Unused[0]} was not used in {span}.",
            RemovalCost.Nothing when Unused.Length < all => $"{Unused[0]} can go: not used in {span}, and without it the path is closed.",
            RemovalCost.Nothing => $"Can go: none of its {Count(all)} was used in {span}.",
            RemovalCost.Part => $"{Unused.Length} of {Count(all + Unlisted)} can go, not used in {span}; {Rest()}.",
            RemovalCost.Unknown when Unlisted > 0 => $"No use seen in {span} of the {all} that are listed, but the logs need not show them.",
            RemovalCost.Unknown when all == 1 => $"No use seen in {span}, but the logs need not show {Unknown[0]}.",
            RemovalCost.Unknown => $"No use seen in {span}, but the logs need not show {(all == 2 ? "either" : "any")} of its {Count(all)}.",
            RemovalCost.InUse when all == 1 => $"In use: {Used[0]} was used. Replace it before you remove it.",
            RemovalCost.InUse when Unlisted > 0 => $"In use: {Used.Length} of the {all} that are listed. Replace them before you remove them.",
            RemovalCost.InUse => $"In use: {Used.Length} of {Count(all)}. Replace them before you remove them.",
            _ => "The logs do not measure it.",
        };
    }

    private static string Count(int privileges) => privileges == 1 ? "1 privilege" : $"{privileges} privileges";

    private string Rest()
    {
        string[] rest =
        [
            Used.Length > 0 ? $"{Used.Length} in use" : "",
            Unknown.Length > 0 ? $"{Unknown.Length} cannot be known" : "",
            Unlisted > 0 ? $"{Unlisted} not listed here" : "",
        ];
        return string.Join(", ", rest.Where(part => part.Length > 0));
    }
}
