using System.Text.Json;

namespace Leastwise.Reporting.Scans;

/// <summary>Reads the ids of an earlier scan's findings.</summary>
public static class ScanBaseline
{
    /// <summary>The ids in the JSON of <c>scan</c>, <c>scan-policy-file</c> or <c>assess</c>; null where it is none.</summary>
    public static IReadOnlySet<string>? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("findings", out _))
            {
                return null;
            }

            var ids = new HashSet<string>(StringComparer.Ordinal);
            Add(document.RootElement, ids);
            foreach (string name in (string[])["policies", "unattachedPolicies"])
            {
                if (document.RootElement.TryGetProperty(name, out JsonElement policies) && policies.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement policy in policies.EnumerateArray())
                    {
                        Add(policy, ids);
                    }
                }
            }

            return ids;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(JsonElement holder, HashSet<string> ids)
    {
        if (holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("findings", out JsonElement findings) && findings.ValueKind == JsonValueKind.Array)
        {
            ids.UnionWith(findings.EnumerateArray()
                .Where(finding => finding.ValueKind == JsonValueKind.Object && finding.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String)
                .Select(finding => finding.GetProperty("id").GetString() ?? ""));
        }
    }
}
