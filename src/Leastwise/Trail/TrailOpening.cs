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
        problem = new FileInfo(path).Length == 0 && KindOf(path) is string kind
            ? $"It is {kind}, not a file; write what it gives into a file, or pipe it into '-'."
            : null;
        return problem is null ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1) : null;
    }

    /// <summary>
    /// What a path without a length is, if no file. The platform has no call that tells, save the one that writes archives, which must ask the system before
    /// it opens anything.
    /// </summary>
    private static string? KindOf(string path)
    {
        string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (real != path && !File.Exists(real))
        {
            // What a shell makes of <(command): a link to something without a name.
            return "a pipe";
        }

        using var header = new MemoryStream();
        try
        {
            using var tar = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true);
            tar.WriteEntry(real, "x");
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
