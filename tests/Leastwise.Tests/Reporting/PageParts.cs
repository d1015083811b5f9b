using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Leastwise.Tests.Reporting;

/// <summary>The data that a page carries, as the browser would unpack it.</summary>
internal static partial class PageParts
{
    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    /// <summary>All parts, one after the other.</summary>
    public static string All(string page) => string.Join('\n', Parts(page).Select(part => part.Json));

    /// <summary>The findings as the page's table shows them.</summary>
    public static IEnumerable<(string Severity, string Principal, string Title)> Findings(string page)
    {
        Dictionary<string, JsonElement> parts = Parts(page).ToDictionary(part => part.Id, part => JsonDocument.Parse(part.Json).RootElement);
        JsonElement findings = parts["data-findings"], columns = findings.GetProperty("columns");
        string[] people = [.. Texts(parts["data-principals"].GetProperty("columns").GetProperty("arn")), .. findings.GetProperty("others").EnumerateArray().Select(other => other[0].GetString() ?? "")];
        for (int i = 0; i < columns.GetProperty("id").GetArrayLength(); i++)
        {
            string principal = people[columns.GetProperty("principal")[i].GetInt32()];
            string[] title = [.. Texts(findings.GetProperty("titles")[columns.GetProperty("title")[i].GetInt32()])];
            yield return (Severities[columns.GetProperty("severity")[i].GetInt32()], principal, string.Join(principal[(principal.LastIndexOfAny(['/', ':']) + 1)..], title));
        }
    }

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString() ?? "");

    private static IEnumerable<(string Id, string Json)> Parts(string page) => Part().Matches(page).Select(part =>
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(part.Groups["packed"].Value)), CompressionMode.Decompress);
        return (part.Groups["id"].Value, new StreamReader(gzip).ReadToEnd());
    });

    [GeneratedRegex("<script type=\"application/gzip;base64\" id=\"(?<id>[^\"]*)\">(?<packed>[^<]*)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
