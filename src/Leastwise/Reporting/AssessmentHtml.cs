using System.Net;
using System.Security.Cryptography;
using System.Text;
using Leastwise.Reporting.Page;

namespace Leastwise.Reporting;

/// <summary>The assessment as one self-contained page: no request to anywhere, opened from disk, with a content security policy that names its own parts only.</summary>
public static class AssessmentHtml
{
    /// <summary>Writes <c>report.html</c> in UTF-8. The stream stays open.</summary>
    public static void Write(Assessment assessment, Stream stream, CustomPages? custom = null)
    {
        string style = PageSources.Style, script = PageSources.Script;
        string policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'";
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        ReadOnlySpan<char> markup = PageSources.Markup;
        while (!markup.IsEmpty)
        {
            int open = markup.IndexOf("{{");
            int close = open < 0 ? -1 : markup[open..].IndexOf("}}") + open;
            if (open < 0 || close <= open)
            {
                writer.Write(markup);
                break;
            }

            writer.Write(markup[..open]);
            writer.Write(markup[(open + 2)..close] switch
            {
                "policy" => policy,
                "title" => WebUtility.HtmlEncode(Legible.Plain(assessment.Name)),
                "style" => style,
                "data" => PageData.Pack(assessment, custom ?? CustomPages.None),
                "script" => script,
                var place => throw new InvalidOperationException($"page.html has no such place: {place}."),
            });
            markup = markup[(close + 2)..];
        }
    }

    /// <summary>The hash by which a content security policy allows exactly this text and no other.</summary>
    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
