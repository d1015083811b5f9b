using System.Buffers;
using System.Buffers.Text;

namespace Leastwise.Trail;

/// <summary>The part of the walker that looks into strings: records that were put into JSON as text, and texts that were packed and put into JSON in base64.</summary>
internal sealed partial class TrailWalker
{
    /// <summary>
    /// Passes a string, after looking into it. Which property it belongs to does not matter: <c>CloudTrailEvent</c>, <c>message</c>, <c>@message</c>, <c>_raw</c>,
    /// <c>Body</c>, <c>Message</c>, <c>event.original</c>, <c>awslogs.data</c> and what others call it all hold the same.
    /// </summary>
    private Step String()
    {
        window.Reach(64);
        bool packed = Packed(window.Text[1..]);
        if (wrapping >= TrailLimits.MaxWrapping || !(packed || HoldsJson(window.Text[1..])))
        {
            return PassByBrackets();
        }

        int length = StringLength(TrailLimits.MaxRecordBytes);
        if (length < 0)
        {
            return window.IsFull ? PassBroken($"it is larger than {TrailLimits.MaxRecordBytes / (1024 * 1024)} MB") : Step.Torn;
        }

        ReadOnlySpan<byte> raw = window.Text[..length];
        byte[] inner = ArrayPool<byte>.Shared.Rent(length);
        int count = packed ? FromBase64(raw, inner) : JsonEncoded.Unescape(raw, inner);
        if (count < 0)
        {
            ArrayPool<byte>.Shared.Return(inner);
            if (!packed)
            {
                found.AddBad("it holds text that is not valid UTF-8", Here());
            }
        }
        else
        {
            found.Unpacked += packed ? 1 : 0;
            WalkInner(inner, count);
        }

        window.Advance(length);
        return Step.Passed;
    }

    private static bool Escaped(ReadOnlySpan<byte> text, ReadOnlySpan<byte> quote) => text.StartsWith(quote) && text[quote.Length..] is [(byte)'{' or (byte)'[', ..];

    private static bool HoldsJson(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at + 1 < text.Length && (text[at] is (byte)' ' or (byte)'\t' || (text[at] == (byte)'\\' && text[at + 1] is (byte)'n' or (byte)'r' or (byte)'t')))
        {
            at += text[at] == (byte)'\\' ? 2 : 1;
        }

        // A string in a string begins with an escaped quote.
        return at < text.Length && (text[at] is (byte)'{' or (byte)'[' || Escaped(text[at..], "\\\""u8) || Escaped(text[at..], "\\u0022"u8));
    }

    /// <summary>Whether it begins as base64 of gzip, of zstd, of <c>{"</c>, of <c>{</c> and a blank, or of <c>[{</c> does.</summary>
    private static bool Packed(ReadOnlySpan<byte> text) =>
        text.StartsWith("H4sI"u8) || text.StartsWith("KLUv/"u8) || text.StartsWith("eyJ"u8) || text.StartsWith("ewo"u8) || text.StartsWith("eyA"u8) || text.StartsWith("W3si"u8);

    private static int FromBase64(ReadOnlySpan<byte> quoted, byte[] target)
    {
        // Some writers of JSON escape slashes, which base64 has.
        int length = JsonEncoded.Unescape(quoted, target);
        return length >= 0 && Base64.DecodeFromUtf8InPlace(target.AsSpan(0, length), out int written) == OperationStatus.Done ? written : -1;
    }

    private void WalkInner(byte[] inner, int count)
    {
        using ReadOnlyStream? text = PackedText.Open(inner.AsSpan(0, count), new MemoryStream(inner, 0, count, writable: false), found.Budget);
        if (text is null)
        {
            Walk(new TextWindow(inner, count));
            return;
        }

        Walk(new TextWindow(text));
        ArrayPool<byte>.Shared.Return(inner);
    }

    private void Walk(TextWindow text)
    {
        using (text)
        {
            long before = found.Events;
            var walker = new TrailWalker(text, taker, found, Here, wrapping + 1);
            bool whole = walker.Documents(lines: false);

            // A string that merely begins like JSON is no lost record; one that has the name of a record's field is.
            if (text.Trouble is string trouble)
            {
                found.AddBad(trouble, Here());
            }
            else if (!whole && found.Events == before && text.Text.IndexOf("\"event"u8) >= 0)
            {
                found.AddBad("it ends in the middle", Here());
            }
        }
    }
}
