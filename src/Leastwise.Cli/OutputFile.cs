namespace Leastwise.Cli;

/// <summary>Files that are there whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside the file and moves into place, so that nobody ever opens half a report.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        string unfinished = path + ".part";
        using (FileStream stream = File.Create(unfinished))
        {
            write(stream);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
