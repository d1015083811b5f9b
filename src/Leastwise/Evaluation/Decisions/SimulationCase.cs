using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A case of <c>simulate --cases</c>: a request with its policies, or what was wrong with the line.</summary>
public sealed record SimulationCase
{
    /// <summary>The case's <c>id</c> as JSON text, <c>null</c> where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>The request; null where the line could not be read.</summary>
    public AccessRequest? Request { get; init; }

    /// <summary>Its policies.</summary>
    public PolicySet Policies { get; init; } = new();

    /// <summary>What was wrong with the line or its policies.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];
}
