using System.Formats.Tar;

namespace Leastwise.Trail;

/// <summary>Reads tar archives as a stream, entry by entry. Links in them are not followed.</summary>
internal static class TarArchive
{
    private const int HeaderLength = 512;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;

    /// <summary>Whether the bytes begin with a tar header: the checksum of POSIX (ustar, GNU and the format before them) holds.</summary>
    public static bool Begins(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderLength || head[0] == 0)
        {
            return false;
        }

        int sum = ChecksumLength * ' ';
        for (int at = 0; at < HeaderLength; at++)
        {
            sum += at is >= ChecksumAt and < ChecksumAt + ChecksumLength ? 0 : head[at];
        }

        int stated = 0, digits = 0;
        foreach (byte digit in head.Slice(ChecksumAt, ChecksumLength).Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            stated = (stated * 8) + digit - '0';
            digits++;
        }

        return digits > 0 && stated == sum;
    }

    /// <summary>Reads all entries.</summary>
    public static TrailFileResult Read(string path, Stream content, UnpackBudget budget, EntryReader read)
    {
        var found = new ArchiveFindings(path);
        using var tar = new TarReader(content, leaveOpen: true);
        while (true)
        {
            TarEntry? entry;
            try
            {
                entry = tar.GetNextEntry();
            }
            catch (UnpackException exception)
            {
                return found.Result(exception.Message);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                return found.Result("its tar data is damaged or ends early");
            }

            if (entry is null)
            {
                return found.Result(null);
            }

            if (!budget.TakeEntry())
            {
                return found.Result($"it has more than {TrailLimits.MaxArchiveEntries:N0} entries");
            }

            if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: Stream data } && !ArchiveFindings.IsHidden(entry.Name))
            {
                found.Add(read(found.Called(entry.Name), data));
            }
        }
    }
}
