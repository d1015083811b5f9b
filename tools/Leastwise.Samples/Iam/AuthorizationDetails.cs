using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Iam;

/// <summary>Writes an account in the shape of <c>aws iam get-account-authorization-details</c>.</summary>
/// <param name="account">The account.</param>
/// <param name="lastUsed">When and in which region each role, by ARN, last acted.</param>
public sealed class AuthorizationDetails(Account account, IReadOnlyDictionary<string, (DateTime At, string Region)> lastUsed)
{
    /// <summary>The whole file.</summary>
    public JsonObject ToJson() => new()
    {
        ["UserDetailList"] = Json.Objects(account.Users.Select(UserDetail)),
        ["GroupDetailList"] = Json.Objects(account.Groups.Select(GroupDetail)),
        ["RoleDetailList"] = Json.Objects(account.Roles.Select(RoleDetail)),
        ["Policies"] = Json.Objects(account.Policies.Select(PolicyDetail)),
    };

    private JsonObject UserDetail(User user)
    {
        var json = Head(user, "User");
        if (!user.Inline.IsEmpty)
            json["UserPolicyList"] = Inline(user);
        json["GroupList"] = Json.Strings(user.Groups);
        json["AttachedManagedPolicies"] = Attached(user);
        json["Tags"] = Tags(user.Tags);
        return json;
    }

    private JsonObject GroupDetail(Group group)
    {
        var json = Head(group, "Group");
        json["GroupPolicyList"] = Inline(group);
        json["AttachedManagedPolicies"] = Attached(group);
        return json;
    }

    private JsonObject RoleDetail(Role role)
    {
        var json = Head(role, "Role");
        json["AssumeRolePolicyDocument"] = Written(role.Trust);
        json["InstanceProfileList"] = role.HasInstanceProfile ? new JsonArray(InstanceProfile(role)) : [];
        json["RolePolicyList"] = Inline(role);
        json["AttachedManagedPolicies"] = Attached(role);
        if (role.Boundary is { } boundary)
            json["PermissionsBoundary"] = new JsonObject { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = boundary };
        json["Tags"] = Tags(role.Tags);
        json["RoleLastUsed"] = lastUsed.TryGetValue(role.Arn, out var used)
            ? new JsonObject { ["LastUsedDate"] = Calendar.Print(used.At), ["Region"] = used.Region }
            : [];
        return json;
    }

    private JsonObject InstanceProfile(Role role)
    {
        var arn = $"arn:aws:iam::{role.Account}:instance-profile{role.Path}{role.Name}";
        var held = Head(role, "Role");
        held["AssumeRolePolicyDocument"] = Written(role.Trust);
        return new()
        {
            ["Path"] = role.Path,
            ["InstanceProfileName"] = role.Name,
            ["InstanceProfileId"] = UniqueId.Of("AIPA", arn),
            ["Arn"] = arn,
            ["CreateDate"] = Calendar.Print(role.Created),
            ["Roles"] = new JsonArray(held),
        };
    }

    private JsonObject PolicyDetail(ManagedPolicy policy) => new()
    {
        ["PolicyName"] = policy.Name,
        ["PolicyId"] = UniqueId.Of("ANPA", policy.Arn),
        ["Arn"] = policy.Arn,
        ["Path"] = policy.Path,
        ["DefaultVersionId"] = policy.Versions.Single(static version => version.IsDefault).Id,
        ["AttachmentCount"] = account.Everyone.Count(principal => principal.Attached.Contains(policy.Arn)),
        ["PermissionsBoundaryUsageCount"] = account.Roles.Count(role => role.Boundary == policy.Arn),
        ["IsAttachable"] = true,
        ["CreateDate"] = Calendar.Print(policy.Versions.Min(static version => version.Created)),
        ["UpdateDate"] = Calendar.Print(policy.Versions.Max(static version => version.Created)),
        ["PolicyVersionList"] = Json.Objects(policy.Versions.Select(Version)),
    };

    private JsonObject Version(PolicyVersion version) => new()
    {
        ["Document"] = Written(version.Document),
        ["VersionId"] = version.Id,
        ["IsDefaultVersion"] = version.IsDefault,
        ["CreateDate"] = Calendar.Print(version.Created),
    };

    private static JsonObject Head(Principal principal, string kind) => new()
    {
        ["Path"] = principal.Path,
        [kind + "Name"] = principal.Name,
        [kind + "Id"] = principal.Id,
        ["Arn"] = principal.Arn,
        ["CreateDate"] = Calendar.Print(principal.Created),
    };

    private JsonArray Inline(Principal principal) => Json.Objects(principal.Inline.Select(policy => new JsonObject
    {
        ["PolicyName"] = policy.Name,
        ["PolicyDocument"] = Written(policy.Document),
    }));

    private JsonArray Attached(Principal principal) => Json.Objects(principal.Attached.Select(arn => new JsonObject
    {
        ["PolicyName"] = account.Policies.Single(policy => policy.Arn == arn).Name,
        ["PolicyArn"] = arn,
    }));

    private static JsonArray Tags(ImmutableArray<(string Key, string Value)> tags) =>
        Json.Objects(tags.Select(static tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }));

    private JsonNode Written(JsonObject document) =>
        account.EncodesDocuments ? JsonValue.Create(Uri.EscapeDataString(document.ToJsonString())) : document.DeepClone();
}
