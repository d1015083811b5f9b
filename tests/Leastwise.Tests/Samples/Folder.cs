using System.IO.Compression;

namespace Leastwise.Tests.Samples;

/// <summary>A folder of the sample as the tests compare it: keys with content, logs unzipped.</summary>
internal static class Folder
{
    /// <summary>Every file below a folder, by its key, in the order of keys.</summary>
    public static SortedDictionary<string, byte[]> Read(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllBytes(path);
        return files;
    }

    /// <summary>The content, unzipped where the key says that it is zipped: another zlib may zip the same content to other bytes.</summary>
    public static byte[] Content(string key, byte[] bytes)
    {
        if (!key.EndsWith(".gz", StringComparison.Ordinal))
            return bytes;
        using var zipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var content = new MemoryStream();
        zipped.CopyTo(content);
        return content.ToArray();
    }
}
