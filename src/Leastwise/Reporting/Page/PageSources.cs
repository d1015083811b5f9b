using System.Text;

namespace Leastwise.Reporting.Page;

/// <summary>The page's own sources, embedded in the library as they are written: markup, style, and modules that become one script.</summary>
internal static class PageSources
{
    /// <summary>The modules, each after those that it imports.</summary>
    private static readonly string[] OfReport =
        ["dom", "format", "unpack", "theme", "rows", "data", "marks", "csv", "rolling", "table", "filters", "triage", "services", "multiples", "trimmed", "overview", "principals", "principal", "findings", "finding", "layered", "escalation", "policies", "versions", "policy", "sessions", "evidence", "guidance", "glossary", "search", "main"];

    private static readonly string[] OfDifference = ["dom", "format", "unpack", "theme", "rows", "data", "marks", "csv", "rolling", "table", "filters", "difference"];

    /// <summary>The markup with places for style, data and script.</summary>
    public static string Markup => Read("page.html");

    /// <summary>The style sheet.</summary>
    public static string Style => Read("page.css");

    /// <summary>The script of the report.</summary>
    public static string Report => Joined(OfReport);

    /// <summary>The script of the page that says what changed between two reports.</summary>
    public static string Difference => Joined(OfDifference);

    /// <summary>
    /// Modules as one. A page that is opened from disk cannot import, so <c>import</c> lines and the word <c>export</c> go; names are unique over
    /// all modules, which the browser checks when it reads the script.
    /// </summary>
    private static string Joined(string[] modules)
    {
        var script = new StringBuilder();
        foreach (string module in modules)
        {
            foreach (string line in Read($"{module}.js").Split('\n').Where(line => !line.StartsWith("import ", StringComparison.Ordinal)))
            {
                _ = script.Append(line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line).Append('\n');
            }
        }

        return script.ToString();
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(PageSources).Assembly.GetManifestResourceStream($"Leastwise.Reporting.Page.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded in the library.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
