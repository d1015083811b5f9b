using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leastwise.Remote.Athena;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>
/// Another engine that runs the statements as they are sent to Athena, over records as Athena's SerDe makes rows of them: names in small letters, whatever is declared as
/// text as text. It comes from npm, so tests that need it are skipped where it is not.
/// </summary>
internal sealed class DuckDb(TemporaryFolder folder)
{
    public const string Absent = "LEASTWISE_DUCKDB names no folder in which 'npm install @duckdb/node-api' was run, or there is no node.";

    private int runs;

    public static bool IsThere => Environment.GetEnvironmentVariable("LEASTWISE_DUCKDB") is { Length: > 0 } place && Directory.Exists(Path.Combine(place, "node_modules", "@duckdb", "node-api"));

    /// <summary>The statement's answer as Athena would write it.</summary>
    public string Run(string statement, TrailTable table, IEnumerable<LoggedRow> rows)
    {
        int number = Interlocked.Increment(ref runs);
        string data = folder.PathOf($"rows{number}.json"), plan = folder.PathOf($"plan{number}.json"), answer = folder.PathOf($"answer{number}.csv");
        using (StreamWriter writer = File.CreateText(data))
        {
            foreach (LoggedRow row in rows)
            {
                writer.WriteLine(RowOf(row, table));
            }
        }

        var columns = new JsonObject();
        foreach ((string name, HiveType type) in table.Columns.Concat(table.Partitions.Select(one => KeyValuePair.Create(one.Name, one.Type))).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            columns[name] = Written(type);
        }

        File.WriteAllText(plan, new JsonObject
        {
            ["database"] = table.Database,
            ["table"] = table.Name,
            ["columns"] = columns,
            ["rows"] = data,
            ["statement"] = statement,
            ["answer"] = answer,
        }.ToJsonString());
        using Process node = Process.Start(new ProcessStartInfo("node", [Repository.PathOf("tests", "Leastwise.Tests", "Remote", "Athena", "duckdb.mjs"), plan]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("node did not start.");
        string said = node.StandardError.ReadToEnd();
        node.WaitForExit();
        node.ExitCode.ShouldBe(0, said);
        return File.ReadAllText(answer);
    }

    /// <summary>A type as the catalogue writes it.</summary>
    public static string Written(HiveType type) => type.Name switch
    {
        "struct" => $"struct<{string.Join(',', type.Fields.OrderBy(one => one.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Written(field.Value)}"))}>",
        "array" => $"array<{Written(type.Element!)}>",
        "map" => "map<string,string>",
        "timestamp" => "timestamp",
        _ => "string",
    };

    private static string RowOf(LoggedRow row, TrailTable table)
    {
        using var document = JsonDocument.Parse(row.Record);
        var made = new JsonObject();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (table.Columns.GetValueOrDefault(property.Name.ToLowerInvariant()) is { } type)
            {
                made[property.Name.ToLowerInvariant()] = ValueOf(property.Value, type);
            }
        }

        foreach (PartitionColumn column in table.Partitions)
        {
            made[column.Name] = column.Name switch
            {
                "account" => row.Account,
                "region" => row.Region,
                "day" when table.Partitions.Any(one => one.Name == "year") => row.Day.ToString("dd", null),
                "day" or "timestamp" => row.Day.ToString("yyyy'/'MM'/'dd", null),
                "year" => row.Day.ToString("yyyy", null),
                "month" => row.Day.ToString("MM", null),
                _ => null,
            };
        }

        return made.ToJsonString();
    }

    private static JsonNode? ValueOf(JsonElement value, HiveType type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (type.Name == "struct")
        {
            var made = new JsonObject();
            foreach (JsonProperty property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
            {
                if (type.Fields.GetValueOrDefault(property.Name.ToLowerInvariant()) is { } field)
                {
                    made[property.Name.ToLowerInvariant()] = ValueOf(property.Value, field);
                }
            }

            return made;
        }

        if (type.Name == "map")
        {
            return value.ValueKind == JsonValueKind.Object
                ? new JsonObject(value.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, (JsonNode?)JsonValue.Create(one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString() : one.Value.GetRawText()))))
                : null;
        }

        return type.Element is { } element
            ? new JsonArray([.. (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default).Select(one => ValueOf(one, element))])
            : JsonValue.Create(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
    }
}

/// <summary>A record with what the key of its file says.</summary>
internal sealed record LoggedRow(string Record, string Account, string Region, DateOnly Day)
{
    /// <summary>The records of log files, and of how their keys lie.</summary>
    public static IEnumerable<LoggedRow> Of(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*_CloudTrail_*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetFileName(file).Split('_');
            var day = DateOnly.ParseExact(parts[3][..8], "yyyyMMdd");
            foreach (string record in RecordsOf(file))
            {
                yield return new LoggedRow(record, parts[0], parts[2], day);
            }
        }
    }

    private static IEnumerable<string> RecordsOf(string file)
    {
        using Stream stream = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(plain, Encoding.UTF8);
        using var document = JsonDocument.Parse(reader.ReadToEnd());
        return [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetRawText())];
    }
}
