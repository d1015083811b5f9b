using System.Collections.Immutable;
using Leastwise.Evaluation;

namespace Leastwise.Risks.Paths;

/// <summary>One step of a path: what somebody does to become somebody else.</summary>
public sealed record PathStep
{
    /// <summary>Who acts.</summary>
    public required PathNode From { get; init; }

    /// <summary>What it becomes.</summary>
    public required PathNode To { get; init; }

    /// <summary>The known way.</summary>
    public required EscalationPath Path { get; init; }

    /// <summary>The ARN over which it goes, where that is not <see cref="To"/>: the user that is raised, the policy that is rewritten; else null.</summary>
    public string? Over { get; init; }

    /// <summary>The statements that allow it, of the one who acts and of the trust policy that lets it in.</summary>
    public required ImmutableArray<StatementSource> Statements { get; init; }

    /// <summary>What must hold or exist besides, whole sentences.</summary>
    public required ImmutableArray<string> Conditions { get; init; }

    /// <summary>How sure it is.</summary>
    public required PathConfidence Confidence { get; init; }
}

/// <summary>A path: steps of which each begins where the one before ends.</summary>
/// <param name="Steps">At least one.</param>
public sealed record EscalationRoute(ImmutableArray<PathStep> Steps)
{
    /// <summary>Who can take it.</summary>
    public PathNode From => Steps[0].From;

    /// <summary>Where it ends.</summary>
    public PathNode To => Steps[^1].To;

    /// <summary>As sure as its least sure step.</summary>
    public PathConfidence Confidence => Steps.Max(step => step.Confidence);
}
