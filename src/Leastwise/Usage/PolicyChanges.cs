using System.Collections.Frozen;
using Leastwise.Catalog;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage;

/// <summary>The IAM calls that can take a privilege away, and what of their requests tells from whom.</summary>
/// <remarks>
/// Source: IAM API Reference, https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html. <c>DeletePolicyVersion</c> is not among them: it refuses the
/// default version, and the others grant nothing.
/// </remarks>
internal static class PolicyChanges
{
    /// <summary>The event source of all of them.</summary>
    public const string Source = "iam.amazonaws.com";

    private static readonly FrozenDictionary<string, RequestedResources.Template[]> Subjects = new (string Call, string[] Types)[]
    {
        ("AttachGroupPolicy", ["group", "policy"]), ("AttachRolePolicy", ["role", "policy"]), ("AttachUserPolicy", ["user", "policy"]),
        ("DetachGroupPolicy", ["group", "policy"]), ("DetachRolePolicy", ["role", "policy"]), ("DetachUserPolicy", ["user", "policy"]),
        ("PutGroupPolicy", ["group"]), ("PutRolePolicy", ["role"]), ("PutUserPolicy", ["user"]),
        ("DeleteGroupPolicy", ["group"]), ("DeleteRolePolicy", ["role"]), ("DeleteUserPolicy", ["user"]),
        ("PutRolePermissionsBoundary", ["role"]), ("PutUserPermissionsBoundary", ["user"]),
        ("AddUserToGroup", ["user", "group"]), ("RemoveUserFromGroup", ["user", "group"]),
        ("CreatePolicyVersion", ["policy"]), ("SetDefaultPolicyVersion", ["policy"]),
    }.ToFrozenDictionary(one => one.Call, one => one.Types.Select(TemplateOf).OfType<RequestedResources.Template>().ToArray(), StringComparer.Ordinal);

    /// <summary>The calls' names, in ordinal order.</summary>
    public static IEnumerable<string> Calls => Subjects.Keys.Order(StringComparer.Ordinal);

    /// <summary>What of a call's request is kept besides its resources; none for other calls.</summary>
    public static IEnumerable<RequestedResources.Template> SubjectsOf(string source, string name) => source == Source && Subjects.TryGetValue(name, out RequestedResources.Template[]? known) ? known : [];

    /// <summary>A policy is named by its ARN in requests, everything else by a name without a path.</summary>
    private static RequestedResources.Template? TemplateOf(string type)
    {
        string variable = type == "policy" ? "PolicyNameWithPath" : $"{char.ToUpperInvariant(type[0])}{type[1..]}Name";
        return RequestedResources.Template.Of("iam", new ResourceType(type, $"arn:${{Partition}}:iam::${{Account}}:{type}/${{{variable}}}", [])) is { } template
            ? template with { Relation = ResourceRelation.Subject }
            : null;
    }
}
