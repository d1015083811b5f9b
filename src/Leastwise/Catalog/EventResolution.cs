using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>What a CloudTrail event says about privileges. One of four cases.</summary>
/// <param name="Logging">How CloudTrail records such an event.</param>
/// <param name="Confidence">How sure the answer is.</param>
/// <param name="Rule">The rule or table row that decided, for people.</param>
public abstract record EventResolution(Logging Logging, Confidence Confidence, string Rule)
{
    /// <summary>The call needs privileges.</summary>
    /// <param name="Primary">What the call proves.</param>
    /// <param name="Conditional">What it may have needed besides, proved only by the request's content.</param>
    /// <param name="Operation">The API operation, as <c>client.Operation</c>, where known; else null.</param>
    /// <param name="Logging">How CloudTrail records such an event.</param>
    /// <param name="Confidence">How sure the answer is.</param>
    /// <param name="Rule">The rule or table row that decided.</param>
    public sealed record Privileges(
        ImmutableArray<CatalogAction> Primary,
        ImmutableArray<CatalogAction> Conditional,
        string? Operation,
        Logging Logging,
        Confidence Confidence,
        string Rule) : EventResolution(Logging, Confidence, Rule);

    /// <summary>The call always works, whoever makes it: no privilege is proved.</summary>
    public sealed record Permissionless(Logging Logging, Confidence Confidence, string Rule) : EventResolution(Logging, Confidence, Rule);

    /// <summary>The event is no API call: a console sign-in, a service's own event.</summary>
    public sealed record NonApi(Logging Logging, Confidence Confidence, string Rule) : EventResolution(Logging, Confidence, Rule);

    /// <summary>The catalogue has no answer. To be counted and shown, never dropped.</summary>
    public sealed record Unresolved(Logging Logging, string Rule) : EventResolution(Logging, Confidence.Low, Rule);
}
