using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Trail;

namespace Leastwise.Sessions;

/// <summary>The kinds of actor that a log names.</summary>
public enum ActorKind
{
    /// <summary>An IAM user, or a federated user who acts with a user's privileges.</summary>
    User,

    /// <summary>A role, whoever is behind it.</summary>
    Role,

    /// <summary>An account's root user.</summary>
    Root,

    /// <summary>An AWS service on its own behalf.</summary>
    Service,

    /// <summary>A principal of another account, of which the record tells little.</summary>
    Foreign,

    /// <summary>A person or workload with a token of a web identity provider.</summary>
    WebIdentity,

    /// <summary>A person with a SAML assertion.</summary>
    Saml,

    /// <summary>Anything else, such as an Identity Center user outside a role, or a record that does not say.</summary>
    Other,
}

/// <summary>Who acted, as far as the record says: the principal whose privilege was exercised, not the session.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="UniqueId">The unique id, such as <c>AIDA…</c> or <c>AROA…</c>; null where the record has none.</param>
/// <param name="Arn">The principal's ARN; of a role without its path where only the session's ARN is known. For services and tokens their name.</param>
/// <param name="AccountId">The principal's account, where known.</param>
public sealed record LoggedActor(ActorKind Kind, string? UniqueId, string? Arn, string? AccountId)
{
    /// <summary>The actor of a caller.</summary>
    /// <remarks>Source: "CloudTrail userIdentity element", AWS CloudTrail User Guide.</remarks>
    public static LoggedActor Of(CallerIdentity caller) => caller.Type switch
    {
        "IAMUser" => new LoggedActor(ActorKind.User, caller.PrincipalId, caller.Arn ?? UserArn(caller), caller.AccountId),
        "AssumedRole" or "Role" => Role(caller),
        // A federated user can do at most what the user can who asked for the token, so the privileges are the user's.
        "FederatedUser" when caller.IssuerId is not null || caller.IssuerArn is not null => new LoggedActor(ActorKind.User, caller.IssuerId, caller.IssuerArn, caller.AccountId),
        "Root" => new LoggedActor(ActorKind.Root, null, caller.AccountId is null ? caller.Arn : $"arn:aws:iam::{caller.AccountId}:root", caller.AccountId),
        "AWSService" => new LoggedActor(ActorKind.Service, null, caller.InvokedBy ?? caller.PrincipalId ?? "unknown", null),
        "AWSAccount" => new LoggedActor(ActorKind.Foreign, BeforeColon(caller.PrincipalId), caller.Arn, caller.AccountId),
        "WebIdentityUser" => new LoggedActor(ActorKind.WebIdentity, null, $"{caller.IdentityProvider ?? "unknown"}:{caller.UserName ?? caller.PrincipalId}", null),
        "SAMLUser" => new LoggedActor(ActorKind.Saml, null, $"{caller.IdentityProvider ?? "unknown"}:{caller.UserName ?? caller.PrincipalId}", null),
        _ => new LoggedActor(ActorKind.Other, caller.PrincipalId, caller.Arn ?? caller.UserName ?? caller.Type, caller.AccountId),
    };

    /// <summary>What names a principal within IAM for ever: account, kind and name. Paths do not count, since names are unique without them.</summary>
    /// <returns>Null where the ARN is not of a user or role.</returns>
    public static string? NameKey(string? arn) =>
        Text.Arn.TryParse(arn, out Text.Arn? parsed) && parsed.Service == "iam" && parsed.Resource.IndexOf('/') is > 0 and int slash
            ? $"{parsed.Account}:{parsed.Resource[..slash]}/{parsed.Name.ToUpperInvariant()}"
            : null;

    /// <summary>Principals by <see cref="NameKey"/>; of two with one name the first.</summary>
    internal static Dictionary<string, IamPrincipal> ByName(IEnumerable<IamPrincipal> principals)
    {
        var byName = new Dictionary<string, IamPrincipal>(StringComparer.Ordinal);
        foreach (IamPrincipal principal in principals)
        {
            if (NameKey(principal.Arn) is string key)
            {
                byName.TryAdd(key, principal);
            }
        }

        return byName;
    }

    private static LoggedActor Role(CallerIdentity caller)
    {
        string? account = caller.AccountId;
        string? arn = caller.IssuerArn;
        if ((account is null || arn is null) && Text.Arn.TryParse(caller.Arn, out Text.Arn? session))
        {
            account ??= session.Account;
            string[] parts = session.Resource.Split('/');
            if (arn is null && session.Service == "sts" && parts.Length >= 3 && parts[0] == "assumed-role")
            {
                arn = $"arn:{session.Partition}:iam::{session.Account}:role/{parts[1]}";
            }
        }

        return new LoggedActor(ActorKind.Role, caller.IssuerId ?? BeforeColon(caller.PrincipalId), arn, account);
    }

    private static string? UserArn(CallerIdentity caller) =>
        // A failed sign-in with an unknown name hides it, lest passwords typed as names be logged.
        caller is { UserName: not null and not "HIDDEN_DUE_TO_SECURITY_REASONS", AccountId: not null }
            ? $"arn:aws:iam::{caller.AccountId}:user/{caller.UserName}"
            : null;

    private static string? BeforeColon(string? id) => id?.Split(':', 2)[0];
}
