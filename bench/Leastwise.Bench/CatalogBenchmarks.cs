using BenchmarkDotNet.Attributes;
using Leastwise.Catalog;

namespace Leastwise.Bench;

/// <summary>Loading the catalogue, resolving events seen and not seen before, expanding patterns.</summary>
[MemoryDiagnoser]
public class CatalogBenchmarks
{
    private const int SeenPairs = 1000;
    private const int AllPairs = 20_000;
    private readonly EventResolver warm = new(ActionCatalog.Default);
    private byte[] file = [];
    private (string Source, string Name)[] pairs = [];
    private int next;

    [GlobalSetup]
    public void Prepare()
    {
        using Stream stream = typeof(ActionCatalog).Assembly.GetManifestResourceStream("Leastwise.Catalog.catalog.bin")
            ?? throw new InvalidOperationException("The catalogue is missing from the assembly.");
        file = new byte[stream.Length];
        stream.ReadExactly(file);
        pairs = [.. ActionCatalog.Default.Actions.Select(action => ($"{action.Prefix}.amazonaws.com", action.Name)).Take(AllPairs)];
        foreach ((string source, string name) in pairs)
        {
            warm.Resolve(source, name, "AwsApiCall");
        }
    }

    /// <summary>From the packed bytes to the first answer by name; a cold process adds what it takes to compile the code.</summary>
    [Benchmark]
    public int Load() => ActionCatalog.Read(file).Expand("s3:GetObject").Count;

    [Benchmark(OperationsPerInvoke = SeenPairs)]
    public int ResolveSeen()
    {
        int privileges = 0;
        for (int i = 0; i < SeenPairs; i++)
        {
            (string source, string name) = pairs[i];
            privileges += warm.Resolve(source, name, "AwsApiCall") is EventResolution.Privileges ? 1 : 0;
        }

        return privileges;
    }

    /// <summary>A new resolver, so that nothing is remembered, over all pairs.</summary>
    [Benchmark(OperationsPerInvoke = AllPairs)]
    public int ResolveUnseen()
    {
        var cold = new EventResolver(ActionCatalog.Default);
        int privileges = 0;
        foreach ((string source, string name) in pairs)
        {
            privileges += cold.Resolve(source, name, "AwsApiCall") is EventResolution.Privileges ? 1 : 0;
        }

        return privileges;
    }

    [Benchmark]
    public int ExpandEverything() => ActionCatalog.Default.Expand("*").Count;

    [Benchmark]
    public int ExpandSeen() => ActionCatalog.Default.Expand("s3:Get*").Count;

    /// <summary>A pattern that was never asked for: more of them than are remembered.</summary>
    [Benchmark]
    public int ExpandUnseen() => ActionCatalog.Default.Expand($"s3:Get*{next++}").Count;
}
