using System.Runtime.CompilerServices;
using System.Text;

namespace Leastwise.Cli;

/// <summary>Lines of an input as they come in: all that has arrived is handed on before more is waited for.</summary>
internal static class InputLines
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The lines in batches, in order, without their ends (line feed, with or without carriage return). A last line needs no end.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var bytes = new byte[BlockSize];
        var chars = new char[BlockSize + 1];
        var unfinished = new StringBuilder();
        Decoder? decoder = null;
        int length;
        do
        {
            // A terminal's or pipe's read cannot be called off, but its waiting can.
            length = await input.ReadAsync(bytes, CancellationToken.None).AsTask().WaitAsync(cancellation);
            ReadOnlySpan<byte> text = bytes.AsSpan(0, length);
            if (decoder is null)
            {
                (Encoding encoding, int mark) = EncodingOf(text);
                decoder = encoding.GetDecoder();
                text = text[mark..];
            }

            int count = decoder.GetChars(text, chars, flush: length == 0);
            List<string> lines = [];
            for (ReadOnlySpan<char> rest = chars.AsSpan(0, count); !rest.IsEmpty;)
            {
                int end = rest.IndexOf('\n');
                unfinished.Append(end < 0 ? rest : rest[..end]);
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (end >= 0)
                {
                    lines.Add(Finish(unfinished));
                }
            }

            if (length == 0 && unfinished.Length > 0)
            {
                lines.Add(Finish(unfinished));
            }

            if (lines.Count > 0)
            {
                yield return lines;
            }
        }
        while (length > 0);
    }

    private static string Finish(StringBuilder line)
    {
        string text = line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
        line.Clear();
        return text;
    }

    /// <summary>UTF-8 unless the input begins with the mark of UTF-16, in which Windows PowerShell writes files.</summary>
    private static (Encoding Encoding, int MarkLength) EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        _ => (Encoding.UTF8, 0),
    };
}
