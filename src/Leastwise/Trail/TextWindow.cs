using System.Buffers;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>
/// The part of a text that is being read. It slides over a stream of any length and grows only as far as one record needs,
/// up to <see cref="TrailLimits.MaxRecordBytes"/>. It never throws for what its stream does; <see cref="Trouble"/> tells.
/// </summary>
internal sealed class TextWindow : IDisposable
{
    private const int FirstSize = 256 * 1024;

    private readonly Stream? source;
    private byte[] buffer;
    private int start;
    private int end;
    private long slid;

    /// <summary>Line ends before the buffer's first byte, and bytes since the last of them.</summary>
    private (int At, int Lines, int Columns) before;

    /// <summary>The same of the byte that was asked for last: places that lie one behind the other cost one pass together.</summary>
    private (int At, int Lines, int Columns) counted;

    /// <summary>A window over a stream.</summary>
    public TextWindow(Stream source)
    {
        this.source = source;
        buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    }

    /// <summary>A window over bytes of a buffer from the shared pool, which it gives back when disposed.</summary>
    public TextWindow(byte[] rented, int length)
    {
        buffer = rented;
        end = length;
        Ended = true;
    }

    /// <summary>What is left of the text, as far as it is in the window.</summary>
    public ReadOnlySpan<byte> Text => buffer.AsSpan(start, end - start);

    /// <summary>Whether the window reaches the text's end.</summary>
    public bool Ended { get; private set; }

    /// <summary>Why the text ended early, as the end of a sentence; null where it did not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether the window holds as much as it may.</summary>
    public bool IsFull => end - start >= TrailLimits.MaxRecordBytes;

    /// <summary>Bytes of the text that have been in the window.</summary>
    public long BytesSeen => slid + end;

    /// <summary>Passes over the first bytes of <see cref="Text"/>.</summary>
    public void Advance(int count) => start += count;

    /// <summary>Brings more text into the window; false where there is none, or no room.</summary>
    public bool Fill()
    {
        if (Ended || source is null || IsFull)
        {
            return false;
        }

        Slide();
        if (end == buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        int read = Read();
        end += read;
        Ended = read == 0;
        return read > 0;
    }

    /// <summary>Brings in text until <paramref name="count"/> bytes are there; false where the text is shorter.</summary>
    public bool Reach(int count)
    {
        while (end - start < count)
        {
            if (!Fill())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Line and column, from 1, of a byte of <see cref="Text"/>.</summary>
    public SourcePosition PositionOf(string file, int at)
    {
        CountTo(Math.Min(start + at, end));
        return new SourcePosition(file, counted.Lines + 1, counted.Columns + 1);
    }

    /// <summary>What is left, as a stream: first the window, then its source.</summary>
    public Stream Rest() => new RestStream(this);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private int Read()
    {
        try
        {
            return source?.Read(buffer.AsSpan(end)) ?? 0;
        }
        catch (UnpackException exception)
        {
            Trouble = exception.Message;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            Trouble = exception is InvalidDataException ? "its packed data is damaged or ends early" : $"reading it failed ({exception.Message.TrimEnd('.')})";
        }

        return 0;
    }

    private void Slide()
    {
        if (start == 0)
        {
            return;
        }

        CountTo(start);
        before = counted = (0, counted.Lines, counted.Columns);
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        slid += start;
        end -= start;
        start = 0;
    }

    private void CountTo(int at)
    {
        (int from, int lines, int columns) = counted.At <= at ? counted : before;
        ReadOnlySpan<byte> passed = buffer.AsSpan(from, at - from);
        int last = passed.LastIndexOf((byte)'\n');
        counted = (at, lines + System.MemoryExtensions.Count(passed, (byte)'\n'), last < 0 ? columns + passed.Length : passed.Length - last - 1);
    }

    private sealed class RestStream(TextWindow window) : ReadOnlyStream
    {
        public override int Read(Span<byte> target)
        {
            if (window.Text.IsEmpty && !window.Fill())
            {
                return window.Trouble is string trouble ? throw new UnpackException(trouble) : 0;
            }

            int count = Math.Min(target.Length, window.Text.Length);
            window.Text[..count].CopyTo(target);
            window.Advance(count);
            return count;
        }
    }
}
