using System.Text.Json.Nodes;
using Leastwise.Samples.Iam;

namespace Leastwise.Samples.Trail;

/// <summary>userIdentity in its kinds.</summary>
public static class Identities
{
    /// <summary>A user with a long-term key.</summary>
    public static JsonObject User(User user, string accessKey) => new()
    {
        ["type"] = "IAMUser",
        ["principalId"] = user.Id,
        ["arn"] = user.Arn,
        ["accountId"] = user.Account,
        ["accessKeyId"] = accessKey,
        ["userName"] = user.Name,
    };

    /// <summary>A user with temporary credentials: in the console, or from GetSessionToken.</summary>
    public static JsonObject UserSession(User user, string accessKey, DateTime since, bool mfa)
    {
        var identity = User(user, accessKey);
        identity["sessionContext"] = new JsonObject { ["attributes"] = Attributes(since, mfa) };
        return identity;
    }

    /// <summary>A session of a role.</summary>
    public static JsonObject Session(Role role, string name, string accessKey, DateTime since, bool mfa = false) => new()
    {
        ["type"] = "AssumedRole",
        ["principalId"] = $"{role.Id}:{name}",
        ["arn"] = SessionArn(role, name),
        ["accountId"] = role.Account,
        ["accessKeyId"] = accessKey,
        ["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = Issuer("Role", role.Id, role.Arn, role.Account, role.Name),
            ["attributes"] = Attributes(since, mfa),
        },
    };

    /// <summary>A federated session from GetFederationToken.</summary>
    public static JsonObject Federated(User issuer, string name, string accessKey, DateTime since) => new()
    {
        ["type"] = "FederatedUser",
        ["principalId"] = $"{issuer.Account}:{name}",
        ["arn"] = $"arn:aws:sts::{issuer.Account}:federated-user/{name}",
        ["accountId"] = issuer.Account,
        ["accessKeyId"] = accessKey,
        ["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = Issuer("IAMUser", issuer.Id, issuer.Arn, issuer.Account, issuer.Name),
            ["attributes"] = Attributes(since, mfa: false),
        },
    };

    /// <summary>A service that acts for itself.</summary>
    public static JsonObject Service(string service) => new() { ["type"] = "AWSService", ["invokedBy"] = service };

    /// <summary>Somebody in another account, as the account that is called sees them.</summary>
    public static JsonObject Foreigner(string principalId, string account) =>
        new() { ["type"] = "AWSAccount", ["principalId"] = principalId, ["accountId"] = account };

    /// <summary>The session's ARN: it drops the role's path.</summary>
    public static string SessionArn(Role role, string name) => $"arn:aws:sts::{role.Account}:assumed-role/{role.Name}/{name}";

    private static JsonObject Issuer(string type, string id, string arn, string account, string name) =>
        new() { ["type"] = type, ["principalId"] = id, ["arn"] = arn, ["accountId"] = account, ["userName"] = name };

    private static JsonObject Attributes(DateTime since, bool mfa) =>
        new() { ["creationDate"] = Calendar.Print(since), ["mfaAuthenticated"] = mfa ? "true" : "false" };
}
