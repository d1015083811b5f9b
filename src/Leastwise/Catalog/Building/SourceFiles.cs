using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Leastwise.Catalog.Building;

/// <summary>The JSON files of a source folder, remembering what was read so that it can be named by one hash.</summary>
internal sealed class SourceFiles(string root)
{
    private readonly SortedDictionary<string, byte[]> hashes = new(StringComparer.Ordinal);

    /// <summary>Whether a file is there.</summary>
    public bool Exists(string path) => File.Exists(Path.Combine(root, path));

    /// <summary>File names of a folder in ordinal order.</summary>
    public IEnumerable<string> List(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), pattern).Select(file => Path.GetFileName(file) ?? "").Order(StringComparer.Ordinal);

    /// <summary>Reads a file. Throws <see cref="JsonException"/> or <see cref="IOException"/>.</summary>
    public JsonElement Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(root, path));
        hashes[path] = SHA256.HashData(bytes);
        using JsonDocument document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    /// <summary>The SHA-256 over names and hashes of all files read, independent of the order of reading.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(hashes.Select(file => $"{file.Key}\n{Convert.ToHexStringLower(file.Value)}\n")))));

    /// <summary>The strings of an array; empty where the property is missing.</summary>
    public static ImmutableArray<string> Strings(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement array) && array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select(item => item.GetString() ?? "")]
            : [];

    /// <summary>A string; empty where the property is missing.</summary>
    public static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement text) ? text.GetString() ?? "" : "";
}
