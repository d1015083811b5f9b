using System.Collections.Immutable;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Whether all that must allow a request does, explicit denies aside.</summary>
internal sealed class Permission
{
    private readonly AccessRequest request;
    private readonly LayerOutcomes outcomes;
    private readonly bool needsResourcePolicy;
    private readonly Answer serviceControl;
    private readonly Answer endpoint;
    private readonly Answer identity;
    private readonly Answer boundary;
    private readonly Answer session;
    private readonly Answer granted;

    public Permission(AccessRequest request, LayerOutcomes outcomes, bool needsResourcePolicy)
    {
        this.request = request;
        this.outcomes = outcomes;
        this.needsResourcePolicy = needsResourcePolicy;
        // Every level must allow by itself; that one level allows says nothing of the next.
        serviceControl = Answer.Yes;
        foreach (LayerOutcome level in outcomes.ServiceControl)
        {
            serviceControl = serviceControl.And(level.Allow());
        }

        // "…with the exception of the AWS account root user, which has full access."
        identity = request.Requester.Kind == RequesterKind.Root ? Answer.Yes : outcomes.Identity.Allow();
        boundary = outcomes.HasBoundary ? outcomes.Boundary.Allow() : Answer.Yes;
        session = outcomes.HasSession ? outcomes.Session.Allow() : Answer.Yes;
        endpoint = outcomes.HasEndpoint ? outcomes.Endpoint.Allow() : Answer.Yes;
        granted = Granted();
    }

    /// <summary>Whether it is allowed.</summary>
    public Answer Allowed() => serviceControl.And(granted).And(endpoint);

    /// <summary>The first layer, in the order of AWS's description, that must allow and has this truth instead.</summary>
    public DecisionLayer MissingFrom(Truth truth)
    {
        if (serviceControl.Truth == truth)
        {
            return DecisionLayer.ServiceControl;
        }

        if (granted.Truth != truth)
        {
            return DecisionLayer.Endpoint;
        }

        Answer resource = outcomes.Resource.Allow();
        if (!request.Requester.HasIdentity || (needsResourcePolicy && !request.IsCrossAccount && resource.Truth == truth))
        {
            return DecisionLayer.Resource;
        }

        // Within the account a resource policy that names the requester itself stands in for an identity policy.
        Answer granting = request.IsCrossAccount ? identity : identity.Or(outcomes.Resource.Allow(Naming.Role));
        return granting.Truth == truth ? DecisionLayer.Identity
            : request.IsCrossAccount && resource.Truth == truth ? DecisionLayer.Resource
            : boundary.Truth == truth ? DecisionLayer.Boundary
            : session.Truth == truth ? DecisionLayer.Session
            : DecisionLayer.Identity;
    }

    /// <summary>The statements that grant, of identity policies first; those that a boundary or session policy makes void are not among them.</summary>
    public ImmutableArray<DecidingStatement> Granting()
    {
        if (!request.Requester.HasIdentity)
        {
            return [.. outcomes.Resource.Allowing(Truth.True)];
        }

        bool needsBoth = request.IsCrossAccount || needsResourcePolicy;
        bool ownHolds = identity.And(boundary).And(session).IsTrue;
        return
        [
            .. ownHolds ? outcomes.Identity.Allowing(Truth.True) : [],
            // One that names the account only leaves it to the account's own policies.
            .. outcomes.Resource.Allowing(Truth.True, needsBoth ? Naming.Account : Naming.Role),
        ];
    }

    private Answer Granted()
    {
        // Strangers, services and people at an identity provider have no policies of their own.
        if (!request.Requester.HasIdentity)
        {
            return outcomes.Resource.Allow();
        }

        Answer limits = boundary.And(session);
        Answer own = identity.And(limits);
        if (request.IsCrossAccount)
        {
            return own.And(outcomes.Resource.Allow());
        }

        // "Permissions granted directly to a session are not limited by an implicit deny in an identity-based policy, a permissions boundary,
        // or session policy"; those that name its role are limited by boundary and session, those that name the user by the session.
        Answer byResource = outcomes.Resource.AllowBy(Naming.Direct)
            .Or(outcomes.Resource.AllowBy(Naming.User).And(session))
            .Or(outcomes.Resource.AllowBy(Naming.Role).And(limits));
        return byResource.Or(needsResourcePolicy ? own.And(outcomes.Resource.AllowBy(Naming.Account)) : own);
    }
}
