using System.Diagnostics.CodeAnalysis;

namespace Leastwise.Usage;

/// <summary>
/// Calls of one day that are alike in all that the ledger keeps, as a query engine summed them up. One record stands for them, and is read as records of files are,
/// so that it cannot mean anything else.
/// </summary>
/// <param name="Json">
/// A CloudTrail record as UTF-8 with the fields by which the calls were grouped, and the first call's <c>eventTime</c>. Groups may be finer than needed. It has an
/// <c>eventID</c> only where it is one call. The text of an error belongs to it where <see cref="Trail.ErrorOutcome.NeedsMessage"/> says so.
/// </param>
/// <param name="Count">How many calls, at least one.</param>
/// <param name="Last">The last call's time, on the same day (UTC) as the first.</param>
public readonly record struct AggregatedRecord(ReadOnlyMemory<byte> Json, long Count, DateTimeOffset? Last)
{
    /// <summary>
    /// One whole record. Such are given where a sum would lose what the ledger keeps of each: records with a <c>sharedEventID</c>, and those of
    /// <see cref="SingleCalls"/> that worked.
    /// </summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is the ledger's own word for a record that is kept by itself; no number is meant.")]
    public static AggregatedRecord Single(ReadOnlyMemory<byte> json) => new(json, 1, null);

    /// <summary>The calls that issue credentials, by <c>eventSource</c> and <c>eventName</c>.</summary>
    public static IReadOnlyList<(string Source, string Name)> SingleCalls { get; } =
    [
        ("iam.amazonaws.com", "CreateAccessKey"), ("signin.amazonaws.com", "SwitchRole"), ("sts.amazonaws.com", "AssumeRole"),
        ("sts.amazonaws.com", "AssumeRoleWithSAML"), ("sts.amazonaws.com", "AssumeRoleWithWebIdentity"), ("sts.amazonaws.com", "AssumeRoot"),
        ("sts.amazonaws.com", "GetFederationToken"), ("sts.amazonaws.com", "GetSessionToken"),
    ];
}

/// <summary>What a source cannot tell of its calls. It stays unknown in evidence; no verdict is made from its silence.</summary>
[Flags]
public enum AggregatedLacks
{
    /// <summary>It tells all.</summary>
    None = 0,

    /// <summary>Which resources calls were about.</summary>
    Resources = 1,

    /// <summary>Which roles requests hand over, from which the use of <c>iam:PassRole</c> is inferred.</summary>
    Roles = 2,

    /// <summary>The messages of errors, and so what a denial names.</summary>
    Messages = 4,

    /// <summary>Networks, VPC endpoints, and multi-factor authentication.</summary>
    Circumstances = 8,

    /// <summary>Parts of the callers' identities, so that sessions may not be told apart.</summary>
    Sessions = 16,
}

/// <summary>Where sums come from.</summary>
public sealed record AggregatedSource
{
    /// <summary>What tells it from others, the same from run to run; it is stored in the ledger, and holds no secret.</summary>
    public required string Identity { get; init; }

    /// <summary>What it cannot tell.</summary>
    public AggregatedLacks Lacks { get; init; }
}

/// <summary>A day of an account and region that was left as it is, because the ledger has it from elsewhere.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="Day">The day.</param>
/// <param name="Source">The source that gave it; null for files.</param>
public sealed record HeldDay(string AccountId, string Region, DateOnly Day, string? Source);
