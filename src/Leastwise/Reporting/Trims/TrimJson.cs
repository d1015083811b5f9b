using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Reporting.Trims;

/// <summary>The JSON of <c>trim</c>, written trim by trim; its schema is <c>docs/schemas/trim.schema.json</c>.</summary>
public sealed class TrimJson : IDisposable
{
    private readonly Stream stream;
    private readonly Utf8JsonWriter json;
    private bool isEnded;

    /// <summary>Begins. The stream stays open.</summary>
    public TrimJson(Stream stream, UsageWindow window)
    {
        this.stream = stream;
        json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteWindow(window);
        json.WriteStartArray("trims");
    }

    /// <summary>Writes a trim.</summary>
    /// <param name="result">The trim.</param>
    /// <param name="refused">Whether its policies are kept back, since they would break what was done.</param>
    public void Write(TrimResult result, bool refused)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonText.Word(result.Subject.Kind));
        json.WriteString("arn", result.Subject.Arn);
        json.WriteString("name", result.Subject.Name);
        json.WriteStrings("members", [.. result.Subject.Members.Select(member => member.Arn)]);
        json.WriteString("untouched", result.Untouched);
        json.WriteBoolean("refused", refused);
        json.WriteString("problem", result.Problem);
        json.WriteString("place", !result.Changes ? null : result.IsInline ? "inline" : "managed");
        json.WriteString("wildcards", JsonText.Word(result.Style));
        json.WriteNumber("sizeBefore", result.SizeBefore);
        json.WriteNumber("sizeAfter", result.SizeAfter);
        Write(refused ? [] : result.Policies);
        Write(result.Privileges);
        Write(result.Patterns);
        json.WriteStartArray("suggestions");
        foreach (SuggestedCondition suggestion in result.Suggestions)
        {
            json.WriteStartObject();
            json.WriteString("operator", suggestion.Operator);
            json.WriteString("key", suggestion.Key);
            json.WriteStrings("values", suggestion.Values);
            json.WriteString("because", suggestion.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("remarks", result.Remarks);
        json.WritePropertyName("replay");
        if (result.Replay is { } replay)
        {
            json.WriteStartObject();
            ReplayJson.WriteBody(json, replay);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Ends the trims with a replay of users under their own trims and those of their groups.</summary>
    public void WriteTogether(ReplayResult? replay)
    {
        json.WriteEndArray();
        isEnded = true;
        if (replay is null)
        {
            json.WriteNull("together");
            return;
        }

        json.WriteStartObject("together");
        ReplayJson.WriteBody(json, replay);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isEnded)
        {
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Dispose();
        JsonText.EndLine(stream);
    }

    private void Write(ImmutableArray<NamedPolicy> policies)
    {
        json.WriteStartArray("policies");
        foreach (NamedPolicy policy in policies)
        {
            json.WriteStartObject();
            json.WriteString("name", policy.Name);
            json.WriteNumber("size", PolicySize.Of(policy.Document));
            json.WritePropertyName("document");
            json.WriteRawValue(PolicyWriter.Write(policy.Document, indented: false));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(ImmutableArray<TrimmedPrivilege> privileges)
    {
        json.WriteStartArray("privileges");
        foreach (TrimmedPrivilege privilege in privileges)
        {
            json.WriteStartObject();
            json.WriteString("action", privilege.Action);
            json.WriteString("fate", JsonText.Word(privilege.Fate));
            json.WriteBoolean("stays", privilege.Stays);
            json.WriteString("because", privilege.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(ImmutableArray<PatternEvidence> patterns)
    {
        json.WriteStartArray("patterns");
        foreach (PatternEvidence pattern in patterns)
        {
            json.WriteStartObject();
            json.WriteString("pattern", pattern.Pattern);
            json.WriteString("rule", pattern.Rule);
            json.WriteNumber("seen", pattern.Seen);
            json.WriteStrings("resources", pattern.Resources);
            json.WriteStrings("actions", pattern.Actions);
            json.WriteStrings("events", pattern.Events);
            json.WriteNumber("count", pattern.Count);
            json.WriteTime("last", pattern.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
