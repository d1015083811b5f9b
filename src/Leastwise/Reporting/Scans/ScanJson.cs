using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Reporting.Page;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as JSON, described by <c>docs/schemas/scan.schema.json</c>. Written as a stream: memory does not grow with it.</summary>
public static class ScanJson
{
    // Findings that are put into words at once, on each processor.
    private const int AtOnce = 64;

    /// <summary>Writes ASCII, a member a line, not indented, ending with a line feed. The stream stays open.</summary>
    public static void Write(ScanReport report, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.OpenLines(new StreamBuffer(stream));
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("version", report.Version);
        json.WriteString("catalogVersion", report.CatalogVersion);
        json.WriteString("name", report.Name);
        json.WriteString("account", report.Accounts is [var only] ? only : null);
        json.WriteStrings("accounts", report.Accounts);
        json.WriteNumber("principals", report.Principals);
        WriteNumber(json, "days", report.Days);
        WriteNumber(json, "fixedSinceBaseline", report.FixedSinceBaseline);
        WriteCounts(json, report);
        var lines = new FindingLines();
        var buffers = new ConcurrentBag<LineJson>();
        void WriteAll(string name, IEnumerable<Piece> pieces) => WriteElements(json, stream, name, Together(pieces), some => Rendered(some, lines, buffers), buffers);
        WriteAll("findings", PiecesOf(policy: null, report.Findings));
        WriteAll("policies", report.Policies.SelectMany(policy => PiecesOf(policy, policy.Findings)));
        WriteAll("unattachedPolicies", report.Unattached.SelectMany(policy => PiecesOf(policy, policy.Findings)));
        EvidenceJson.WriteDiagnostics(json, "diagnostics", report.Diagnostics);
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void WriteCounts(Utf8JsonWriter json, ScanReport report)
    {
        int[] open = ScanCounts.OfSeverity(report.Findings);
        json.WriteStartObject("counts");
        foreach (Severity severity in Enum.GetValues<Severity>().Reverse())
        {
            json.WriteNumber(JsonText.Word(severity), open[(int)severity]);
        }

        json.WriteNumber("excluded", report.Findings.Length - open.Sum());
        json.WriteEndObject();
    }

    private static IEnumerable<Piece> PiecesOf(ScannedPolicy? policy, ImmutableArray<ScannedFinding> findings)
    {
        if (policy is not null && findings.IsEmpty)
        {
            yield return new Piece(policy, findings, 0);
        }

        for (int from = 0; from < findings.Length; from += AtOnce)
        {
            yield return new Piece(policy, findings, from);
        }
    }

    // The writer sees an empty array: its elements go past it, each with the comma and the break before it.
    private static void WriteElements(Utf8JsonWriter json, Stream stream, string name, List<Piece[]> pieces, Func<Piece[], LineJson> render, ConcurrentBag<LineJson> buffers)
    {
        json.WriteStartArray(name);
        json.Flush();
        bool any = false;
        foreach (LineJson some in Ahead.Of(pieces, render))
        {
            stream.Write(any ? some.Written : some.Written[1..]);
            any = true;
            some.Clear();
            buffers.Add(some);
        }

        if (any)
        {
            JsonText.EndLine(stream);
        }

        json.WriteEndArray();
    }

    // Of policies, which have few findings each, several.
    private static List<Piece[]> Together(IEnumerable<Piece> pieces)
    {
        var all = new List<Piece[]>();
        var some = new List<Piece>();
        int findings = 0;
        foreach (Piece piece in pieces)
        {
            some.Add(piece);
            findings += 1 + piece.Count;
            if (findings > AtOnce)
            {
                all.Add([.. some]);
                some.Clear();
                findings = 0;
            }
        }

        if (some.Count > 0)
        {
            all.Add([.. some]);
        }

        return all;
    }

    private static LineJson Rendered(Piece[] pieces, FindingLines lines, ConcurrentBag<LineJson> buffers)
    {
        LineJson json = buffers.TryTake(out LineJson? used) ? used : new LineJson();
        foreach (Piece piece in pieces)
        {
            WritePiece(json, piece, lines);
        }

        return json;
    }

    private static void WritePiece(LineJson json, Piece piece, FindingLines lines)
    {
        if (piece is { Policy: { } begun, From: 0 })
        {
            json.Raw(",\n{"u8);
            FindingLines.WritePolicyNames(json, begun.Policy);
            json.Raw(",\n\"account\": "u8);
            json.Text(begun.AccountId);
            json.Raw(",\n\"isBoundary\": "u8);
            json.Truth(begun.IsBoundary);
            json.Raw(",\n\"attachedTo\": "u8);
            json.Texts(begun.Holders);
            json.Raw(",\n\"findings\": ["u8);
        }

        for (int i = piece.From; i < piece.From + piece.Count; i++)
        {
            json.Raw(piece.Policy is not null && i == 0 ? "\n"u8 : ",\n"u8);
            lines.Write(json, piece.Findings[i]);
        }

        if (piece.Policy is { } ended && piece.From + piece.Count == piece.Findings.Length)
        {
            json.Raw(piece.Findings.IsEmpty ? "],\n"u8 : "\n],\n"u8);
            WriteRemarks(json, ended.Remarks);
            json.Raw("\n}"u8);
        }
    }

    private static void WriteRemarks(LineJson json, ImmutableArray<Diagnostic> remarks)
    {
        if (remarks.IsEmpty)
        {
            json.Raw("\"remarks\": []"u8);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (Utf8JsonWriter writer = JsonText.OpenLines(buffer))
        {
            EvidenceJson.WriteDiagnostics(writer, "remarks", remarks);
        }

        json.Raw(buffer.WrittenSpan);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Some findings in a row, of a policy or of none. The policy's own members stand before its first and after its last.</summary>
    private readonly record struct Piece(ScannedPolicy? Policy, ImmutableArray<ScannedFinding> Findings, int From)
    {
        public int Count => Math.Min(AtOnce, Findings.Length - From);
    }
}
