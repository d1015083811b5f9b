using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Reporting.Page;

/// <summary>A self-contained page: no request to anywhere, opened from disk, with a content security policy that names its own parts only.</summary>
/// <param name="Title">What the browser's window says.</param>
/// <param name="Script">The script that draws the page.</param>
/// <param name="Instead">What to read where scripts are not allowed.</param>
/// <param name="Parts">Starts to pack the value that the script draws; the parts stand in the page in this order.</param>
internal sealed record PageFile(string Title, string Script, string Instead, Func<ImmutableArray<Task<PagePart>>> Parts)
{
    /// <summary>Writes it in UTF-8. The stream stays open.</summary>
    public void Write(Stream stream)
    {
        ImmutableArray<Task<PagePart>> parts = Parts();
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
            switch (markup[(open + 2)..close])
            {
                case "policy":
                    writer.Write(policy);
                    break;
                case "title":
                    writer.Write(WebUtility.HtmlEncode(Legible.Plain(Title)));
                    break;
                case "instead":
                    writer.Write(Instead);
                    break;
                case "style":
                    writer.Write(style);
                    break;
                case "data":
                    WriteParts(writer, parts);
                    break;
                case "script":
                    writer.Write(Script);
                    break;
                case var place:
                    throw new InvalidOperationException($"page.html has no such place: {place}.");
            }

            markup = markup[(close + 2)..];
        }
    }

    private static void WriteParts(TextWriter writer, ImmutableArray<Task<PagePart>> parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            writer.Write(i == 0 ? "" : "\n");
            parts[i].GetAwaiter().GetResult().Write(writer);
        }
    }

    /// <summary>The hash by which a content security policy allows exactly this text and no other.</summary>
    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
