using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Leastwise.Policies.Templates;

/// <summary>Reads JSON and YAML into nodes. CloudFormation's short forms such as <c>!Sub</c> become their long forms.</summary>
internal static class TemplateReader
{
    // Deeper than any template, and shallow enough for a recursive walk.
    private const int MostDepth = 200;

    /// <summary>Reads JSON; null where it is broken, which stands in the diagnostics.</summary>
    public static TemplateNode? ReadJson(ReadOnlySpan<byte> utf8, string file, DiagnosticCollector diagnostics)
    {
        var cursor = new JsonCursor(utf8, new SourcePosition(file, 1, 1));
        TemplateNode? node = cursor.Read() ? ReadJson(ref cursor, 0) : null;
        if (cursor.Failure is { } failure)
        {
            diagnostics.Add(failure);
        }

        return node;
    }

    /// <summary>Reads YAML; null where it is broken or empty.</summary>
    public static TemplateNode? ReadYaml(string text, string file, DiagnosticCollector diagnostics)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : FromYaml(stream.Documents[0].RootNode, file, 0);
        }
        catch (YamlException broken)
        {
            diagnostics.Add(new(DiagnosticSeverity.Error, "The YAML is broken here; the file was not read.", new SourcePosition(file, (int)broken.Start.Line, (int)broken.Start.Column)));
            return null;
        }
    }

    private static TemplateNode ReadJson(ref JsonCursor cursor, int depth)
    {
        SourcePosition position = cursor.Position;
        switch (cursor.Token)
        {
            case JsonTokenType.StartObject when depth < MostDepth:
                var members = ImmutableArray.CreateBuilder<(string, TemplateNode)>();
                while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
                {
                    string name = cursor.Text() ?? "";
                    if (!cursor.Read())
                    {
                        break;
                    }

                    members.Add((name, ReadJson(ref cursor, depth + 1)));
                }

                return new TemplateMap(position, members.ToImmutable());
            case JsonTokenType.StartArray when depth < MostDepth:
                var items = ImmutableArray.CreateBuilder<TemplateNode>();
                while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
                {
                    items.Add(ReadJson(ref cursor, depth + 1));
                }

                return new TemplateList(position, items.ToImmutable());
            default:
                string? text = cursor.Text();
                cursor.Skip();
                return new TemplateText(position, text);
        }
    }

    private static TemplateNode FromYaml(YamlNode node, string file, int depth)
    {
        var position = new SourcePosition(file, (int)node.Start.Line, (int)node.Start.Column);
        TemplateNode plain = node switch
        {
            YamlMappingNode map when depth < MostDepth =>
                new TemplateMap(position, [.. map.Children.Select(child => ((child.Key as YamlScalarNode)?.Value ?? "", FromYaml(child.Value, file, depth + 1)))]),
            YamlSequenceNode list when depth < MostDepth => new TemplateList(position, [.. list.Children.Select(child => FromYaml(child, file, depth + 1))]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "~" or "" } => new TemplateText(position, null),
            YamlScalarNode scalar => new TemplateText(position, scalar.Value),
            _ => new TemplateText(position, null),
        };
        string tag = node.Tag.IsEmpty ? "" : node.Tag.Value;
        if (tag.Length < 2 || tag[0] != '!' || tag.StartsWith("!!", StringComparison.Ordinal))
        {
            return plain;
        }

        string function = tag[1..] is "Ref" or "Condition" ? tag[1..] : $"Fn::{tag[1..]}";
        return new TemplateMap(position, [(function, plain)]);
    }
}
