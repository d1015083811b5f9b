using System.Text.Encodings.Web;
using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Remote.Search;

/// <summary>What was shipped, as JSON; its schema is <c>docs/schemas/ship.schema.json</c>.</summary>
public static class ShipJson
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it, with a line feed at the end.</summary>
    public static void Write(ShipSummary summary, SearchOptions options, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, Form))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("server", options.Address.Authority);
            json.WriteString("index", options.Index);
            json.WriteNumber("filesRead", summary.Files);
            json.WriteNumber("filesKnown", summary.FilesKnown);
            json.WriteNumber("filesLeftOut", summary.FilesLeftOut);
            json.WriteNumber("eventsNew", summary.Created);
            json.WriteNumber("eventsKnown", summary.Known);
            json.WriteNumber("eventsNotIndexed", summary.Kept);
            json.WriteNumber("eventsLeftOut", summary.LeftOut);
            json.WriteNumber("eventsRefused", summary.Failed);
            json.WriteNumber("badRecords", summary.BadRecords);
            json.WriteStartArray("badFiles");
            foreach (BadFile file in summary.BadFiles)
            {
                json.WriteStartObject();
                json.WriteString("file", file.Path);
                json.WriteString("reason", file.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("refused");
            foreach (ShipFailure failure in summary.Failures)
            {
                json.WriteStartObject();
                json.WriteString("eventId", failure.Id);
                json.WriteString("file", failure.File);
                json.WriteString("reason", failure.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
