using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>Makes a policy document of a template's node, functions worked out, every statement at its own place in the file.</summary>
internal static class TemplateDocument
{
    /// <summary>The document; what only deployment tells stands in its diagnostics.</summary>
    public static PolicyDocument Of(TemplateNode node)
    {
        var diagnostics = new DiagnosticCollector();
        var positions = new List<SourcePosition>();
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(writer, node, positions, diagnostics);
        }

        PolicyDocument document = PolicyParser.ParseEncoded(Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length), node.Position);
        return document with
        {
            Statements = [.. document.Statements.Select(statement => statement.Index < positions.Count ? statement with { Position = positions[statement.Index] } : statement)],
            Diagnostics = [.. diagnostics.ToImmutable(), .. document.Diagnostics],
        };
    }

    private static void Write(Utf8JsonWriter json, TemplateNode document, List<SourcePosition> positions, DiagnosticCollector diagnostics)
    {
        json.WriteStartObject();
        foreach ((string name, TemplateNode value) in (document as TemplateMap)?.Members ?? [])
        {
            json.WritePropertyName(name);
            if (name == "Statement")
            {
                WriteStatements(json, value, positions, diagnostics);
            }
            else
            {
                WriteValue(json, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteStatements(Utf8JsonWriter json, TemplateNode statements, List<SourcePosition> positions, DiagnosticCollector diagnostics)
    {
        json.WriteStartArray();
        foreach (TemplateNode statement in statements is TemplateList list ? list.Items : [statements])
        {
            if (Intrinsics.IsCall(statement, out string function, out _) || statement["Effect"] is TemplateMap)
            {
                string what = function.Length > 0 ? $"Whether this statement is there, {function} tells" : "Whether this statement allows or denies, the template alone does not tell";
                diagnostics.Add(new(DiagnosticSeverity.Warning, $"{what}, and only when the template is deployed; it was not judged.", statement.Position));
                continue;
            }

            foreach (string element in (string[])["Action", "NotAction"])
            {
                if (statement[element] is { } actions && (actions is TemplateList all ? all.Items : [actions]).FirstOrDefault(action => action is TemplateMap) is { } unknown)
                {
                    diagnostics.Add(new(DiagnosticSeverity.Warning, $"An {element} of this statement is known only when the template is deployed; that one was not judged.", unknown.Position));
                }
            }

            positions.Add(statement.Position);
            WriteValue(json, statement);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, TemplateNode node)
    {
        if (Intrinsics.Text(node) is { } text)
        {
            json.WriteStringValue(text);
            return;
        }

        switch (node)
        {
            case TemplateMap map:
                json.WriteStartObject();
                foreach ((string name, TemplateNode value) in map.Members)
                {
                    // An element that is left out by AWS::NoValue is no element.
                    if (value["Ref"]?.Text != "AWS::NoValue")
                    {
                        json.WritePropertyName(name);
                        WriteValue(json, value);
                    }
                }

                json.WriteEndObject();
                break;
            case TemplateList list:
                json.WriteStartArray();
                foreach (TemplateNode item in list.Items.Where(item => item["Ref"]?.Text != "AWS::NoValue"))
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
