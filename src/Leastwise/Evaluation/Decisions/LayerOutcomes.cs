using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Evaluation.Decisions;

/// <summary>What every layer that bears on a request says of it.</summary>
internal sealed class LayerOutcomes
{
    private readonly bool hasDeny;

    public LayerOutcomes(AccessRequest request, PolicySet policies, ActionStatements statements)
    {
        Requester requester = request.Requester;
        bool hasBoundary = !policies.Boundaries.IsEmpty;
        // The root user can have no boundary.
        HasBoundary = hasBoundary && requester is { HasIdentity: true, Kind: not RequesterKind.Root };
        HasSession = !policies.Sessions.IsEmpty && requester.HasIdentity;
        // A service does not come through an endpoint, and its call is its own.
        HasEndpoint = !policies.Endpoints.IsEmpty && requester.Kind != RequesterKind.Service;
        // Root users of member accounts are limited by the organization too; service-linked roles, services and strangers are not.
        bool underOrganization = requester.HasIdentity && !requester.IsServiceLinked;
        bool underResourceControl = statements.Rules.SupportsResourceControl && !requester.IsServiceLinked;

        ResourceControl = underResourceControl ? LayerOutcome.Of(statements.ResourceControl, request, hasBoundary) : LayerOutcome.Silent;
        ServiceControl = underOrganization ? Levels(statements.ServiceControl, request, hasBoundary) : [];
        Resource = LayerOutcome.Of(statements.Resource, request, hasBoundary);
        Identity = requester.HasIdentity ? LayerOutcome.Of(statements.Identity, request, hasBoundary) : LayerOutcome.Silent;
        Boundary = HasBoundary ? LayerOutcome.Of(statements.Boundary, request, hasBoundary) : LayerOutcome.Silent;
        Session = HasSession ? LayerOutcome.Of(statements.Session, request, hasBoundary) : LayerOutcome.Silent;
        Endpoint = HasEndpoint ? LayerOutcome.Of(statements.Endpoint, request, hasBoundary) : LayerOutcome.Silent;
        hasDeny = ResourceControl.HasDeny || Resource.HasDeny || Identity.HasDeny || Boundary.HasDeny || Session.HasDeny || Endpoint.HasDeny;
        foreach (LayerOutcome level in ServiceControl)
        {
            hasDeny |= level.HasDeny;
        }
    }

    public bool HasBoundary { get; }

    public bool HasSession { get; }

    public bool HasEndpoint { get; }

    public LayerOutcome ResourceControl { get; }

    /// <summary>By level, root first.</summary>
    public ImmutableArray<LayerOutcome> ServiceControl { get; }

    public LayerOutcome Resource { get; }

    public LayerOutcome Identity { get; }

    public LayerOutcome Boundary { get; }

    public LayerOutcome Session { get; }

    public LayerOutcome Endpoint { get; }

    /// <summary>The first layer with a Deny of this truth, in the order in which AWS's description names them; it tells which of several denials is told.</summary>
    public DecisionLayer? FirstDenying(Truth truth) =>
        !hasDeny ? null
        : ResourceControl.Deny.Truth == truth ? DecisionLayer.ResourceControl
        : ServiceControl.Any(level => level.Deny.Truth == truth) ? DecisionLayer.ServiceControl
        : Resource.Deny.Truth == truth ? DecisionLayer.Resource
        : Identity.Deny.Truth == truth ? DecisionLayer.Identity
        : Boundary.Deny.Truth == truth ? DecisionLayer.Boundary
        : Session.Deny.Truth == truth ? DecisionLayer.Session
        : Endpoint.Deny.Truth == truth ? DecisionLayer.Endpoint
        : null;

    /// <summary>What a layer says; its levels one after another.</summary>
    public IEnumerable<LayerOutcome> Of(DecisionLayer layer) => layer switch
    {
        DecisionLayer.ResourceControl => [ResourceControl],
        DecisionLayer.ServiceControl => ServiceControl,
        DecisionLayer.Resource => [Resource],
        DecisionLayer.Identity => [Identity],
        DecisionLayer.Boundary => [Boundary],
        DecisionLayer.Session => [Session],
        _ => [Endpoint],
    };

    private static ImmutableArray<LayerOutcome> Levels(ImmutableArray<ImmutableArray<PreparedStatement>> levels, AccessRequest request, bool hasBoundary)
    {
        var outcomes = new LayerOutcome[levels.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = LayerOutcome.Of(levels[i], request, hasBoundary);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(outcomes);
    }

    /// <summary>All outcomes, in the order in which AWS's description names the layers.</summary>
    public IEnumerable<LayerOutcome> All() => [ResourceControl, .. ServiceControl, Resource, Identity, Boundary, Session, Endpoint];
}
