using Leastwise.Remote;

namespace Leastwise.Cli;

/// <summary>Files that are there whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside the file and moves into place, so that nobody ever opens half a report.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="isPrivate">Whether only the user may read it.</param>
    public static void Replace(string path, Action<Stream> write, bool isPrivate = false)
    {
        if (isPrivate)
        {
            PrivateFile.Write(path, write);
            return;
        }

        string unfinished = path + ".part";
        // Made anew: what is cut when it is opened, some file systems carry to the disk when it is closed, a quarter of a second for a large report.
        File.Delete(unfinished);
        using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            write(stream);
        }

        // What is replaced goes first: a file that is moved over another one is carried to the disk, too.
        File.Delete(path);
        File.Move(unfinished, path, overwrite: true);
    }
}
