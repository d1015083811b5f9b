using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>The kinds of principal that can make a request.</summary>
public enum RequesterKind
{
    /// <summary>Nobody who is known: the request is not signed.</summary>
    Anonymous,

    /// <summary>An account's root user.</summary>
    Root,

    /// <summary>An IAM user.</summary>
    User,

    /// <summary>A role, session unknown.</summary>
    Role,

    /// <summary>A session of a role.</summary>
    RoleSession,

    /// <summary>A session from <c>GetFederationToken</c>.</summary>
    FederatedUser,

    /// <summary>An AWS service by itself.</summary>
    Service,

    /// <summary>Someone signed in at a SAML or OpenID Connect provider, about to assume a role.</summary>
    Federated,
}

/// <summary>Who makes a request.</summary>
public sealed record Requester
{
    private Requester(RequesterKind kind, string name, Arn? arn)
    {
        Kind = kind;
        Name = name;
        AccountId = arn?.Account.Length == 12 ? arn.Account : null;
        Partition = arn?.Partition ?? "aws";
        RoleName = (kind, arn) switch
        {
            (RequesterKind.Role, { } role) => role.Name,
            (RequesterKind.RoleSession, { } session) => session.Resource.Split('/') is [_, var role, ..] ? role : "",
            _ => null,
        };
        IsServiceLinked = kind switch
        {
            RequesterKind.Role => arn?.Resource.StartsWith("role/aws-service-role/", StringComparison.Ordinal) == true,
            RequesterKind.RoleSession => RoleName?.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal) == true,
            _ => false,
        };
    }

    /// <summary>A request that is not signed.</summary>
    public static Requester Anonymous { get; } = new(RequesterKind.Anonymous, "anonymous", null);

    /// <summary>What kind of principal.</summary>
    public RequesterKind Kind { get; }

    /// <summary>The ARN, or a service's or provider's name.</summary>
    public string Name { get; }

    /// <summary>Twelve digits; null for services, providers without account, and the anonymous.</summary>
    public string? AccountId { get; }

    /// <summary>The partition of its ARN.</summary>
    public string Partition { get; }

    /// <summary>The plain name of a role or of a session's role; else null.</summary>
    public string? RoleName { get; }

    /// <summary>Whether it is a service-linked role, which organization policies do not limit.</summary>
    public bool IsServiceLinked { get; }

    /// <summary>The value of <c>aws:PrincipalArn</c>: of a session its role's ARN, whose path a session's ARN does not tell; null where there is none.</summary>
    public string? PrincipalArn => Kind switch
    {
        RequesterKind.RoleSession => $"arn:{Partition}:iam::{AccountId}:role/{RoleName}",
        RequesterKind.Root or RequesterKind.User or RequesterKind.Role or RequesterKind.FederatedUser => Name,
        _ => null,
    };

    /// <summary>The value of <c>aws:PrincipalType</c>; null where there is none.</summary>
    public string? PrincipalType => Kind switch
    {
        RequesterKind.Anonymous => "Anonymous",
        RequesterKind.Root => "Account",
        RequesterKind.User => "User",
        RequesterKind.Role or RequesterKind.RoleSession => "AssumedRole",
        RequesterKind.FederatedUser => "FederatedUser",
        _ => null,
    };

    /// <summary>The value of <c>aws:userid</c> where the ARN tells it; a user's and a role's unique id is not in it.</summary>
    /// <remarks>Source: "Principal key values", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html.</remarks>
    public string? UserId => Kind switch
    {
        RequesterKind.Anonymous => "anonymous",
        RequesterKind.Root => AccountId,
        RequesterKind.FederatedUser => $"{AccountId}:{Name[(Name.LastIndexOf('/') + 1)..]}",
        _ => null,
    };

    /// <summary>Whether it is an IAM principal with identity policies of its own.</summary>
    public bool HasIdentity => Kind is RequesterKind.Root or RequesterKind.User or RequesterKind.Role or RequesterKind.RoleSession or RequesterKind.FederatedUser;

    /// <summary>Reads an ARN, a service's name, a provider's name, or <c>*</c> for anonymous.</summary>
    public static Requester Parse(string text)
    {
        if (text is "" or "*" or "anonymous" or "Anonymous")
        {
            return Anonymous;
        }

        if (text.Length == 12 && text.All(char.IsAsciiDigit))
        {
            text = $"arn:aws:iam::{text}:root";
        }

        if (!Arn.TryParse(text, out Arn? arn))
        {
            // "Service": names end so; providers, as accounts.google.com, do not. cognito-identity.amazonaws.com is a provider.
            bool service = text.Contains(".amazonaws.com", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("cognito-identity.", StringComparison.Ordinal);
            return new Requester(service ? RequesterKind.Service : RequesterKind.Federated, text, null);
        }

        string type = arn.Resource.Split('/', ':')[0];
        RequesterKind kind = type switch
        {
            "root" => RequesterKind.Root,
            "user" => RequesterKind.User,
            "assumed-role" => RequesterKind.RoleSession,
            "federated-user" => RequesterKind.FederatedUser,
            "saml-provider" or "oidc-provider" => RequesterKind.Federated,
            _ => RequesterKind.Role,
        };
        return new Requester(kind, text, arn);
    }
}
