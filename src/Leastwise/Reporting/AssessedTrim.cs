using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Reporting.Trims;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Reporting;

/// <summary>A principal's own policies trimmed to what it needs, as reports show them: plain values that can be read back from <c>report.json</c>.</summary>
public sealed record AssessedTrim
{
    /// <summary>Why nothing is trimmed; null where it is.</summary>
    public string? Untouched { get; init; }

    /// <summary>What would break or be refused, so that no policy is shown; null where nothing would.</summary>
    public string? KeptBack { get; init; }

    /// <summary>One sentence on what goes and what stays; empty where nothing is trimmed.</summary>
    public string Summary { get; init; } = "";

    /// <summary>How many events of the window were replayed under the result and are allowed as before.</summary>
    public long Replayed { get; init; }

    /// <summary>The policies in the place of today's; none where all goes.</summary>
    public ImmutableArray<TrimmedPolicy> Policies { get; init; } = [];

    /// <summary>What to know besides, whole sentences.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Takes from a trim what reports say.</summary>
    public static AssessedTrim Of(TrimResult result) => result.Untouched is { } reason
        ? new AssessedTrim { Untouched = reason }
        : new AssessedTrim
        {
            KeptBack = result.Breaks ? "The result would break what was done in the window; 'leastwise trim' says which calls." : result.Problem,
            Summary = TrimWords.Summary(result),
            Replayed = result.Replay?.CountOf(ReplayOutcome.AsBefore) ?? 0,
            Policies = result.Breaks || result.Problem is not null ? [] : [.. result.Policies.Select(policy => new TrimmedPolicy(policy.Name, PolicyWriter.Write(policy.Document, indented: false)))],
            Remarks = result.Remarks,
        };
}

/// <summary>A trimmed policy.</summary>
/// <param name="Name">A name for it.</param>
/// <param name="Document">Its text.</param>
public sealed record TrimmedPolicy(string Name, string Document);
