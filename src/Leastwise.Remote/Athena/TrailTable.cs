using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Remote.Athena;

/// <summary>A column by which a table is partitioned.</summary>
/// <param name="Name">Its name in small letters.</param>
/// <param name="Type">Its type.</param>
internal sealed record PartitionColumn(string Name, HiveType Type);

/// <summary>A table of CloudTrail records as the data catalogue describes it.</summary>
/// <remarks>Source: "GetTableMetadata", Amazon Athena API Reference.</remarks>
internal sealed record TrailTable
{
    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The table.</summary>
    public required string Name { get; init; }

    /// <summary>Columns by name in small letters.</summary>
    public required ImmutableDictionary<string, HiveType> Columns { get; init; }

    /// <summary>What it is partitioned by, in order.</summary>
    public required ImmutableArray<PartitionColumn> Partitions { get; init; }

    /// <summary>The table's properties, such as those of partition projection.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads the answer of <c>GetTableMetadata</c>, or one of those of <c>ListTableMetadata</c>.</summary>
    /// <param name="database">The database that was asked.</param>
    /// <param name="metadata">The object <c>TableMetadata</c>.</param>
    public static TrailTable Read(string database, JsonElement metadata) => new()
    {
        Database = database,
        Name = Text(metadata, "Name"),
        Columns = Items(metadata, "Columns")
            .Select(column => (Name: Text(column, "Name").ToLowerInvariant(), Type: HiveType.Parse(Text(column, "Type"))))
            .Where(column => column.Type is not null)
            .DistinctBy(column => column.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(column => column.Name, column => column.Type ?? HiveType.Text, StringComparer.Ordinal),
        Partitions = [.. Items(metadata, "PartitionKeys").Select(column => new PartitionColumn(Text(column, "Name").ToLowerInvariant(), HiveType.Parse(Text(column, "Type")) ?? HiveType.Text))],
        Properties = metadata.TryGetProperty("Parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object
            ? parameters.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String).ToImmutableDictionary(one => one.Name, one => one.Value.GetString() ?? "", StringComparer.Ordinal)
            : ImmutableDictionary<string, string>.Empty,
    };

    /// <summary>A property of a column's partition projection, such as <c>type</c>; null where it has none.</summary>
    public string? Projection(string column, string property) =>
        Properties.GetValueOrDefault("projection.enabled")?.Trim() is "true" ? Properties.GetValueOrDefault($"projection.{column}.{property}")?.Trim() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";
}
