using System.Text.Json;

namespace Leastwise.Tests.Catalog;

/// <summary>Named cases of a file under tests/cases/catalog, each with the page that says so.</summary>
internal static class CaseFile
{
    public static TheoryData<string> Names(string file)
    {
        var names = new TheoryData<string>();
        foreach (JsonElement one in All(file))
        {
            names.Add(one.GetProperty("name").GetString() ?? "");
        }

        return names;
    }

    public static JsonElement Case(string file, string name) => All(file).Single(one => one.GetProperty("name").GetString() == name);

    public static string? Text(this JsonElement one, string property) => one.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;

    public static string[]? Texts(this JsonElement one, string property) =>
        one.TryGetProperty(property, out JsonElement value) ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")] : null;

    public static IEnumerable<JsonElement> All(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "cases", "catalog", file)));
        return [.. document.RootElement.EnumerateArray().Select(one => one.Clone())];
    }
}
