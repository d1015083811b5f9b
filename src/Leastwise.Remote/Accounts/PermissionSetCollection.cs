using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Accounts;

/// <summary>Fetches the permission sets of IAM Identity Center with their policies.</summary>
/// <remarks>Source: IAM Identity Center API Reference, https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_Operations.html.</remarks>
internal sealed class PermissionSetCollection(AwsCaller caller)
{
    /// <summary>The permission sets; null where Identity Center has no instance in the region.</summary>
    /// <exception cref="RemoteException">Identity Center failed or refused.</exception>
    public async Task<JsonObject?> FetchAsync(CancellationToken cancellation)
    {
        var instances = new JsonArray();
        await foreach (JsonElement instance in caller.ListAsync(AwsService.IdentityCenter, "ListInstances", "Instances", [], cancellation).ConfigureAwait(false))
        {
            string arn = instance.Text("InstanceArn") ?? "";
            var sets = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
            await foreach (JsonElement set in caller.ListAsync(AwsService.IdentityCenter, "ListPermissionSets", "PermissionSets", new JsonObject { ["InstanceArn"] = arn }, cancellation).ConfigureAwait(false))
            {
                string name = set.GetString() ?? "";
                sets[name] = await SetAsync(arn, name, cancellation).ConfigureAwait(false);
            }

            JsonObject node = JsonObject.Create(instance) ?? [];
            node["PermissionSets"] = new JsonArray([.. sets.Values]);
            instances.Add(node);
        }

        return instances.Count == 0 ? null : new JsonObject { ["collected"] = "permissionSets", ["instances"] = instances };
    }

    private async Task<JsonObject> SetAsync(string instance, string set, CancellationToken cancellation)
    {
        JsonObject Request() => new() { ["InstanceArn"] = instance, ["PermissionSetArn"] = set };
        JsonElement described = await caller.JsonAsync(AwsService.IdentityCenter, "DescribePermissionSet", Request(), cancellation).ConfigureAwait(false);
        JsonObject node = described.TryGetProperty("PermissionSet", out JsonElement found) ? JsonObject.Create(found) ?? [] : [];
        foreach ((string operation, string list) in new[] { ("ListManagedPoliciesInPermissionSet", "AttachedManagedPolicies"), ("ListCustomerManagedPolicyReferencesInPermissionSet", "CustomerManagedPolicyReferences") })
        {
            var policies = new JsonArray();
            await foreach (JsonElement policy in caller.ListAsync(AwsService.IdentityCenter, operation, list, Request(), cancellation).ConfigureAwait(false))
            {
                policies.Add(JsonObject.Create(policy));
            }

            node[list] = policies;
        }

        JsonElement inline = await caller.JsonAsync(AwsService.IdentityCenter, "GetInlinePolicyForPermissionSet", Request(), cancellation).ConfigureAwait(false);
        node["InlinePolicy"] = inline.Text("InlinePolicy") is { } document ? JsonNode.Parse(document) : null;
        try
        {
            JsonElement boundary = await caller.JsonAsync(AwsService.IdentityCenter, "GetPermissionsBoundaryForPermissionSet", Request(), cancellation).ConfigureAwait(false);
            node["PermissionsBoundary"] = boundary.TryGetProperty("PermissionsBoundary", out JsonElement limit) ? JsonObject.Create(limit) : null;
        }
        catch (RemoteException none) when (none.Code == "ResourceNotFoundException")
        {
            node["PermissionsBoundary"] = null;
        }

        return node;
    }
}
