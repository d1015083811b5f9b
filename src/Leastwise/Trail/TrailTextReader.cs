using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>Reads the unpacked text of a file.</summary>
internal static class TrailTextReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The events of the text, or why there are none.</summary>
    public static TrailFileResult Read(string path, ReadOnlySpan<byte> text, NameCache names)
    {
        if (text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        ReadOnlySpan<byte> trimmed = text.TrimStart(" \t\r\n\0"u8);
        if (trimmed.IsEmpty)
        {
            return NotRead(path, "It is empty; remove it, or copy it again if it should hold events.");
        }

        if (trimmed[0] is not ((byte)'{' or (byte)'['))
        {
            return NotRead(path, WhatElse(trimmed));
        }

        (TrailShape shape, string name) = TrailShapes.Of(text);
        return shape switch
        {
            TrailShape.Digest => NotRead(path, "It is a digest of log files, which holds no events (passed over).") with { PassedOver = true },
            TrailShape.NotReadYet => NotRead(path, $"not read yet: {name}. Give CloudTrail's own log files, {{\"Records\": [...]}}.") with { LosesEvents = true },
            TrailShape.Other => NotRead(path, $"It is {name}, not a CloudTrail log; give files like {{\"Records\": [...]}}."),
            _ => ReadRecords(path, text, shape, names),
        };
    }

    private static TrailFileResult ReadRecords(string path, ReadOnlySpan<byte> text, TrailShape shape, NameCache names)
    {
        var found = new Findings(path);
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = TrailLimits.MaxDepth, AllowMultipleValues = true }));
        string? trouble = null;
        try
        {
            reader.Read();
            bool complete = shape switch
            {
                TrailShape.Single => found.Take(ref reader, text, names),
                TrailShape.Array => ReadArray(ref reader, text, names, found),
                _ => ReadRecordsObject(ref reader, text, names, found),
            };
            trouble = !complete ? $"It ends in the middle, at {Place(text, text.Length)}; copy it again."
                : MoreFollows(ref reader) ? "not read yet: JSON lines or several JSON documents in one file; only the first was read."
                : null;
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber.GetValueOrDefault() + 1}, column {exception.BytePositionInLine.GetValueOrDefault() + 1}";
            trouble = $"It is not valid JSON at {place}; {found.Count} events before that place were read.";
        }

        return found.Result(text, trouble);
    }

    private static bool MoreFollows(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static bool ReadRecordsObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, NameCache names, Findings found)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool records = reader.ValueTextEquals("Records"u8);
            if (!reader.Read() || (records ? !ReadArray(ref reader, text, names, found) : !reader.TrySkip()))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0;
    }

    private static bool ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, NameCache names, Findings found)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            found.AddBad(text, (int)reader.TokenStartIndex, "\"Records\" is not a list");
            return reader.TrySkip();
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (!found.Take(ref reader, text, names))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Line and column, from 1, of a byte in the text.</summary>
    private static string Place(ReadOnlySpan<byte> text, int at)
    {
        SourcePosition position = Findings.PositionOf("", text, at);
        return $"line {position.Line}, column {position.Column}";
    }

    private static string WhatElse(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, 400)];
        int end = head.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
        bool csv = line.IndexOf((byte)',') >= 0 && (line.IndexOf("vent name"u8) >= 0 || line.IndexOf("ventname"u8) >= 0 || line.IndexOf("ventName"u8) >= 0);
        return csv
            ? "not read yet: CSV. Give CloudTrail's own log files, {\"Records\": [...]}."
            : "It is not JSON; give CloudTrail's own log files, {\"Records\": [...]}, plain or gzipped.";
    }

    private static TrailFileResult NotRead(string path, string because) => new() { Path = path, ContentHash = "", NotReadBecause = because };
}
