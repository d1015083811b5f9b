using System.Text.Json.Nodes;

namespace Leastwise.Tests.Samples;

/// <summary>The records of the sample's logs, read in the plainest way.</summary>
internal static class SampleLog
{
    /// <summary>Keys of log files; digest files hold no records.</summary>
    public static IEnumerable<string> LogFiles(IReadOnlyDictionary<string, byte[]> files) =>
        files.Keys.Where(static key => key.Contains("/CloudTrail/", StringComparison.Ordinal));

    /// <summary>Every record as delivered, repeated ones included, with the key of its file.</summary>
    public static IEnumerable<(string Key, JsonObject Record)> Records(IReadOnlyDictionary<string, byte[]> files) =>
        from key in LogFiles(files)
        from record in JsonNode.Parse(Folder.Content(key, files[key]))!["Records"]!.AsArray()
        select (key, record.AsObject());

    /// <summary>A field of a record as text.</summary>
    public static string Text(this JsonNode record, string field) => (string)record[field]!;
}
