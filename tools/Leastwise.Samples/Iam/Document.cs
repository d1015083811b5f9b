using System.Text.Json.Nodes;

namespace Leastwise.Samples.Iam;

/// <summary>Policy documents and the principals that trust policies name.</summary>
public static class Document
{
    /// <summary>A policy of the given statements.</summary>
    public static JsonObject Of(params Statement[] statements) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = Json.Objects(statements.Select(static statement => statement.ToJson())),
    };

    /// <summary>A policy whose Statement is a single object and not a list, which is legal and overlooked.</summary>
    public static JsonObject OfSingle(Statement statement) => new() { ["Version"] = "2012-10-17", ["Statement"] = statement.ToJson() };

    /// <summary>Trusts AWS services to assume the role.</summary>
    public static JsonObject TrustService(params string[] services) =>
        Of(Statement.Trust(new JsonObject { ["Service"] = Json.OneOrMany(services) }, "sts:AssumeRole"));

    /// <summary>Accounts, users or roles as a trust policy's principal.</summary>
    public static JsonObject Aws(params string[] principals) => new() { ["AWS"] = Json.OneOrMany(principals) };

    /// <summary>An identity provider as a trust policy's principal.</summary>
    public static JsonObject Federated(string provider) => new() { ["Federated"] = provider };
}
