using Leastwise.Reporting.Scans;

namespace Leastwise.Cli;

/// <summary>The formats of the scanning verbs.</summary>
internal static class ScanFormat
{
    public const string Text = "text";
    public static readonly string[] All = [Text, "json", "csv", "markdown", "sarif"];

    /// <summary>Writes the report to standard output.</summary>
    public static void Write(ScanReport report, string format, Terminal terminal, string? page)
    {
        switch (format)
        {
            case "json":
                terminal.WriteJson(stream => ScanJson.Write(report, stream));
                break;
            case "sarif":
                terminal.WriteJson(stream => ScanSarif.Write(report, stream));
                break;
            case "csv":
                ScanCsv.Write(report, terminal.Out);
                break;
            case "markdown":
                ScanMarkdown.Write(report, terminal.Out);
                break;
            default:
                terminal.Out.Write(ScanText.Write(report, terminal.Width, terminal.Color, page));
                break;
        }
    }
}
