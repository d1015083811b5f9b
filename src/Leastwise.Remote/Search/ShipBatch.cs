using System.Globalization;
using System.Text;
using System.Text.Json;
using Leastwise.Trail;

namespace Leastwise.Remote.Search;

/// <summary>A record on its way.</summary>
/// <param name="Id">The document's id: the <c>eventID</c>, so that a record that is sent again is the same document.</param>
/// <param name="Json">The record's own text, on one line.</param>
/// <param name="Computed">What was computed of it, as a JSON object.</param>
/// <param name="File">The file that it is from.</param>
internal sealed record ShipItem(string Id, byte[] Json, string Computed, string File)
{
    private const int LongestId = 256;

    /// <summary>A record as it is read.</summary>
    public static ShipItem Of(ReadOnlySpan<byte> json, TrailEvent one, string file)
    {
        byte[] line = json.ToArray();

        // Between values only; within strings JSON has no line breaks.
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        string id = one.EventId is { Length: > 0 and <= LongestId } given ? given : one.Fingerprint.ToLowerInvariant();
        string time = one.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new ShipItem(
            id, line, $$"""{"group":"{{RecordGroup.Of(one)}}","single":{{(RecordGroup.IsSingle(one) ? "true" : "false")}},"time":"{{time}}","id":{{Quoted(id)}}""", file);
    }

    /// <summary>The two lines of a bulk request. The first try has the record's fields as the document's; where the index does not take these, the record is kept whole without being indexed.</summary>
    public void WriteTo(MemoryStream body, bool kept)
    {
        body.Write(Encoding.UTF8.GetBytes($"{{\"create\":{{\"_id\":{Quoted(Id)}}}}}\n"));
        if (kept)
        {
            body.Write(Encoding.UTF8.GetBytes($"{{\"leastwise\":{Computed},\"record\":"));
            body.Write(Json);
            body.Write("}}\n"u8);
            return;
        }

        int end = Json.AsSpan().LastIndexOf((byte)'}');
        body.Write(Json, 0, end);
        body.Write(Encoding.UTF8.GetBytes($",\"leastwise\":{Computed}}}}}\n"));
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}

/// <summary>Records that are sent at once, and the files that are whole with them.</summary>
internal sealed class ShipBatch
{
    /// <summary>The records.</summary>
    public List<ShipItem> Items { get; } = [];

    /// <summary>Their bytes.</summary>
    public int Size { get; private set; }

    /// <summary>Files, by content, of which no record is left to send after this batch.</summary>
    public List<string> Whole { get; } = [];

    /// <summary>Adds a record.</summary>
    public void Add(ShipItem item)
    {
        Items.Add(item);
        Size += item.Json.Length + item.Computed.Length + 128;
    }
}
