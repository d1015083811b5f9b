using System.IO.Compression;

namespace Leastwise.Trail;

/// <summary>Reads zip archives entry by entry.</summary>
internal static class ZipContent
{
    /// <summary>Reads all entries.</summary>
    /// <param name="path">How messages call the archive.</param>
    /// <param name="content">The archive, read where it can seek.</param>
    /// <param name="window">The same, read where it cannot.</param>
    /// <param name="budget">What the file may unpack to.</param>
    /// <param name="read">Reads an entry.</param>
    public static TrailFileResult Read(string path, Stream content, TextWindow window, UnpackBudget budget, EntryReader read)
    {
        var found = new ArchiveFindings(path);
        try
        {
            // A zip's directory is at its end, so one that comes as a stream must be held.
            using MemoryStream? held = content.CanSeek ? null : Hold(window.Rest());
            using var zip = new ZipArchive(held ?? Start(content), ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (!budget.TakeEntry())
                {
                    return found.Result($"it has more than {TrailLimits.MaxArchiveEntries:N0} entries");
                }

                if (!ArchiveFindings.IsHidden(entry.FullName))
                {
                    found.Add(ReadEntry(found.Called(entry.FullName), entry, budget, read));
                }
            }

            return found.Result(null);
        }
        catch (UnpackException exception)
        {
            return found.Result(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            return found.Result("its zip data is damaged or ends early");
        }
    }

    private static TrailFileResult ReadEntry(string name, ZipArchiveEntry entry, UnpackBudget budget, EntryReader read)
    {
        if (entry.IsEncrypted)
        {
            return NotRead(name, "It is encrypted; unpack it first.");
        }

        try
        {
            using var content = new Unpacked(entry.Open(), budget);
            return read(name, content);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            return NotRead(name, "It is packed in a way that is not read, or damaged; unpack it first.");
        }
    }

    private static TrailFileResult NotRead(string name, string because) => new() { Path = name, ContentHash = "", NotReadBecause = because, LosesEvents = true };

    private static Stream Start(Stream content)
    {
        content.Position = 0;
        return content;
    }

    private static MemoryStream Hold(Stream content)
    {
        var held = new MemoryStream();
        byte[] piece = new byte[64 * 1024];
        for (int read = content.Read(piece); read > 0; read = content.Read(piece))
        {
            held.Write(piece, 0, read);
            if (held.Length > TrailLimits.MaxInnerZipBytes)
            {
                throw new UnpackException($"it is a zip of more than {TrailLimits.MaxInnerZipBytes / (1024 * 1024)} MB within another archive");
            }
        }

        held.Position = 0;
        return held;
    }

    private sealed class Unpacked(Stream entry, UnpackBudget budget) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            int read = entry.Read(buffer);
            budget.Spend(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                entry.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
