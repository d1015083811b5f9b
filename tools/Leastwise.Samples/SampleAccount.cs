using System.IO.Compression;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Delivery;
using Leastwise.Samples.Iam;
using Leastwise.Samples.Story;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples;

/// <summary>Writes the sample account: the same files with the same content each time.</summary>
public static class SampleAccount
{
    /// <summary>Writes the whole sample into a folder anew; what an earlier run left there is removed first.</summary>
    /// <returns>How many files and how many events, repeated ones included, were written.</returns>
    public static (int Files, int Events) Write(string folder)
    {
        RemoveOld(folder);
        var log = TheStory.Tell();
        var written = 0;
        foreach (var (key, content) in AccountFiles(log))
            Put(folder, key, content, ref written);
        var files = Deliveries.Of(log.Events);
        foreach (var file in files)
            WriteLog(folder, file, ref written);
        return (written, files.Sum(static file => file.Events.Length));
    }

    private static IEnumerable<(string Key, byte[] Content)> AccountFiles(TrailLog log)
    {
        yield return ("README.md", Readme());
        yield return ("organization.json", Json.Pretty(OrganizationFile.ToJson()));
        foreach (var account in new[] { ProdAccount.Account, ToolsAccount.Account })
            yield return ($"iam/{account.Id}.json", Json.Pretty(new AuthorizationDetails(account, log.LastUsed).ToJson()));
    }

    private static void WriteLog(string folder, LogFile file, ref int written)
    {
        var json = Json.Compact(
            new System.Text.Json.Nodes.JsonObject
            {
                ["Records"] = Json.Objects(
            file.Events.Select(static e => e.Record.DeepClone().AsObject()))
            });
        Put(folder, file.Key, Zip(json), ref written);
        if (!Digest.Days.Contains(file.Delivered.Date))
            return;
        var digest = Digest.Of(file, json);
        Put(folder, digest.Key, Zip(Json.Compact(digest.Content)), ref written);
    }

    private static void Put(string folder, string key, byte[] content, ref int written)
    {
        var path = Path.Combine(folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
        File.WriteAllBytes(path, content);
        written++;
    }

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return zipped.ToArray();
    }

    private static byte[] Readme()
    {
        using var stream = typeof(SampleAccount).Assembly.GetManifestResourceStream("README.md") ?? throw new InvalidOperationException(
            "README.md is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void RemoveOld(string folder)
    {
        foreach (var name in new[] { "AWSLogs", "iam" })
        {
            var path = Path.Combine(folder, name);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }
}
