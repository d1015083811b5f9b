using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>What the catalogue knows of an action, an event or an operation; one answer for each question.</summary>
public sealed record Explanation
{
    /// <summary>The question as asked.</summary>
    public required string Query { get; init; }

    /// <summary>What it was taken for.</summary>
    public required QueryKind Kind { get; init; }

    /// <summary>Whether the answer is known; true for events that are no API call and for calls that need no permission too.</summary>
    public required bool Resolved { get; init; }

    /// <summary>The actions: of an event or operation, those that it proves; of a pattern, those that it means.</summary>
    public required ImmutableArray<CatalogAction> Actions { get; init; }

    /// <summary>Actions that may be needed besides, depending on the request.</summary>
    public required ImmutableArray<CatalogAction> ConditionalActions { get; init; }

    /// <summary>Whether the call always works, whoever makes it.</summary>
    public required bool Permissionless { get; init; }

    /// <summary>Whether the event is no API call.</summary>
    public required bool NonApi { get; init; }

    /// <summary>How CloudTrail records it. Of a pattern whose actions differ: unknown.</summary>
    public required Logging Logging { get; init; }

    /// <summary>How sure the answer is.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The rule or table row that decided, or why there is no answer and what may have been meant.</summary>
    public required string Rule { get; init; }

    /// <summary>The API operation, <c>client.Operation</c>, where one is known.</summary>
    public string? Operation { get; init; }

    /// <summary>Of an operation, what the SDK's model says of it; null where there is no model.</summary>
    public OperationModel? Model { get; init; }

    /// <summary>For a single action, the events that would prove it; else empty.</summary>
    public ImmutableArray<ProvingEvent> ProvenBy { get; init; } = [];

    /// <summary>Names that a mistyped one may have meant, nearest first.</summary>
    public ImmutableArray<string> Nearest { get; init; } = [];
}
