using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Catalog.Building;

/// <summary>
/// Reads a folder of AWS's service reference files, one JSON file a service ("Simplified AWS service information for programmatic
/// access", Service Authorization Reference). They state no service names and not which resource types are required.
/// </summary>
internal static class ServiceReference
{
    /// <summary>Reads the folder; <paramref name="date"/> is the day on which it was fetched, since the files bear none.</summary>
    public static SourceCatalog Read(string folder, string date)
    {
        var files = new SourceFiles(folder);
        List<string> problems = [];
        List<SourceService> services = [];
        foreach (string file in files.List("", "*.json"))
        {
            JsonElement service = files.Read(file);
            if (service.ValueKind != JsonValueKind.Object || !service.TryGetProperty("Actions", out JsonElement actions))
            {
                // The list of services lies beside the files in AWS's own layout.
                continue;
            }

            string prefix = SourceFiles.Text(service, "Name");
            services.Add(new SourceService(
                prefix,
                prefix,
                [.. actions.EnumerateArray().Select(action => Action(prefix, action, problems))],
                [.. Items(service, "Resources").SelectMany(Types)],
                [.. Items(service, "ConditionKeys").Select(Key)]));
        }

        return new SourceCatalog(new CatalogInput("AWS service reference", date, files.Hash()), date, [.. services], [.. problems]);
    }

    private static SourceAction Action(string prefix, JsonElement action, List<string> problems)
    {
        string name = SourceFiles.Text(action, "Name");
        AccessLevels levels = AccessLevels.None;
        if (action.TryGetProperty("Annotations", out JsonElement annotations) && annotations.TryGetProperty("Properties", out JsonElement properties))
        {
            levels = Level(properties, "IsList", AccessLevels.List)
                | Level(properties, "IsWrite", AccessLevels.Write)
                | Level(properties, "IsTaggingOnly", AccessLevels.Tagging)
                | Level(properties, "IsPermissionManagement", AccessLevels.PermissionsManagement);
            levels = levels == AccessLevels.None ? AccessLevels.Read : levels;
        }
        else
        {
            problems.Add($"{prefix}:{name} has no annotations, so no access level.");
        }

        return new SourceAction(
            name,
            levels,
            [.. Items(action, "Resources").Select(resource => (SourceFiles.Text(resource, "Name"), false))],
            SourceFiles.Strings(action, "ActionConditionKeys"));
    }

    private static AccessLevels Level(JsonElement properties, string property, AccessLevels level) =>
        properties.TryGetProperty(property, out JsonElement value) && value.GetBoolean() ? level : AccessLevels.None;

    private static IEnumerable<SourceResourceType> Types(JsonElement type) =>
        SourceFiles.Strings(type, "ARNFormats").DefaultIfEmpty("*").Select(arn =>
            new SourceResourceType(SourceFiles.Text(type, "Name"), arn, SourceFiles.Strings(type, "ConditionKeys")));

    private static ConditionKey Key(JsonElement key)
    {
        ImmutableArray<string> types = SourceFiles.Strings(key, "Types");
        return new ConditionKey(SourceFiles.Text(key, "Name"), types.IsEmpty ? "String" : types[0]);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement array) ? array.EnumerateArray() : default;
}
