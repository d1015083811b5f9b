using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>
/// Routes as graphs that other programs draw. Names come from accounts and may hold anything, so they are written as text that neither language
/// can take for more: places are numbered, and labels keep only what is harmless.
/// </summary>
public static class PathsGraph
{
    /// <summary>For Graphviz: <c>dot -Tsvg</c>.</summary>
    public static string WriteDot(ImmutableArray<EscalationRoute> routes)
    {
        var drawing = PathDrawing.Of(routes);
        var text = new StringBuilder("digraph paths {\n  rankdir=LR;\n  node [shape=box];\n");
        foreach ((PathNode node, string id) in Numbered(drawing))
        {
            text.Append($"  {id} [label=\"{Dot(Label(node))}\"{(node.IsAdministrator ? ", style=bold" : "")}];\n");
        }

        Dictionary<string, string> ids = Numbered(drawing).ToDictionary(pair => pair.Node.Id, pair => pair.Id, StringComparer.Ordinal);
        foreach (PathStep step in drawing.Edges)
        {
            text.Append($"  {ids[step.From.Id]} -> {ids[step.To.Id]} [label=\"{Dot(step.Path.Id)}\"{Style(step.Confidence)}];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>For Mermaid, which pages of Markdown draw.</summary>
    public static string WriteMermaid(ImmutableArray<EscalationRoute> routes)
    {
        var drawing = PathDrawing.Of(routes);
        var text = new StringBuilder("flowchart LR\n");
        foreach ((PathNode node, string id) in Numbered(drawing))
        {
            text.Append(node.IsAdministrator ? $"  {id}[[\"{Mermaid(Label(node))}\"]]\n" : $"  {id}[\"{Mermaid(Label(node))}\"]\n");
        }

        Dictionary<string, string> ids = Numbered(drawing).ToDictionary(pair => pair.Node.Id, pair => pair.Id, StringComparer.Ordinal);
        foreach (PathStep step in drawing.Edges)
        {
            string arrow = step.Confidence == PathConfidence.High ? "-->" : "-.->";
            text.Append($"  {ids[step.From.Id]} {arrow}|{Mermaid(step.Path.Id)}| {ids[step.To.Id]}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(PathNode Node, string Id)> Numbered(PathDrawing drawing) =>
        drawing.Nodes.Select((node, number) => (node, $"n{number.ToString(CultureInfo.InvariantCulture)}"));

    private static string Label(PathNode node) =>
        node.Kind == PathNodeKind.Administrator ? PathWords.Node(node) : $"{PathWords.Node(node)} ({node.AccountId})";

    private static string Style(PathConfidence confidence) => confidence switch
    {
        PathConfidence.High => "",
        PathConfidence.Medium => ", style=dashed",
        _ => ", style=dotted",
    };

    // In a quoted string of Graphviz, a backslash begins an escape, and only the quotation mark ends it.
    private static string Dot(string text) => Legible.Plain(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // Mermaid reads markup, entities and its own signs even within quotation marks; numbers of characters it does not.
    private static string Mermaid(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char c in Legible.Plain(text))
        {
            _ = char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or '-' or '_' or '/' or '@' or '+' or '=' or '(' or ')'
                ? safe.Append(c)
                : safe.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
        }

        return safe.ToString();
    }
}
