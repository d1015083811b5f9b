using System.Buffers;

namespace Leastwise.Trail;

/// <summary>
/// The bytes of a log that come from elsewhere: in a pooled buffer, or above a bound in a file of the temporary folder that has no name any
/// more and is gone with the process. Written first, then read.
/// </summary>
/// <param name="expected">How many bytes will come, as far as known.</param>
/// <param name="released">Called once when the bytes are not needed any more.</param>
/// <param name="most">So many bytes are kept in memory.</param>
public sealed class LogContent(long expected = 0, Action? released = null, int most = LogContent.MostInMemory) : IDisposable
{
    /// <summary>A log of more bytes is always kept in a file.</summary>
    public const int MostInMemory = TrailLimits.MaxWholeBytes;

    private byte[] buffer = expected is > 0 and <= MostInMemory ? ArrayPool<byte>.Shared.Rent((int)expected) : [];
    private FileStream? file;
    private Action? released = released;

    /// <summary>How many bytes it holds.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes where they are in memory.</summary>
    internal ArraySegment<byte> Bytes => new(buffer, 0, (int)Length);

    /// <summary>The file where they are not.</summary>
    internal FileStream? File => file;

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (file is null && Length + bytes.Length > most)
        {
            file = Nameless();
            file.Write(buffer.AsSpan(0, (int)Length));
            Return();
        }

        if (file is not null)
        {
            file.Write(bytes);
        }
        else
        {
            Grow(bytes.Length);
            bytes.CopyTo(buffer.AsSpan((int)Length));
        }

        Length += bytes.Length;
    }

    /// <summary>Forgets what was written, to begin again.</summary>
    public void Clear()
    {
        file?.Dispose();
        file = null;
        Length = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        Return();
        released?.Invoke();
        released = null;
    }

    private void Grow(int more)
    {
        if (Length + more > buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Length + more, Math.Min(most, buffer.Length * 2L)));
            buffer.AsSpan(0, (int)Length).CopyTo(larger);
            Return();
            buffer = larger;
        }
    }

    private void Return()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    /// <summary>A file that only this process can reach. Where a name can be taken away from an open file, nothing is left even by a kill.</summary>
    private static FileStream Nameless()
    {
        string path = Path.Combine(Path.GetTempPath(), $"leastwise-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var made = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.Delete(path);
        }

        return made;
    }
}
