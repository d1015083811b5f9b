using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>A known path that is open to a principal.</summary>
/// <param name="Path">The path.</param>
/// <param name="Severity">How bad, after what limits it.</param>
/// <param name="Supports">What gives each privilege of the path, in its order.</param>
/// <param name="Explanation">What the path leads to here, whole sentences; empty where nothing can be said.</param>
/// <param name="Conditions">What remains for the reader to judge.</param>
internal sealed record EscalationHit(
    EscalationPath Path, Severity Severity, ImmutableArray<Support> Supports, string Explanation, ImmutableArray<string> Conditions);

/// <summary>What a path's effect on the account's principals comes to.</summary>
/// <param name="Severity">How bad.</param>
/// <param name="Explanation">Whole sentences, or empty.</param>
/// <param name="Note">What limits it; null where nothing.</param>
internal sealed record EscalationOutcome(Severity Severity, string Explanation, string? Note)
{
    /// <summary>Whether the file itself shows what the path needs besides its privileges; of a role that is passed, whether it shows the instance profiles.</summary>
    public bool IsAllThere { get; init; }
}
