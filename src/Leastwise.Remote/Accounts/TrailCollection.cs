using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Accounts;

/// <summary>Fetches the trails of an account, of all regions, with their state and event selectors.</summary>
/// <remarks>Source: AWS CloudTrail API Reference, https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html.</remarks>
internal sealed class TrailCollection(AwsSession session, string verb)
{
    /// <summary>The trails, in the shape of <c>aws cloudtrail describe-trails</c>, each with <c>Status</c> and <c>EventSelectors</c>.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="notes">Takes what could not be had of a trail.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RemoteException">CloudTrail failed or refused.</exception>
    public async Task<JsonObject> FetchAsync(string account, ICollection<RemoteException> notes, CancellationToken cancellation)
    {
        var regions = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        DateTimeOffset fetched = session.Network.Now;
        await foreach (JsonElement trail in new AwsCaller(session, verb).ListAsync(AwsService.CloudTrail, "ListTrails", "Trails", [], cancellation).ConfigureAwait(false))
        {
            Add(regions, trail);
        }

        // Of an organization's trail its members have but shadows, which the list above does not promise.
        JsonElement shadows = await new AwsCaller(session, verb).JsonAsync(AwsService.CloudTrail, "DescribeTrails", new JsonObject { ["includeShadowTrails"] = true }, cancellation).ConfigureAwait(false);
        foreach (JsonElement trail in shadows.GetProperty("trailList").EnumerateArray())
        {
            Add(regions, trail);
        }

        var trails = new JsonArray();
        foreach ((string region, SortedSet<string> arns) in regions)
        {
            var caller = new AwsCaller(session.In(region), verb);
            JsonElement described = await caller.JsonAsync(
                AwsService.CloudTrail, "DescribeTrails", new JsonObject { ["trailNameList"] = new JsonArray([.. arns.Select(arn => JsonValue.Create(arn))]) }, cancellation).ConfigureAwait(false);
            foreach (JsonElement trail in described.GetProperty("trailList").EnumerateArray().OrderBy(trail => trail.Text("TrailARN"), StringComparer.Ordinal))
            {
                JsonObject node = JsonObject.Create(trail) ?? [];
                string arn = trail.Text("TrailARN") ?? "";
                node["Status"] = await PartAsync(caller, "GetTrailStatus", new JsonObject { ["Name"] = arn }, notes, cancellation).ConfigureAwait(false);
                node["EventSelectors"] = await PartAsync(caller, "GetEventSelectors", new JsonObject { ["TrailName"] = arn }, notes, cancellation).ConfigureAwait(false);
                trails.Add(node);
            }
        }

        return new JsonObject { ["collected"] = "trails", ["account"] = account, ["fetched"] = fetched.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), ["trailList"] = trails };
    }

    private void Add(SortedDictionary<string, SortedSet<string>> regions, JsonElement trail)
    {
        string home = trail.Text("HomeRegion") ?? session.Region;
        if (!regions.TryGetValue(home, out SortedSet<string>? arns))
        {
            regions.Add(home, arns = new SortedSet<string>(StringComparer.Ordinal));
        }

        arns.Add(trail.Text("TrailARN") ?? trail.Text("Name") ?? "");
    }

    // What an organization's trail selects, its members may not see.
    private static async Task<JsonNode?> PartAsync(AwsCaller caller, string operation, JsonObject body, ICollection<RemoteException> notes, CancellationToken cancellation)
    {
        try
        {
            return JsonObject.Create(await caller.JsonAsync(AwsService.CloudTrail, operation, body, cancellation).ConfigureAwait(false));
        }
        catch (RemoteException refused) when (refused.Code is not null)
        {
            notes.Add(refused);
            return null;
        }
    }
}
