using Leastwise.Usage.Storage;

namespace Leastwise.Usage.Intake;

/// <summary>Names a file as it lies there, by full path, size and time of change, so that an unchanged one need not be opened.</summary>
internal static class FileStamp
{
    /// <summary>The stamp of a log that is no file of this machine.</summary>
    /// <param name="identity">Names this state of the log among all logs of all sources.</param>
    public static byte[] OfIdentity(string identity) => DimensionKey.Of(identity);

    /// <summary>The stamp; null where the file cannot be looked at.</summary>
    public static byte[]? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return null;
            }

            // A link has a size and a time of change of its own, which stay when the file that it leads to grows.
            return file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target
                ? DimensionKey.Of(file.FullName, target.FullName, target.Length, target.LastWriteTimeUtc.Ticks)
                : DimensionKey.Of(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
