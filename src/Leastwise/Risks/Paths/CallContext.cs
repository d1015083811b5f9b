using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>What is known of the call that an attacker makes.</summary>
internal static class CallContext
{
    /// <summary>Nothing besides what every call has.</summary>
    public static RequestContext Open { get; } = new RequestContext { IsOpen = true }.With("aws:SecureTransport", "true").With("aws:ViaAWSService", "false");

    /// <summary>The call of a principal: its tags are known, and what its session may add stays open.</summary>
    public static RequestContext Of(IamPrincipal principal, RequestContext context) =>
        principal.Tags.Aggregate(context, (with, tag) => with.With($"aws:PrincipalTag/{tag.Key}", tag.Value));

    /// <summary>Passing a role to a service.</summary>
    public static RequestContext Passing(string service) => Open.With("iam:PassedToService", service);
}
