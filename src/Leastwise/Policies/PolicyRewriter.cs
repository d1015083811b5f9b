using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>Puts other patterns into the Action and NotAction elements of a policy and leaves every other byte of it as it is.</summary>
public static class PolicyRewriter
{
    private const string DefaultStep = "  ";

    /// <summary>The document with the patterns of each Action and NotAction replaced. An element whose patterns stay the same is not touched.</summary>
    /// <param name="json">A policy that <see cref="PolicyParser"/> reads without an error, as <see cref="PolicyDocument.Json"/> holds it.</param>
    /// <param name="rewrite">The new patterns for those of one element, in their order; never none.</param>
    public static string WithActions(string json, Func<ImmutableArray<string>, ImmutableArray<string>> rewrite)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        var cursor = new JsonCursor(utf8, SourcePosition.WholeFile(""));
        var written = new StringBuilder(json.Length);
        int copied = 0;
        bool awaitsStatement = false;
        int elementDepth = 0;
        while (cursor.Read())
        {
            if (awaitsStatement)
            {
                // One statement may stand without a list around it.
                elementDepth = cursor.Token == JsonTokenType.StartArray ? 3 : 2;
                awaitsStatement = false;
            }
            else if (cursor.Token == JsonTokenType.PropertyName && cursor.Depth == 1)
            {
                awaitsStatement = Is(cursor.Text(), "Statement");
                elementDepth = 0;
            }
            else if (cursor.Token == JsonTokenType.PropertyName && cursor.Depth == elementDepth && (Is(cursor.Text(), "Action") || Is(cursor.Text(), "NotAction")))
            {
                int key = cursor.Offset;
                (int start, ImmutableArray<string> before, bool wasList) = ReadValues(ref cursor);
                ImmutableArray<string> after = rewrite(before);
                if (!after.SequenceEqual(before, StringComparer.Ordinal))
                {
                    written.Append(Encoding.UTF8.GetString(utf8.AsSpan(copied..start)));
                    written.Append(Values(after, wasList, Layout.At(utf8, key)));
                    copied = cursor.End;
                }
            }
        }

        return written.Append(Encoding.UTF8.GetString(utf8.AsSpan(copied))).ToString();
    }

    private static bool Is(string? written, string key) => key.Equals(written, StringComparison.OrdinalIgnoreCase);

    private static (int Start, ImmutableArray<string> Values, bool IsList) ReadValues(ref JsonCursor cursor)
    {
        cursor.Read();
        int start = cursor.Offset;
        if (cursor.Token != JsonTokenType.StartArray)
        {
            return (start, [cursor.Text() ?? ""], false);
        }

        var values = ImmutableArray.CreateBuilder<string>();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            values.Add(cursor.Text() ?? "");
        }

        return (start, values.ToImmutable(), true);
    }

    private static string Values(ImmutableArray<string> values, bool wasList, Layout layout)
    {
        string[] quoted = [.. values.Select(value => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"")];
        return !wasList && quoted is [var only]
            ? only
            : $"[{layout.Inner}{string.Join("," + (layout.Inner.Length > 0 ? layout.Inner : " "), quoted)}{layout.Outer}]";
    }

    /// <summary>What stands before each item of a list and before its end: line feed and indentation as the document has them, or nothing on one line.</summary>
    private sealed record Layout(string Inner, string Outer)
    {
        public static Layout At(ReadOnlySpan<byte> utf8, int key)
        {
            int line = utf8[..key].LastIndexOf((byte)'\n') + 1;
            if (line == 0)
            {
                return new Layout("", "");
            }

            string indent = Indentation(utf8[line..]);
            int second = utf8.IndexOf((byte)'\n') + 1;
            string step = Indentation(utf8[second..]);
            return new Layout($"\n{indent}{(step.Length > 0 ? step : DefaultStep)}", $"\n{indent}");
        }

        private static string Indentation(ReadOnlySpan<byte> line)
        {
            int length = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
            return length <= 0 ? "" : Encoding.UTF8.GetString(line[..length]);
        }
    }
}
