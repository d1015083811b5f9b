using System.IO.Compression;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

/// <summary>Holds the resolver against every API operation that is known.</summary>
public sealed class KnownOperationsTests
{
    private static readonly Dictionary<string, string> Listed = File
        .ReadLines(Repository.PathOf("tests", "cases", "catalog", "unresolved-operations.tsv"))
        .Skip(1)
        .Select(line => line.Split('\t'))
        .SelectMany(cells => cells[1].Split(' ').Select(operation => (Name: $"{cells[0]}.{operation}", Reason: cells[2])))
        .ToDictionary(row => row.Name, row => row.Reason, StringComparer.Ordinal);

    private static readonly string[] Embedded =
        [.. ActionCatalog.Default.Models.All().SelectMany(model => model.Operations.Select(operation => $"{model.Client}.{operation.Name}"))];

    [Fact]
    public void Every_operation_of_the_embedded_models_resolves_or_is_listed_with_its_reason()
    {
        Embedded.Length.ShouldBeGreaterThan(14_000);
        Unresolved(Embedded).Except(Listed.Keys).ShouldBeEmpty();
        Listed.Values.ShouldAllBe(reason => reason.Length > 0);
    }

    [SkippableFact]
    public void The_list_of_unresolved_operations_is_exact()
    {
        string table = Path.Combine(Repository.SharedData, "catalogue", "api_operations.tsv.gz");
        Skip.IfNot(File.Exists(table), Repository.NoSharedData);
        using var unzip = new GZipStream(File.OpenRead(table), CompressionMode.Decompress);
        using var reader = new StreamReader(unzip);
        IEnumerable<string> operations = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t')).Where(cells => cells[2] == "1").Select(cells => $"{cells[0]}.{cells[5]}");
        string[] unresolved = [.. Unresolved([.. operations, .. Embedded])];
        unresolved.Except(Listed.Keys).ShouldBeEmpty();
        Listed.Keys.Except(unresolved).ShouldBeEmpty();
    }

    private static IEnumerable<string> Unresolved(IEnumerable<string> operations)
    {
        var resolver = new EventResolver(ActionCatalog.Default);
        return operations.Distinct().Where(operation => resolver.ResolveOperation(operation) is EventResolution.Unresolved);
    }
}
