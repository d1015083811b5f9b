using System.Formats.Tar;

namespace Leastwise.Trail;

/// <summary>Opens files, and only files: opening a pipe would wait for its writer for ever, reading a device might never end.</summary>
internal static class TrailOpening
{
    private const int TypeAt = 156;

    /// <summary>The file, open for reading; null where it is none.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream? Open(string path, out string? problem)
    {
        // The length of a link may be that of its text, so what it leads to is asked.
        string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string? kind = real != path && File.Exists(path) && !File.Exists(real) ? "a pipe" : new FileInfo(real).Length == 0 ? KindOf(real) : null;
        if (kind is null)
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (file.CanSeek)
            {
                problem = null;
                return file;
            }

            file.Dispose();
            kind = "a pipe";
        }

        problem = $"It is {kind}, not a file; write what it gives into a file, or pipe it into '-'.";
        return null;
    }

    /// <summary>
    /// What a path without a length is, if no file. The platform has no call that tells, save the one that writes archives, which must ask the system before
    /// it opens anything.
    /// </summary>
    private static string? KindOf(string path)
    {
        using var header = new MemoryStream();
        try
        {
            using var tar = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true);
            tar.WriteEntry(path, "x");
        }
        catch (IOException exception) when (exception is not FileNotFoundException and not DirectoryNotFoundException)
        {
            // What no archive can hold: a socket.
            return "a socket or the like";
        }

        return header.ToArray() is { Length: > TypeAt } written
            ? written[TypeAt] switch
            {
                (byte)TarEntryType.Fifo => "a named pipe",
                (byte)TarEntryType.CharacterDevice or (byte)TarEntryType.BlockDevice => "a device",
                _ => null,
            }
            : null;
    }
}
