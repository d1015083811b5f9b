using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Edges that are alike: from each of some principals that hold the same policies to each of some targets. A privilege on everything is one bundle,
/// not as many edges as there are pairs.
/// </summary>
internal sealed record EdgeBundle
{
    /// <summary>The known way.</summary>
    public required EscalationPath Path { get; init; }

    /// <summary>Places of those who can take it, ascending.</summary>
    public required int[] From { get; init; }

    /// <summary>Places of those whom it reaches, ascending; shared between bundles that reach the same.</summary>
    public required int[] To { get; init; }

    /// <summary>What it rests on, as held by <see cref="Representative"/>.</summary>
    public required Holding Holding { get; init; }

    /// <summary>The one of <see cref="From"/> whose statements <see cref="Holding"/> names.</summary>
    public required IamPrincipal Representative { get; init; }

    /// <summary>The ARN over which it goes, where that is not its target; else null.</summary>
    public string? Over { get; init; }
}
