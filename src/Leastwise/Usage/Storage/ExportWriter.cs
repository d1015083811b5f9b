using System.Text;
using System.Text.Json;
using Leastwise.Sessions;
using Leastwise.Trail;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>Writes what a ledger holds: two ledgers with the same records give the same bytes.</summary>
internal static class ExportWriter
{
    /// <summary>One JSON object a line; its <c>kind</c> says of which table.</summary>
    public static void WriteLines(SqliteConnection connection, IEnumerable<ExportTable> tables, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        foreach (ExportTable table in tables)
        {
            foreach (SqliteDataReader row in Rows(connection, table))
            {
                json.WriteStartObject();
                json.WriteString("kind", table.Kind);
                for (int i = 0; i < row.FieldCount; i++)
                {
                    json.WritePropertyName(row.GetName(i));
                    WriteValue(json, row, i);
                }

                json.WriteEndObject();
                json.Flush();
                json.Reset();
                output.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>RFC 4180, with a line of names. Text that a spreadsheet would run gets an apostrophe before it.</summary>
    public static void WriteCsv(SqliteConnection connection, ExportTable table, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = table.Ordered;
        using SqliteDataReader row = command.ExecuteReader();
        text.WriteLine(string.Join(',', Enumerable.Range(0, row.FieldCount).Select(row.GetName)));
        while (row.Read())
        {
            text.WriteLine(string.Join(',', Enumerable.Range(0, row.FieldCount).Select(i => Cell(Plain(row, i)))));
        }
    }

    private static IEnumerable<SqliteDataReader> Rows(SqliteConnection connection, ExportTable table)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = table.Ordered;
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            yield return row;
        }
    }

    private static void WriteValue(Utf8JsonWriter json, SqliteDataReader row, int column)
    {
        switch (row.GetName(column))
        {
            case "resources":
                json.WriteStartArray();
                foreach (UsedResource resource in row.IsDBNull(column) ? [] : TargetContent.Parse(row.GetString(column)).Resources)
                {
                    json.WriteStartObject();
                    json.WriteString("relation", Relation(resource));
                    json.WriteString("type", resource.Type.Length == 0 ? null : resource.Type);
                    json.WriteString("arn", resource.Arn);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case "mfa":
                if (Plain(row, column) is { Length: > 0 } mfa)
                {
                    json.WriteBooleanValue(mfa == "true");
                }
                else
                {
                    json.WriteNullValue();
                }

                break;
            case "own" or "passedOver":
                json.WriteBooleanValue(row.GetInt64(column) != 0);
                break;
            case not ("actorKind" or "outcome") when row.GetFieldType(column) == typeof(long):
                json.WriteNumberValue(row.GetInt64(column));
                break;
            default:
                json.WriteStringValue(Plain(row, column) is { Length: > 0 } text ? text : null);
                break;
        }
    }

    private static string Plain(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetName(column) switch
    {
        "actorKind" => CamelCase($"{(ActorKind)row.GetInt32(column)}"),
        "outcome" => CamelCase($"{(Outcome)row.GetInt32(column)}"),
        "resources" => string.Join('\n', TargetContent.Parse(row.GetString(column)).Resources.Select(resource => $"{Relation(resource)} {resource.Arn}")),
        _ => row.GetString(column),
    };

    private static string Relation(UsedResource resource) => CamelCase($"{resource.Relation}");

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Cell(string text)
    {
        string safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
