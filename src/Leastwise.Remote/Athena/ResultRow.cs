using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Remote.Athena;

/// <summary>A row of the answer, made a CloudTrail record again, so that it is read by the reader that reads files.</summary>
internal static class ResultRow
{
    private static readonly ImmutableArray<string> Header = [.. TrailQuery.Groups, "first_time", "last_time", "events"];

    /// <summary>What the columns stand for in a record; those of objects within it come apart.</summary>
    private static readonly (string Column, string Field)[] Plain =
    [
        ("first_time", "eventTime"), ("source", "eventSource"), ("call_name", "eventName"), ("call_type", "eventType"), ("category", "eventCategory"), ("management", "managementEvent"),
        ("read_only", "readOnly"), ("recipient", "recipientAccountId"), ("call_region", "awsRegion"), ("network", "sourceIPAddress"), ("endpoint", "vpcEndpointId"),
        ("error_code", "errorCode"), ("denial", "errorMessage"), ("single_id", "eventID"), ("shared_id", "sharedEventID"),
    ];

    private static readonly (string Column, string Field)[] Caller =
    [
        ("caller_type", "type"), ("caller_id", "principalId"), ("caller_arn", "arn"), ("caller_account", "accountId"), ("caller_name", "userName"), ("caller_key", "accessKeyId"),
        ("invoked_by", "invokedBy"), ("identity_provider", "identityProvider"),
    ];

    private static readonly ImmutableDictionary<string, int> Places =
        Header.Select((name, place) => (name, place)).ToImmutableDictionary(one => one.name, one => one.place, StringComparer.Ordinal);

    /// <summary>Whether the first row names the columns that were asked for.</summary>
    public static bool IsHeader(string?[] row) => row.SequenceEqual(Header, StringComparer.Ordinal);

    /// <summary>The day of a row; null where it is none.</summary>
    public static DateOnly? DayOf(string?[] row) =>
        row.Length == Header.Length && DateOnly.TryParseExact(row[Places["day"]], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    /// <summary>The row as the ledger takes it; what cannot be read makes a record that is counted as bad.</summary>
    public static AggregatedRecord Read(string?[] row)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, row);
        }

        _ = long.TryParse(Cell(row, "events"), NumberStyles.None, CultureInfo.InvariantCulture, out long count);
        return Cell(row, "single_id") is { Length: > 0 }
            ? AggregatedRecord.Single(stream.ToArray())
            : new AggregatedRecord(
                stream.ToArray(),
                count,
                DateTimeOffset.TryParse(Cell(row, "last_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset last) ? last : null);
    }

    private static void Write(Utf8JsonWriter json, string?[] row)
    {
        json.WriteStartObject();
        WriteTexts(json, row, Plain);
        json.WriteStartObject("userIdentity");
        WriteTexts(json, row, Caller);
        WriteSession(json, row);
        json.WriteEndObject();
        WriteResources(json, Cell(row, "resource_lines"));
        if (Cell(row, "whole_parameters") is { } whole)
        {
            WriteWhole(json, "requestParameters", whole);
        }
        else if (Cell(row, "parameter_lines") is { Length: > 0 } lines)
        {
            WriteWhole(json, "requestParameters", Objects(lines));
        }

        if (Cell(row, "additional_kept") is { Length: > 0 } additional)
        {
            WriteWhole(json, "additionalEventData", additional[0] == '{' ? additional : $"{{{additional}}}");
        }

        WriteResponse(json, row);
        json.WriteEndObject();
    }

    private static void WriteSession(Utf8JsonWriter json, string?[] row)
    {
        if (Cell(row, "issuer_arn") is null && Cell(row, "issuer_id") is null && Cell(row, "source_identity") is null && Cell(row, "mfa") is null && Cell(row, "federated_provider") is null)
        {
            return;
        }

        json.WriteStartObject("sessionContext");
        WriteTexts(json, row, [("source_identity", "sourceIdentity")]);
        json.WriteStartObject("sessionIssuer");
        WriteTexts(json, row, [("issuer_arn", "arn"), ("issuer_id", "principalId")]);
        json.WriteEndObject();
        json.WriteStartObject("attributes");
        WriteTexts(json, row, [("mfa", "mfaAuthenticated")]);
        json.WriteEndObject();
        json.WriteStartObject("webIdFederationData");
        WriteTexts(json, row, [("federated_provider", "federatedProvider")]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter json, string? lines)
    {
        if (string.IsNullOrEmpty(lines))
        {
            return;
        }

        json.WriteStartArray("resources");
        foreach (string line in lines.Split('\n'))
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            json.WriteStartObject();
            if (tab > 0)
            {
                json.WriteString("type", line[..tab]);
            }

            json.WriteString("ARN", line[(tab + 1)..]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResponse(Utf8JsonWriter json, string?[] row)
    {
        json.WriteStartObject("responseElements");
        json.WriteStartObject("credentials");
        WriteTexts(json, row, [("issued_key", "accessKeyId")]);
        json.WriteEndObject();
        json.WriteStartObject("assumedRoleUser");
        WriteTexts(json, row, [("issued_arn", "arn"), ("issued_id", "assumedRoleId")]);
        json.WriteEndObject();
        json.WriteStartObject("accessKey");
        WriteTexts(json, row, [("created_key", "accessKeyId"), ("created_user", "userName")]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>An object of the kept parts, each <c>"name":value</c> or an ARN alone.</summary>
    private static string Objects(string lines)
    {
        var text = new StringBuilder("{");
        foreach (string line in lines.Split('\n'))
        {
            text.Append(text.Length > 1 ? "," : "").Append(line.StartsWith("\"arn:", StringComparison.Ordinal) && line.EndsWith('"') && !IsNamed(line) ? "\"arn\":" : "").Append(line);
        }

        return text.Append('}').ToString();
    }

    /// <summary>Whether a name comes first: a string of which no end is the line's end.</summary>
    private static bool IsNamed(string line)
    {
        int at = 1;
        while (at < line.Length && line[at] != '"')
        {
            at += line[at] == '\\' ? 2 : 1;
        }

        return at < line.Length - 1;
    }

    /// <summary>Text that is JSON as it is; where it is not, the text itself, from which the reader takes nothing.</summary>
    private static void WriteWhole(Utf8JsonWriter json, string name, string text)
    {
        if (IsJson(text))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteString(name, text);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 256 });
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string?[] row, ReadOnlySpan<(string Column, string Field)> fields)
    {
        foreach ((string column, string field) in fields)
        {
            if (Cell(row, column) is { } text)
            {
                json.WriteString(field, text);
            }
        }
    }

    private static string? Cell(string?[] row, string column) => row[Places[column]];
}
