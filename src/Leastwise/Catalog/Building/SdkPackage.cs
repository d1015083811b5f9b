using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Catalog.Building;

/// <summary>The operations of SDK models.</summary>
/// <param name="Input">The source itself.</param>
/// <param name="Models">The operations by client, in ordinal order.</param>
internal sealed record SourceModels(CatalogInput Input, ImmutableArray<OperationModels> Models);

/// <summary>Reads an unpacked npm package <c>aws-sdk</c>, version 2 (Apache-2.0): names, HTTP verbs, endpoint prefixes and versions of <c>apis/*.min.json</c>.</summary>
internal static class SdkPackage
{
    /// <summary>The package's name.</summary>
    public const string Name = "aws-sdk";

    private const string Models = "apis";
    private const string Ending = ".min.json";
    private static readonly int DatedEnding = "-2016-11-15".Length + Ending.Length;

    /// <summary>Whether the folder looks like the package.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, "package.json")) && Directory.Exists(Path.Combine(folder, Models));

    /// <summary>
    /// Reads the package: of each API its newest version, under the name that the table <c>clients.tsv</c> gives it or <c>sdk-models.tsv</c>
    /// states. An API that neither knows is left out: its service has no actions any more, or is not in the reference.
    /// </summary>
    public static SourceModels Read(string folder, IReadOnlySet<string> clients, IReadOnlyDictionary<string, string> stated)
    {
        var files = new SourceFiles(folder);
        JsonElement package = files.Read("package.json");
        string version = SourceFiles.Text(package, "version");
        if (SourceFiles.Text(package, "name") != Name || !version.StartsWith("2.", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{folder} holds {SourceFiles.Text(package, "name")} {version}, not version 2 of {Name}.");
        }

        var byClient = new SortedDictionary<string, List<OperationModels>>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in NewestVersions(files.List(Models, "*" + Ending)))
        {
            JsonElement api = files.Read($"{Models}/{file}");
            if (ClientOf(file[..^DatedEnding], api, clients, stated) is { } client)
            {
                byClient.TryAdd(client, []);
                byClient[client].Add(Model(client, api));
            }
        }

        // Of two models that stand for one client, such as an older name of a service, the one with the newer version leads.
        return new SourceModels(
            new CatalogInput(Name, version, files.Hash()),
            [.. byClient.Values.Select(models => models.OrderByDescending(model => model.ApiVersion, StringComparer.Ordinal).First() with
            {
                Operations = [.. models.SelectMany(model => model.Operations)
                    .DistinctBy(operation => operation.Name, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(operation => operation.Name, StringComparer.OrdinalIgnoreCase)],
            })]);
    }

    private static IEnumerable<string> NewestVersions(IEnumerable<string> files) => files
        .Where(file => file.Length > DatedEnding)
        .GroupBy(file => file[..^DatedEnding], StringComparer.Ordinal)
        .Select(versions => versions.Max(StringComparer.Ordinal) ?? "");

    private static string? ClientOf(string model, JsonElement api, IReadOnlySet<string> clients, IReadOnlyDictionary<string, string> stated)
    {
        if (stated.TryGetValue(model, out string? client))
        {
            return client;
        }

        // Clients are named after the service id, in small letters, with hyphens or nothing for its blanks; else like the file.
        string id = SourceFiles.Text(Metadata(api), "serviceId").ToLowerInvariant();
        string[] names = [id.Replace(' ', '-'), id.Replace(" ", "", StringComparison.Ordinal), model];
        return Array.Find(names, clients.Contains);
    }

    private static OperationModels Model(string client, JsonElement api)
    {
        JsonElement metadata = Metadata(api);
        IEnumerable<JsonProperty> operations = api.TryGetProperty("operations", out JsonElement all) ? all.EnumerateObject() : Enumerable.Empty<JsonProperty>();
        return new OperationModels(
            client,
            SourceFiles.Text(metadata, "endpointPrefix"),
            SourceFiles.Text(metadata, "apiVersion"),
            [.. operations.Select(operation => (operation.Name, Verb(operation.Value)))]);
    }

    /// <summary>The query and JSON protocols leave the verb out: they always post.</summary>
    private static string Verb(JsonElement operation) =>
        operation.TryGetProperty("http", out JsonElement http) && SourceFiles.Text(http, "method") is { Length: > 0 } verb ? verb : "POST";

    private static JsonElement Metadata(JsonElement api) =>
        api.TryGetProperty("metadata", out JsonElement metadata) ? metadata : throw new InvalidDataException("A file of apis holds no metadata.");
}
