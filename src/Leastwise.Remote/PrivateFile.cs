namespace Leastwise.Remote;

/// <summary>Files and folders that only their user can read: what AWS says of an account is not for everybody on the machine.</summary>
public static class PrivateFile
{
    private const UnixFileMode UserFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside the file and moves into place, so that nobody ever opens half of it; a file of that name is replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string unfinished = path + ".part";
        try
        {
            await using (FileStream stream = Create(unfinished))
            {
                await write(stream).ConfigureAwait(false);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes beside the file and moves into place, as <see cref="WriteAsync(string, Func{Stream, Task})"/> does.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string unfinished = path + ".part";
        try
        {
            using (FileStream stream = Create(unfinished, FileOptions.None))
            {
                write(stream);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Task WriteAsync(string path, byte[] content) => WriteAsync(path, stream => stream.WriteAsync(content).AsTask());

    /// <summary>Makes a folder, and those above it.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UserFile | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A new file to write and read that is gone when it is closed, or when the program is killed where the system lets an open file lose its name.</summary>
    internal static FileStream CreateNameless(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Create(path, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        }

        FileStream stream = Create(path);
        File.Delete(path);
        return stream;
    }

    /// <summary>A new file to write and read. What is there under the name goes first: its permissions, or where it links to, would stay otherwise.</summary>
    internal static FileStream Create(string path, FileOptions options = FileOptions.Asynchronous)
    {
        File.Delete(path);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = options, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UserFile;
        }

        return new FileStream(path, how);
    }
}
