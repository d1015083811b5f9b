using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting.Page;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting.Scans;

/// <summary>A scan as JSON, described by <c>docs/schemas/scan.schema.json</c>. Written as a stream: memory does not grow with it.</summary>
public static class ScanJson
{
    // What is put into words at once, on each processor.
    private const int FindingsAtOnce = 32;
    private const int PoliciesAtOnce = 4;

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
        // A statement is one object however many findings rest on it.
        var statements = new KeptLines<StatementSource>(WriteStatement);
        WriteEach(json, stream, "findings", report.Findings, FindingsAtOnce, (some, finding) => WriteFinding(some, finding, statements));
        WriteEach(json, stream, "policies", report.Policies, PoliciesAtOnce, (some, policy) => WritePolicy(some, policy, statements));
        WriteEach(json, stream, "unattachedPolicies", report.Unattached, PoliciesAtOnce, (some, policy) => WritePolicy(some, policy, statements));
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

    private static void WritePolicy(Utf8JsonWriter json, ScannedPolicy policy, KeptLines<StatementSource> statements)
    {
        json.WriteStartObject();
        WritePolicyNames(json, policy.Policy);
        json.WriteString("account", policy.AccountId);
        json.WriteBoolean("isBoundary", policy.IsBoundary);
        json.WriteStrings("attachedTo", policy.Holders);
        json.WriteStartArray("findings");
        foreach (ScannedFinding finding in policy.Findings)
        {
            WriteFinding(json, finding, statements);
        }

        json.WriteEndArray();
        EvidenceJson.WriteDiagnostics(json, "remarks", policy.Remarks);
        json.WriteEndObject();
    }

    private static void WriteEach<T>(Utf8JsonWriter json, Stream stream, string name, ImmutableArray<T> values, int atOnce, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        var buffers = new ConcurrentBag<ArrayBufferWriter<byte>>();
        bool begun = false;
        foreach (ArrayBufferWriter<byte> some in Ahead.Of([.. values.Chunk(atOnce)], some => Rendered(some, write, buffers)))
        {
            if (!begun)
            {
                // The writer knows by the first that the array is not empty; all others go past it.
                json.WriteRawValue(some.WrittenSpan, skipInputValidation: true);
                json.Flush();
                begun = true;
            }
            else
            {
                stream.Write(","u8);
                stream.Write(some.WrittenSpan);
            }

            some.ResetWrittenCount();
            buffers.Add(some);
        }

        json.WriteEndArray();
    }

    // Several values as they stand within the array, the break before the first among them: a raw value has none of its own.
    private static ArrayBufferWriter<byte> Rendered<T>(T[] values, Action<Utf8JsonWriter, T> write, ConcurrentBag<ArrayBufferWriter<byte>> buffers)
    {
        ArrayBufferWriter<byte> buffer = buffers.TryTake(out ArrayBufferWriter<byte>? used) ? used : new ArrayBufferWriter<byte>();
        buffer.Write("\n"u8);
        using Utf8JsonWriter json = JsonText.OpenLines(buffer);
        foreach (T value in values)
        {
            write(json, value);
        }

        json.Flush();
        return buffer;
    }

    private static void WriteFinding(Utf8JsonWriter json, ScannedFinding scanned, KeptLines<StatementSource> statements)
    {
        Finding finding = scanned.Finding;
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("kind", finding.Kind);
        json.WriteString("severity", JsonText.Word(finding.Severity));
        json.WriteString("scope", JsonText.Word(finding.Scope));
        json.WriteString("account", finding.AccountId);
        json.WriteString("title", finding.Title);
        json.WriteString("explanation", finding.Explanation);
        json.WriteStrings("principals", scanned.Principals);
        json.WriteString("policy", scanned.Policy is { } policy ? policy.Arn ?? policy.Name : null);
        json.WriteStartArray("statements");
        foreach (StatementSource source in finding.Statements.AsSpan()[..Math.Min(finding.Statements.Length, FindingFacts.MostStatements)])
        {
            statements.Write(json, source);
        }

        json.WriteEndArray();
        if (finding.Statements.Length > FindingFacts.MostStatements)
        {
            json.WriteNumber("unlistedStatements", finding.Statements.Length - FindingFacts.MostStatements);
        }

        json.WriteStrings("actions", FindingFacts.Actions(finding));
        json.WriteNumber("unlistedActions", finding.Actions.Length - FindingFacts.Actions(finding).Length);
        json.WriteStrings("resources", FindingFacts.Resources(finding));
        json.WriteStrings("conditions", finding.Conditions);
        WriteUse(json, scanned.Use);
        json.WriteString("pathId", finding.PathId);
        json.WriteString("recommendation", finding.Recommendation);
        json.WriteStrings("links", FindingFacts.Links(finding));
        WriteExclusion(json, scanned.Excluded);
        json.WriteBoolean("inBaseline", scanned.InBaseline);
        json.WriteEndObject();
    }

    private static void WritePolicyNames(Utf8JsonWriter json, NamedPolicy policy)
    {
        json.WriteString("policy", policy.Name);
        json.WriteString("policyArn", policy.Arn);
        json.WriteString("policyKind", JsonText.Word(policy.Kind));
        json.WriteString("owner", policy.Owner);
    }

    // Without the statement's text, which stands in the file at the place named: of thousands of principals it would be said a thousand times.
    private static void WriteStatement(Utf8JsonWriter json, StatementSource source)
    {
        Statement statement = source.Statement;
        json.WriteStartObject();
        json.WriteString("layer", JsonText.Word(source.Layer));
        WritePolicyNames(json, source.Policy);
        json.WriteString("viaGroup", source.ViaGroup);
        json.WriteString("sid", statement.Sid);
        json.WriteNumber("index", statement.Index);
        json.WriteString("file", statement.Position.File);
        json.WriteNumber("line", statement.Position.Line);
        json.WriteNumber("column", statement.Position.Column);
        json.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter json, FindingUse? use)
    {
        if (use is null)
        {
            json.WriteNull("usage");
            return;
        }

        json.WriteStartObject("usage");
        json.WriteString("removalCost", JsonText.Word(use.Cost));
        json.WriteString("sentence", use.Sentence);
        json.WriteStartArray("used");
        foreach (UsedPrivilege used in use.Used.Take(FindingUsage.MostListed))
        {
            json.WriteStartObject();
            json.WriteString("action", used.Action);
            json.WriteStrings("by", used.By);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("canGo", [.. use.CanGo.Take(FindingUsage.MostListed)]);
        json.WriteStrings("unknown", [.. use.Unknown.Take(FindingUsage.MostListed)]);
        json.WriteNumber("unlisted", Math.Max(0, use.Used.Length - FindingUsage.MostListed) + Math.Max(0, use.CanGo.Length - FindingUsage.MostListed) + Math.Max(0, use.Unknown.Length - FindingUsage.MostListed));
        json.WriteEndObject();
    }

    private static void WriteExclusion(Utf8JsonWriter json, Exclusion? excluded)
    {
        if (excluded is null)
        {
            json.WriteNull("excluded");
            return;
        }

        json.WriteStartObject("excluded");
        json.WriteString("reason", excluded.Reason);
        json.WriteString("owner", excluded.Owner);
        json.WriteString("expires", excluded.Expires is { } day ? JsonText.Day(day) : null);
        json.WriteString("file", excluded.Position.File);
        json.WriteNumber("line", excluded.Position.Line);
        json.WriteEndObject();
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
}
