using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Leastwise.Policies;

/// <summary>
/// Writes a policy in one canonical form: elements in the order of AWS's grammar, one value as a string, several as an array, all values as strings.
/// Reading what was written gives the same policy.
/// </summary>
public static class PolicyWriter
{
    /// <summary>The policy as JSON text.</summary>
    /// <param name="document">The policy.</param>
    /// <param name="indented">Whether to lay it out for people, or to leave out all white space.</param>
    public static string Write(PolicyDocument document, bool indented = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Policies are no HTML; <, & and + stay readable. Whoever puts one into a page escapes it there.
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("Version", document.Version);
            if (document.Id is { } id)
            {
                json.WriteString("Id", id);
            }

            json.WriteStartArray("Statement");
            foreach (Statement statement in document.Statements)
            {
                Write(json, statement);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        if (statement.Sid is { } sid)
        {
            json.WriteString("Sid", sid);
        }

        json.WriteString("Effect", statement.Effect == Effect.Allow ? "Allow" : "Deny");
        if (statement.Principals is { } principals)
        {
            Write(json, principals);
        }

        WriteValues(json, statement.Actions.Not ? "NotAction" : "Action", statement.Actions.Patterns);
        if (statement.Resources is { } resources)
        {
            WriteValues(json, resources.Not ? "NotResource" : "Resource", resources.Patterns);
        }

        if (!statement.Conditions.IsEmpty)
        {
            Write(json, statement.Conditions);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PrincipalElement principals)
    {
        string name = principals.Not ? "NotPrincipal" : "Principal";
        if (principals.Entries is [{ Type: PrincipalEntryType.Anyone }])
        {
            json.WriteString(name, "*");
            return;
        }

        json.WriteStartObject(name);
        foreach (IGrouping<PrincipalEntryType, PrincipalEntry> kind in principals.Entries.GroupBy(entry => entry.Type))
        {
            string kindName = kind.Key is PrincipalEntryType.Aws or PrincipalEntryType.Anyone ? "AWS" : kind.Key.ToString();
            WriteValues(json, kindName, [.. kind.Select(entry => entry.Value)]);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<Condition> conditions)
    {
        json.WriteStartObject("Condition");
        for (int i = 0; i < conditions.Length;)
        {
            string operatorName = conditions[i].Operator;
            json.WriteStartObject(operatorName);
            for (; i < conditions.Length && conditions[i].Operator == operatorName; i++)
            {
                WriteValues(json, conditions[i].Key, conditions[i].Values);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values is [string only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
