using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Accounts;

/// <summary>An account of the organization.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsActive">Whether it can be used; one that is suspended or closed cannot.</param>
public sealed record OrganizationAccount(string Id, string Name, bool IsActive);

/// <summary>Fetches the organization in the shape of <c>docs/organization.md</c>: its tree, and the policies that limit its accounts.</summary>
/// <remarks>Source: AWS Organizations API Reference, https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html.</remarks>
public sealed class OrganizationCollection(AwsCaller caller)
{
    private static readonly (string Type, string List, string FullAccess)[] PolicyTypes =
    [
        ("SERVICE_CONTROL_POLICY", "serviceControlPolicies", "p-FullAWSAccess"),
        ("RESOURCE_CONTROL_POLICY", "resourceControlPolicies", "p-RCPFullAWSAccess"),
    ];

    // By type, the ids of the policies attached to a root, unit or account.
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> attached = new(StringComparer.Ordinal);

    /// <summary>The accounts of the organization in order of id.</summary>
    /// <exception cref="RemoteException">Organizations failed or refused.</exception>
    public async Task<IReadOnlyList<OrganizationAccount>> AccountsAsync(CancellationToken cancellation)
    {
        var accounts = new SortedDictionary<string, OrganizationAccount>(StringComparer.Ordinal);
        await foreach (JsonElement account in caller.ListAsync(AwsService.Organizations, "ListAccounts", "Accounts", [], cancellation).ConfigureAwait(false))
        {
            string id = account.Text("Id") ?? "";
            accounts[id] = new OrganizationAccount(id, account.Text("Name") ?? id, (account.Text("State") ?? account.Text("Status")) is null or "ACTIVE");
        }

        return [.. accounts.Values];
    }

    /// <summary>Fetches the organization and writes it; false where the account is in none.</summary>
    /// <exception cref="RemoteException">Organizations failed or refused.</exception>
    public async Task<bool> WriteAsync(string path, CancellationToken cancellation)
    {
        if (await FetchAsync(cancellation).ConfigureAwait(false) is not { } organization)
        {
            return false;
        }

        await CollectedFiles.WriteAsync(path, organization).ConfigureAwait(false);
        return true;
    }

    /// <summary>The organization; null where the account is in none.</summary>
    /// <exception cref="RemoteException">Organizations failed or refused.</exception>
    internal async Task<JsonObject?> FetchAsync(CancellationToken cancellation)
    {
        JsonElement organization;
        try
        {
            organization = (await caller.JsonAsync(AwsService.Organizations, "DescribeOrganization", [], cancellation).ConfigureAwait(false)).GetProperty("Organization");
        }
        catch (RemoteException none) when (none.Code == "AWSOrganizationsNotInUseException")
        {
            return null;
        }

        var roots = new List<JsonElement>();
        await foreach (JsonElement root in caller.ListAsync(AwsService.Organizations, "ListRoots", "Roots", [], cancellation).ConfigureAwait(false))
        {
            roots.Add(root);
        }

        var policies = new JsonArray();
        foreach ((string type, _, _) in PolicyTypes.Where(known => roots.Exists(root => IsEnabled(root, known.Type))))
        {
            attached[type] = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
            await AddPoliciesAsync(type, policies, cancellation).ConfigureAwait(false);
        }

        var tree = new JsonArray();
        foreach (JsonElement root in roots)
        {
            JsonObject node = Node(root);
            await AddBelowAsync(node, cancellation).ConfigureAwait(false);
            tree.Add(node);
        }

        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["organization"] = new JsonObject { ["id"] = organization.Text("Id"), ["managementAccountId"] = organization.Text("MasterAccountId") },
            ["roots"] = tree,
            ["policies"] = policies,
        };
    }

    private static bool IsEnabled(JsonElement root, string type) => root.TryGetProperty("PolicyTypes", out JsonElement types) && types.ValueKind == JsonValueKind.Array
        && types.EnumerateArray().Any(one => one.Text("Type") == type && one.Text("Status") == "ENABLED");

    // Fewer calls than asking each account what is attached to it: accounts are many, policies few.
    private async Task AddPoliciesAsync(string type, JsonArray policies, CancellationToken cancellation)
    {
        await foreach (JsonElement summary in caller.ListAsync(AwsService.Organizations, "ListPolicies", "Policies", new JsonObject { ["Filter"] = type }, cancellation).ConfigureAwait(false))
        {
            string id = summary.Text("Id") ?? "";
            await foreach (JsonElement target in caller.ListAsync(AwsService.Organizations, "ListTargetsForPolicy", "Targets", new JsonObject { ["PolicyId"] = id }, cancellation).ConfigureAwait(false))
            {
                if (target.Text("TargetId") is { } place)
                {
                    if (!attached[type].TryGetValue(place, out SortedSet<string>? ids))
                    {
                        attached[type].Add(place, ids = new SortedSet<string>(StringComparer.Ordinal));
                    }

                    ids.Add(id);
                }
            }

            // AWS's own two are the same everywhere, and known.
            if (PolicyTypes.Any(known => known.FullAccess == id))
            {
                continue;
            }

            JsonElement policy = await caller.JsonAsync(AwsService.Organizations, "DescribePolicy", new JsonObject { ["PolicyId"] = id }, cancellation).ConfigureAwait(false);
            policies.Add(new JsonObject
            {
                ["id"] = id,
                ["name"] = summary.Text("Name"),
                ["type"] = type,
                ["document"] = Document(policy.GetProperty("Policy").Text("Content") ?? ""),
            });
        }
    }

    private async Task AddBelowAsync(JsonObject parent, CancellationToken cancellation)
    {
        var request = new JsonObject { ["ParentId"] = (string?)parent["id"] };
        var accounts = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        await foreach (JsonElement account in caller.ListAsync(AwsService.Organizations, "ListAccountsForParent", "Accounts", request, cancellation).ConfigureAwait(false))
        {
            accounts[account.Text("Id") ?? ""] = Node(account);
        }

        var units = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        await foreach (JsonElement unit in caller.ListAsync(AwsService.Organizations, "ListOrganizationalUnitsForParent", "OrganizationalUnits", request, cancellation).ConfigureAwait(false))
        {
            JsonObject node = Node(unit);
            await AddBelowAsync(node, cancellation).ConfigureAwait(false);
            units[unit.Text("Id") ?? ""] = node;
        }

        parent["accounts"] = new JsonArray([.. accounts.Values]);
        parent["organizationalUnits"] = new JsonArray([.. units.Values]);
    }

    private JsonObject Node(JsonElement element)
    {
        string id = element.Text("Id") ?? "";
        var node = new JsonObject { ["id"] = id, ["name"] = element.Text("Name") };
        foreach ((string type, string list, string fullAccess) in PolicyTypes)
        {
            // Policies of a type that is not enabled limit nothing, as if AWS's own stood at every level.
            IEnumerable<string> ids = !attached.TryGetValue(type, out Dictionary<string, SortedSet<string>>? targets) ? [fullAccess]
                : targets.TryGetValue(id, out SortedSet<string>? here) ? here
                : [];
            node[list] = new JsonArray([.. ids.Select(one => JsonValue.Create(one))]);
        }

        return node;
    }

    private static JsonNode? Document(string content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return JsonValue.Create(content);
        }
    }
}
