using System.Collections.Immutable;

namespace Leastwise.Evaluation;

/// <summary>
/// Resources that one allowing statement grants for one action, after unconditional denies and limits: what matches <see cref="Pattern"/>, matches
/// none of <see cref="Except"/>, and matches one of each of <see cref="Within"/>.
/// </summary>
public sealed record GrantedPattern
{
    /// <summary>The pattern as the statement has it; <c>*</c> for a statement with <c>NotResource</c>, whose patterns are exceptions.</summary>
    public required string Pattern { get; init; }

    /// <summary>Patterns that are taken away, in ordinal order.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>For each layer that narrows it, the patterns of which one must match.</summary>
    public ImmutableArray<ImmutableArray<string>> Within { get; init; } = [];

    /// <summary>The statement that grants.</summary>
    public required StatementSource From { get; init; }

    /// <summary>
    /// Whether what is left could not be worked out to the end: a pattern hangs on a policy variable, or several patterns together may leave nothing.
    /// </summary>
    public bool IsInexact { get; init; }

    /// <summary>Whether some of what is left can match <paramref name="resource"/>, a pattern or an ARN. Never false by mistake.</summary>
    public bool Meets(string resource) =>
        PatternSubtraction.Meet(Pattern, resource)
        && !Except.Any(except => PatternSubtraction.Covers(except, resource))
        && Within.All(layer => layer.Any(pattern => PatternSubtraction.Meet(pattern, resource)));
}
