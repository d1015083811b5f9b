using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Whether all that must allow a request does, explicit denies aside.</summary>
internal sealed class Permission
{
    private readonly AccessRequest request;
    private readonly RequestRules rules;
    private readonly IReadOnlyDictionary<DecisionLayer, LayerOutcome> layers;
    private readonly Answer serviceControl;
    private readonly Answer endpoint;
    private readonly Answer identity;
    private readonly Answer boundary;
    private readonly Answer session;

    public Permission(AccessRequest request, PolicySet policies, RequestRules rules, IReadOnlyDictionary<DecisionLayer, LayerOutcome> layers)
    {
        this.request = request;
        this.rules = rules;
        this.layers = layers;
        // Every level must allow by itself; that one level allows says nothing of the next.
        serviceControl = !rules.UsesServiceControl ? Answer.Yes : policies.ServiceControl.Aggregate(Answer.Yes, (all, level) =>
            all.And(new LayerOutcome().Add(DecisionLayer.ServiceControl, level, request, hasBoundary: false).Allow()));
        endpoint = rules.UsesEndpoint ? layers[DecisionLayer.Endpoint].Allow() : Answer.Yes;
        // "…with the exception of the AWS account root user, which has full access."
        identity = request.Requester.Kind == RequesterKind.Root ? Answer.Yes : layers[DecisionLayer.Identity].Allow();
        bool canBeBound = request.Requester is { HasIdentity: true, Kind: not RequesterKind.Root };
        boundary = policies.Boundaries.IsEmpty || !canBeBound ? Answer.Yes : layers[DecisionLayer.Boundary].Allow();
        session = policies.Sessions.IsEmpty || !request.Requester.HasIdentity ? Answer.Yes : layers[DecisionLayer.Session].Allow();
    }

    private LayerOutcome Resource => layers[DecisionLayer.Resource];

    private Answer Limits => boundary.And(session);

    /// <summary>Whether it is allowed.</summary>
    public Answer Allowed() => serviceControl.And(Granted()).And(endpoint);

    /// <summary>The first layer, in the order of AWS's description, that must allow and has this truth instead.</summary>
    public DecisionLayer MissingFrom(Truth truth)
    {
        if (serviceControl.Truth == truth)
        {
            return DecisionLayer.ServiceControl;
        }

        if (Granted().Truth != truth)
        {
            return DecisionLayer.Endpoint;
        }

        if (!request.Requester.HasIdentity)
        {
            return DecisionLayer.Resource;
        }

        bool needsBoth = request.IsCrossAccount || rules.NeedsResourcePolicy;
        if (rules.NeedsResourcePolicy && !request.IsCrossAccount && Resource.Allow().Truth == truth)
        {
            return DecisionLayer.Resource;
        }

        Answer granting = needsBoth ? identity : identity.Or(Resource.Allow(Naming.Role));
        return granting.Truth == truth ? DecisionLayer.Identity
            : needsBoth && Resource.Allow().Truth == truth ? DecisionLayer.Resource
            : boundary.Truth == truth ? DecisionLayer.Boundary
            : session.Truth == truth ? DecisionLayer.Session
            : DecisionLayer.Identity;
    }

    /// <summary>The statements that grant, of identity policies first.</summary>
    public ImmutableArray<DecidingStatement> Granting() =>
    [
        .. layers[DecisionLayer.Identity].Allowing(Truth.True),
        .. Resource.Allowing(Truth.True),
    ];

    private Answer Granted()
    {
        // Strangers, services and people at an identity provider have no policies of their own.
        if (!request.Requester.HasIdentity)
        {
            return Resource.Allow();
        }

        Answer own = identity.And(Limits);
        if (request.IsCrossAccount)
        {
            return own.And(Resource.Allow());
        }

        // "Permissions granted directly to a session are not limited by an implicit deny in an identity-based policy, a permissions boundary,
        // or session policy"; those that name its role are limited by boundary and session.
        Answer byResource = Resource.AllowBy(Naming.Direct).Or(Resource.AllowBy(Naming.Role).And(Limits));
        return byResource.Or(rules.NeedsResourcePolicy ? own.And(Resource.AllowBy(Naming.Account)) : own);
    }
}
