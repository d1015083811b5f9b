using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

/// <summary>Holds the resolver against every event of the real logs beside the checkout.</summary>
public sealed class KnownEventsTests
{
    [SkippableFact]
    public void Every_api_call_of_the_real_logs_resolves_or_is_listed_with_its_reason()
    {
        string logs = Path.Combine(Repository.SharedData, "cloudtrail");
        Skip.IfNot(Directory.Exists(logs), Repository.NoSharedData);
        var resolver = new EventResolver(ActionCatalog.Default);
        string[] unresolved = [.. Events(logs)
            .Distinct()
            .Where(one => resolver.Resolve(one.Source, one.Name, one.Type) is EventResolution.Unresolved)
            .Select(one => $"{one.Source}\t{one.Name}\t{one.Type}")
            .Order(StringComparer.Ordinal)];
        string[][] listed = [.. File.ReadLines(Repository.PathOf("tests", "cases", "catalog", "known-unresolved.tsv")).Skip(1).Select(line => line.Split('\t'))];
        listed.ShouldAllBe(cells => cells.Length == 4 && cells[3].Length > 0);
        listed.Select(cells => string.Join('\t', cells.Take(3))).ShouldBe(unresolved);
    }

    private static IEnumerable<(string Source, string Name, string? Type)> Events(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .SelectMany(file => Documents(Text(File.ReadAllBytes(file))))
        .SelectMany(Walk);

    private static string Text(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return Encoding.UTF8.GetString(bytes);
        }

        try
        {
            using var unzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var reader = new StreamReader(unzip);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    /// <summary>The whole text as one document, else each line that is one.</summary>
    private static IEnumerable<JsonElement> Documents(string text) =>
        Parse(text) is { } whole ? [whole] : text.Split('\n').Select(Parse).OfType<JsonElement>();

    private static JsonElement? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.Trim('\uFEFF', ' ', '\r'));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Every object with an event source and a name, at any depth, also within strings that hold JSON.</summary>
    private static IEnumerable<(string, string, string?)> Walk(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if ((String(element, "eventSource") ?? String(element, "EventSource")) is { } source && (String(element, "eventName") ?? String(element, "EventName")) is { } name)
                {
                    yield return (source, name, String(element, "eventType"));
                }

                foreach (var found in element.EnumerateObject().SelectMany(property => Walk(property.Value)))
                {
                    yield return found;
                }

                break;
            case JsonValueKind.Array:
                foreach (var found in element.EnumerateArray().SelectMany(Walk))
                {
                    yield return found;
                }

                break;
            case JsonValueKind.String when element.GetString() is ['{' or '[', _, ..] text && Parse(text) is { } inner:
                foreach (var found in Walk(inner))
                {
                    yield return found;
                }

                break;
        }
    }

    private static string? String(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
