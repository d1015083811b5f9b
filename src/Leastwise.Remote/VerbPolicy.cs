using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Leastwise.Remote;

/// <summary>A statement of a verb's policy; it allows.</summary>
/// <param name="Sid">What it is for.</param>
/// <param name="Actions">The actions, in ordinal order.</param>
/// <param name="Resources">On what; <c>{p}</c> stands for the partition.</param>
public sealed record VerbStatement(string Sid, ImmutableArray<string> Actions, ImmutableArray<string> Resources);

/// <summary>What a verb needs to be allowed.</summary>
/// <param name="Verb">The verb as <c>init policy</c> takes it.</param>
/// <param name="Statements">The statements.</param>
/// <param name="Advice">What to replace or to know; null for nothing.</param>
public sealed record VerbPolicy(string Verb, ImmutableArray<VerbStatement> Statements, string? Advice = null)
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The policy as JSON, with a line feed at the end.</summary>
    /// <param name="partition">As it stands in ARNs, such as <c>aws</c>.</param>
    public byte[] ToJson(string partition)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Form))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (VerbStatement statement in Statements)
            {
                writer.WriteStartObject();
                writer.WriteString("Sid", statement.Sid);
                writer.WriteString("Effect", "Allow");
                Write(writer, "Action", statement.Actions);
                Write(writer, "Resource", [.. statement.Resources.Select(resource => resource.Replace("{p}", partition, StringComparison.Ordinal))]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        if (values is [var only])
        {
            writer.WriteString(name, only);
            return;
        }

        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
