using Leastwise.Text;
using Leastwise.Trail;

namespace Leastwise.Sessions;

/// <summary>A session as an event shows it. Every part can be missing; two events of one session can show different parts.</summary>
/// <param name="Actor">The principal whose privileges the session has.</param>
/// <param name="AccessKeyId">The temporary access key.</param>
/// <param name="AssumedRoleId"><c>AROA…:name</c>, which survives renames but not a second session of the same name.</param>
/// <param name="Arn">The session's <c>sts</c> ARN.</param>
/// <param name="SourceIdentity">The source identity.</param>
/// <param name="Provider">The web identity provider that its token came from.</param>
public sealed record SessionIdentity(LoggedActor Actor, string? AccessKeyId, string? AssumedRoleId, string? Arn, string? SourceIdentity, string? Provider)
{
    /// <summary>The session name: what follows the colon in the id, or the last part of the ARN.</summary>
    public string? Name =>
        AssumedRoleId?.IndexOf(':') is >= 0 and int colon ? AssumedRoleId[(colon + 1)..]
        : Text.Arn.TryParse(Arn, out Text.Arn? arn) ? arn.Name
        : null;

    /// <summary>What events of one session have in common, best known first.</summary>
    public string Key => AccessKeyId ?? AssumedRoleId ?? Arn ?? "";

    /// <summary>The session of a caller; null where the caller acts without one, or as itself (a user's session token).</summary>
    public static SessionIdentity? Of(CallerIdentity caller) => caller.Type switch
    {
        "AssumedRole" or "Role" => new SessionIdentity(LoggedActor.Of(caller), caller.AccessKeyId, caller.PrincipalId, caller.Arn, caller.SourceIdentity, caller.IdentityProvider),
        "FederatedUser" => new SessionIdentity(LoggedActor.Of(caller), caller.AccessKeyId, caller.PrincipalId, caller.Arn, caller.SourceIdentity, null),
        // AssumeRoot's credentials; the root user itself has keys that begin with AKIA, or none.
        "Root" when caller.AccessKeyId is ['A', 'S', 'I', 'A', ..] => new SessionIdentity(LoggedActor.Of(caller), caller.AccessKeyId, null, null, caller.SourceIdentity, null),
        // The other account's record of a role's call keeps the session's id and nothing else.
        "AWSAccount" when caller.PrincipalId is not null && caller.PrincipalId.Contains(':', StringComparison.Ordinal) =>
            new SessionIdentity(LoggedActor.Of(caller), caller.AccessKeyId, caller.PrincipalId, caller.Arn, caller.SourceIdentity, null),
        _ => null,
    };
}
