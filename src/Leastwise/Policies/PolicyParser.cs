using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>Reads policy documents of every kind: identity, trust, resource, service control, resource control, boundary, session, endpoint.</summary>
/// <remarks>
/// Source: "Grammar of the IAM JSON policy language", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. The grammar gives element names in one spelling,
/// allows each key once, and AWS refuses a document that breaks it; a document that AWS holds therefore never does. Here such a document
/// (a draft, a file edited by hand) is read as it was meant, and every departure is a diagnostic, so that no Deny gets lost unsaid.
/// </remarks>
public static class PolicyParser
{
    private static readonly string[] Keys = ["Version", "Id", "Statement"];

    /// <summary>
    /// Reads one document, as JSON or URL-encoded as IAM's own API returns it. Never throws: what is wrong stands in the document's diagnostics.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file's name, for positions.</param>
    /// <param name="firstLine">The line in the file at which <paramref name="json"/> begins, from 1.</param>
    /// <param name="firstColumn">The column in that line, from 1.</param>
    public static PolicyDocument Parse(string json, string file, int firstLine = 1, int firstColumn = 1)
    {
        var start = new SourcePosition(file, firstLine, firstColumn);
        string text = json.TrimStart('\uFEFF');
        return IsUrlEncoded(text) ? ParseEncoded(text, start) : Parse(Encoding.UTF8.GetBytes(text), start, verbatim: true);
    }

    /// <summary>Reads a document that stood in a JSON string: plain JSON inside it, or URL-encoded. Every position is that of the string.</summary>
    internal static PolicyDocument ParseEncoded(string text, SourcePosition position) =>
        Parse(Encoding.UTF8.GetBytes(IsUrlEncoded(text) ? Uri.UnescapeDataString(text) : text), position, verbatim: false);

    /// <summary>Reads the document in <paramref name="utf8"/>, whose first byte stands at <paramref name="start"/>.</summary>
    internal static PolicyDocument Parse(ReadOnlySpan<byte> utf8, SourcePosition start, bool verbatim)
    {
        var cursor = new JsonCursor(utf8, start, verbatim);
        var diagnostics = new DiagnosticCollector();
        var document = new PolicyDocument { Json = Encoding.UTF8.GetString(utf8) };
        bool isObject = false;
        if (!cursor.Read())
        {
            diagnostics.Add(cursor.Failure ?? new(DiagnosticSeverity.Error, "The policy document is empty.", start));
        }
        else if (cursor.Token != JsonTokenType.StartObject)
        {
            diagnostics.Add(new(DiagnosticSeverity.Error, $"A policy document is an object, but this is {cursor.Kind}; it was not read.", cursor.Position));
        }
        else
        {
            isObject = true;
            document = ReadDocument(ref cursor, document, diagnostics);
            if (cursor.Read())
            {
                isObject = false;
                diagnostics.Add(new(DiagnosticSeverity.Error, "Something follows the end of the policy document; it was not read.", cursor.Position));
            }

            if (cursor.Failure is { } failure)
            {
                diagnostics.Add(failure);
            }
        }

        // A document that is not one, or ends too early, may have held any Deny.
        bool isTorn = cursor.Failure is not null || !isObject;
        return document with { Diagnostics = diagnostics.ToImmutable(), MayLackDeny = document.MayLackDeny || isTorn };
    }

    private static PolicyDocument ReadDocument(ref JsonCursor cursor, PolicyDocument document, DiagnosticCollector diagnostics)
    {
        SourcePosition start = cursor.Position;
        var statements = ImmutableArray.CreateBuilder<Statement>();
        int count = 0;
        bool lacksDeny = false;
        var keys = new ElementKeys("the policy", 0, Keys);
        while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
        {
            switch (keys.Next(ref cursor, diagnostics))
            {
                case "Version":
                    document = document with { Version = ReadVersion(ref cursor, diagnostics) ?? document.Version, VersionPlace = cursor.Place };
                    break;
                case "Id":
                    document = document with { Id = ReadText(ref cursor, "Id", diagnostics), IdPlace = cursor.Place };
                    break;
                case "Statement":
                    ReadStatements(ref cursor, statements, ref count, ref lacksDeny, diagnostics);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        if (count == 0 && cursor.Failure is null)
        {
            diagnostics.Add(new(DiagnosticSeverity.Warning, "The policy has no Statement; it grants and denies nothing.", start));
        }

        return document with { Statements = statements.ToImmutable(), MayLackDeny = lacksDeny };
    }

    private static void ReadStatements(
        ref JsonCursor cursor, ImmutableArray<Statement>.Builder statements, ref int count, ref bool lacksDeny, DiagnosticCollector diagnostics)
    {
        if (!cursor.Read())
        {
            return;
        }

        bool isArray = cursor.Token == JsonTokenType.StartArray;
        while (!isArray || (cursor.Read() && cursor.Token != JsonTokenType.EndArray))
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                if (StatementReader.Read(ref cursor, count, diagnostics, ref lacksDeny) is { } statement)
                {
                    statements.Add(statement);
                }
            }
            else
            {
                lacksDeny = true;
                diagnostics.Add(new(
                    DiagnosticSeverity.Error,
                    $"Statement #{count + 1} is {cursor.Kind}, not an object; it was passed over, and if it was meant to deny, that Deny is missing.",
                    cursor.Position));
                cursor.Skip();
            }

            count++;
            if (!isArray)
            {
                return;
            }
        }
    }

    private static string? ReadVersion(ref JsonCursor cursor, DiagnosticCollector diagnostics)
    {
        string? version = ReadText(ref cursor, "Version", diagnostics);
        if (version is not (null or "2012-10-17" or "2008-10-17"))
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Warning,
                $"Version \"{version}\" is none that AWS knows; write \"2012-10-17\". Policy variables were read as that version does.",
                cursor.Position));
        }

        return version;
    }

    private static string? ReadText(ref JsonCursor cursor, string key, DiagnosticCollector diagnostics)
    {
        if (!cursor.Read() || cursor.Token == JsonTokenType.String)
        {
            return cursor.Failure is null ? cursor.Text() : null;
        }

        diagnostics.Add(new(DiagnosticSeverity.Warning, $"{key} is {cursor.Kind}, not a string; it was passed over.", cursor.Position));
        cursor.Skip();
        return null;
    }

    private static bool IsUrlEncoded(string text)
    {
        ReadOnlySpan<char> begin = text.AsSpan().TrimStart();
        return begin.StartsWith("%7B", StringComparison.OrdinalIgnoreCase) || (begin.StartsWith("%", StringComparison.Ordinal) && begin.Length > 2);
    }
}
