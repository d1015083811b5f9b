using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>What is known of the call that an attacker makes.</summary>
internal static class CallContext
{
    /// <summary>Nothing besides what every call has.</summary>
    public static RequestContext Open { get; } = new RequestContext { IsOpen = true }.With("aws:SecureTransport", "true").With("aws:ViaAWSService", "false");

    /// <summary>The call of a principal after <paramref name="now"/>: its tags are known, and what the session of a role may add to them stays open.</summary>
    public static RequestContext Of(IamPrincipal principal, RequestContext context, DateTimeOffset now) =>
        principal.Tags.Aggregate(context, (with, tag) => with.With($"aws:PrincipalTag/{tag.Key}", tag.Value)) with
        {
            NotBefore = now,
            HasEveryPrincipalTag = principal is IamUser,
        };

    /// <summary>Passing a role to a service.</summary>
    public static RequestContext Passing(string service) => Open.With("iam:PassedToService", service);
}
