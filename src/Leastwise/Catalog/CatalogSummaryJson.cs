using System.Text.Json;

namespace Leastwise.Catalog;

/// <summary>Writes a catalogue's numbers as JSON.</summary>
public static class CatalogSummaryJson
{
    private const int SchemaVersion = 1;

    /// <summary>
    /// Writes <c>catalog --format json</c>: <c>{"schemaVersion","version","ageDays","old","services","actions","actionsByLevel": {level: count},
    /// "permissionOnly","resourceTypes","conditionKeys","inputs": [{"name","version","sha256"}]}</c>. The stream stays open.
    /// </summary>
    public static void Write(CatalogSummary summary, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("version", summary.Version);
        if (summary.AgeDays is { } age)
        {
            json.WriteNumber("ageDays", age);
        }
        else
        {
            json.WriteNull("ageDays");
        }

        json.WriteBoolean("old", summary.IsOld);
        json.WriteNumber("services", summary.Services);
        json.WriteNumber("actions", summary.Actions);
        json.WriteStartObject("actionsByLevel");
        foreach ((AccessLevels level, int count) in summary.ByLevel)
        {
            json.WriteNumber(NameOf(level), count);
        }

        json.WriteEndObject();
        json.WriteNumber("permissionOnly", summary.PermissionOnly);
        json.WriteNumber("resourceTypes", summary.ResourceTypes);
        json.WriteNumber("conditionKeys", summary.ConditionKeys);
        json.WriteStartArray("inputs");
        foreach (CatalogInput input in summary.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("version", input.Version);
            json.WriteString("sha256", input.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static string NameOf(AccessLevels level) => JsonNamingPolicy.CamelCase.ConvertName(level.ToString());
}
