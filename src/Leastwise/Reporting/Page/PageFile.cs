using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Reporting.Page;

/// <summary>A self-contained page: no request to anywhere, opened from disk, with a content security policy that names its own parts only.</summary>
/// <param name="Title">What the browser's window says.</param>
/// <param name="Script">The script that draws the page.</param>
/// <param name="Instead">What to read where scripts are not allowed.</param>
/// <param name="WriteJson">Writes the value that the script draws.</param>
internal sealed record PageFile(string Title, string Script, string Instead, Action<Stream> WriteJson)
{
    /// <summary>Writes it in UTF-8. The stream stays open.</summary>
    public void Write(Stream stream)
    {
        string style = PageSources.Style;
        string policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";
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
                "title" => WebUtility.HtmlEncode(Legible.Plain(Title)),
                "instead" => Instead,
                "style" => style,
                "data" => Pack(),
                "script" => Script,
                var place => throw new InvalidOperationException($"page.html has no such place: {place}."),
            });
            markup = markup[(close + 2)..];
        }
    }

    /// <summary>The value as gzip in base64, so that no text of a policy or log stands in the markup.</summary>
    private string Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            WriteJson(gzip);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <summary>The hash by which a content security policy allows exactly this text and no other.</summary>
    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
