using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Leastwise.Tests.Trail;

/// <summary>The same three records in every shape that loses nothing: what each must give is known.</summary>
internal static class ShapeSamples
{
    public static readonly string[] Records =
    [
        Record("11111111-0000-4000-8000-000000000001", "s3.amazonaws.com", "ListBuckets", ""),
        Record("11111111-0000-4000-8000-000000000002", "sts.amazonaws.com", "AssumeRole", ",\"requestParameters\":{\"roleArn\":\"arn:aws:iam::111111111111:role/Ops\",\"roleSessionName\":\"alice\"}"),
        Record("11111111-0000-4000-8000-000000000003", "iam.amazonaws.com", "CreateUser", ",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User: \\\"é\\\" is not authorized to perform: iam:CreateUser\""),
    ];

    public static IEnumerable<(string Name, byte[] Content)> All()
    {
        string list = string.Join(",", Records), log = $"{{\"Records\":[{list}]}}", lines = string.Join('\n', Records);
        string indented = JsonNode.Parse(log)!.ToJsonString(new() { WriteIndented = true });
        yield return ("Records", Utf8(log));
        yield return ("Records, indented", Utf8(indented));
        yield return ("Records with a byte order mark", [0xEF, 0xBB, 0xBF, .. Utf8(log)]);
        yield return ("documents that each begin with a byte order mark, in one line", [.. Marked($"[{Records[0]}]"), .. Marked($"{{\"Records\":[{Records[1]}]}}"), .. Marked(Records[2])]);
        yield return ("documents that each begin with a byte order mark, in lines", [.. Marked($"[{Records[0]}]\r\n"), .. Marked($"{{\"Records\":[{Records[1]}]}}\r\n"), .. Marked(Records[2])]);
        yield return ("names written with escapes", Utf8(log.Replace("\"Records\"", "\"\\u0052ecords\"", StringComparison.Ordinal).Replace("\"eventName\"", "\"event\\u004eame\"", StringComparison.Ordinal).Replace("\"errorCode\"", "\"\\u0065rrorCode\"", StringComparison.Ordinal)));
        yield return ("Records in UTF-16, as Windows PowerShell writes", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(log)]);
        yield return ("Records after other properties", Utf8($"{{\"a\":{{\"b\":[1,\"x\",null]}},\"Records\":[{list}],\"c\":true}}"));
        yield return ("a list", Utf8($"[{list}]"));
        yield return ("lines", Utf8(lines + "\n"));
        yield return ("lines of Windows, with blank ones", Utf8(lines.Replace("\n", "\r\n\r\n", StringComparison.Ordinal) + "\r\n\r\n"));
        yield return ("documents without anything between", Utf8(string.Concat(Records)));
        yield return ("indented documents", Utf8(string.Join("\n", Records.Select(record => JsonNode.Parse(record)!.ToJsonString(new() { WriteIndented = true })))));
        yield return ("JSON text sequence", Utf8(string.Concat(Records.Select(record => $"\u001e{record}\n"))));
        yield return ("lines of Records documents", Utf8($"{{\"Records\":[{Records[0]}]}}\n{{\"Records\":[{Records[1]},{Records[2]}]}}\n"));
        yield return ("a list of Records documents", Utf8($"[{{\"Records\":[{Records[0]}]}},{{\"Records\":[{Records[1]},{Records[2]}]}}]"));
        foreach ((string name, byte[] content) in EventBridge().Concat(Queue()).Concat(Lookup()).Concat(CloudWatch()).Concat(Wrapped()))
        {
            yield return (name, content);
        }

        yield return ("gzip", Gzip(Utf8(log)));
        yield return ("gzip in gzip", Gzip(Gzip(Utf8(log))));
        yield return ("a tar", Tar(("a/one.json", Utf8(Records[0])), ("a/two.json.gz", Gzip(Utf8($"[{Records[1]},{Records[2]}]"))), (".hidden", Utf8(Records[0]))));
        yield return ("a tar in gzip", Gzip(Tar(("one.jsonl", Utf8(lines)))));
        yield return ("a zip", Zip(("a/one.json", Utf8(Records[0])), ("a/two.json.gz", Gzip(Utf8($"[{Records[1]},{Records[2]}]"))), ("__MACOSX/a/._one.json", Utf8("x"))));
        yield return ("zstd", Zstd(Utf8(log)));
        yield return ("zstd in frames, one of which is to be skipped", [0x5E, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 7, 7, .. Zstd(Utf8(log[..700])), .. Zstd(Utf8(log[700..]), checksum: false)]);
        yield return ("zstd with a checksum and the content's size", Zstd(Utf8(log), level: 19, sized: true));
        yield return ("zstd in gzip", Gzip(Zstd(Utf8(log))));
        yield return ("gzip in zstd", Zstd(Gzip(Utf8(log))));
        yield return ("a tar in zstd", Zstd(Tar(("one.jsonl", Utf8(lines)))));
        yield return ("zstd in a tar", Tar(("a/one.json", Utf8(Records[0])), ("a/two.json.zst", Zstd(Utf8($"[{Records[1]},{Records[2]}]")))));
        yield return ("zstd in a zip", Zip(("one.json.zst", Zstd(Utf8(Records[0]))), ("two.tar.zst", Zstd(Tar(("a.json", Utf8($"[{Records[1]},{Records[2]}]")))))));
        yield return ("a zip in a tar", Tar(("inner.zip", Zip(("log.json", Utf8(log))))));
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Marked(string text) => [0xEF, 0xBB, 0xBF, .. Utf8(text)];

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] content, int level = 3, bool checksum = true, bool sized = false)
    {
        using var packed = new MemoryStream();
        using (var zstd = new CompressionStream(packed, level))
        {
            zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, checksum ? 1 : 0);
            if (sized)
            {
                zstd.SetPledgedSrcSize((ulong)content.Length);
            }

            zstd.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] entries)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream into = entry.Open();
                into.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static IEnumerable<(string, byte[])> EventBridge()
    {
        string[] envelopes = [.. Records.Select(record =>
            $"{{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.s3\",\"account\":\"111111111111\",\"time\":\"2026-01-01T00:00:00Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":{record}}}")];
        yield return ("EventBridge lines", Utf8(string.Join('\n', envelopes)));
        yield return ("a list of EventBridge envelopes", Utf8($"[{string.Join(',', envelopes)}]"));
        yield return ("EventBridge in messages of a queue", Utf8($"{{\"Messages\":[{string.Join(',', envelopes.Select(one => $"{{\"MessageId\":\"1\",\"Body\":{Quoted(one)}}}"))}]}}"));
        yield return ("SNS in SQS", Utf8($"{{\"Records\":[{string.Join(',', Records.Select(one => $"{{\"messageId\":\"1\",\"body\":{Quoted($"{{\"Type\":\"Notification\",\"Message\":{Quoted(one)}}}")}}}"))}]}}"));
    }

    private static IEnumerable<(string, byte[])> Queue()
    {
        // What Lambda is given of a queue has an eventSource of its own, and other messages need not hold records.
        string[] messages = [.. Records.Append("hello").Select(body => $"{{\"messageId\":\"1\",\"receiptHandle\":\"r\",\"body\":{Quoted(body)},\"attributes\":{{}},\"eventSource\":\"aws:sqs\",\"awsRegion\":\"eu-west-1\"}}")];
        yield return ("SQS, what Lambda is given", Utf8($"{{\"Records\":[{string.Join(',', messages)}]}}"));
    }

    private static IEnumerable<(string, byte[])> Lookup()
    {
        string[] items = [.. Records.Select(record => $"{{\"EventId\":\"e\",\"EventName\":\"x\",\"EventTime\":1767225600.0,\"Username\":\"alice\",\"Resources\":[],\"CloudTrailEvent\":{Quoted(record)}}}")];
        yield return ("LookupEvents", Utf8($"{{\"Events\":[{string.Join(',', items)}],\"NextToken\":\"n\"}}"));
        yield return ("LookupEvents, the list alone", Utf8($"[{string.Join(",\n", items)}]"));
        yield return ("LookupEvents, one item a line", Utf8(string.Join('\n', items)));
        yield return ("LookupEvents, pages one after the other", Utf8($"{{\"Events\":[{items[0]}]}}\n{{\"NextToken\":\"n\",\"Events\":[{items[1]},{items[2]}]}}"));
        yield return ("LookupEvents, a list of the strings", Utf8($"[{string.Join(',', Records.Select(Quoted))}]"));
        yield return ("LookupEvents, a string a line", Utf8(string.Join('\n', Records.Select(Quoted))));
        yield return ("LookupEvents, the strings as text", Utf8(string.Join('\t', Records) + "\n"));
        yield return ("LookupEvents, all as text", Utf8(string.Join('\n', Records.Select(record => $"EVENTS\tAKIAIOSFODNN7EXAMPLE\t{record}\te\tListBuckets\talice"))));
    }

    private static IEnumerable<(string, byte[])> CloudWatch()
    {
        string events = string.Join(',', Records.Select(record => $"{{\"id\":\"1\",\"timestamp\":1767225600000,\"message\":{Quoted(record)}}}"));
        string payload = $"{{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111111111111\",\"logGroup\":\"trail\",\"logStream\":\"s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":[{events}]}}";
        string packed = Convert.ToBase64String(Gzip(Utf8(payload)));
        yield return ("CloudWatch Logs, what a subscription sends", Utf8(payload));
        yield return ("CloudWatch Logs, what Lambda is given", Utf8($"{{\"awslogs\":{{\"data\":\"{packed}\"}}}}"));
        string check = Convert.ToBase64String(Gzip(Utf8("{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logEvents\":[{\"id\":\"\",\"timestamp\":1,\"message\":\"CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.\"}]}")));
        string stream = $"{{\"Records\":[{string.Join(',', new[] { check, packed }.Select(data => $"{{\"kinesis\":{{\"partitionKey\":\"p\",\"data\":\"{data}\"}},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"shardId-000000000000:1\",\"eventName\":\"aws:kinesis:record\",\"awsRegion\":\"eu-west-1\"}}"))}]}}";
        yield return ("CloudWatch Logs through Kinesis, what Lambda is given", Utf8(stream));
        yield return ("the same by a writer that escapes slashes", Utf8(stream.Replace("/", "\\/", StringComparison.Ordinal)));
        yield return ("a log in base64 of zstd", Utf8($"{{\"data\":\"{Convert.ToBase64String(Zstd(Utf8(payload)))}\"}}"));
        yield return ("Kinesis with records in base64", Utf8($"{{\"records\":[{string.Join(',', Records.Select(one => $"{{\"recordId\":\"1\",\"data\":\"{Convert.ToBase64String(Utf8(one))}\"}}"))}]}}"));
        yield return ("CloudWatch Logs through Firehose", Gzip(Utf8(payload.Replace(events, "", StringComparison.Ordinal) + payload)));
        yield return ("filter-log-events", Utf8($"{{\"events\":[{events}],\"searchedLogStreams\":[]}}"));
        yield return ("a query of Logs Insights", Utf8($"{{\"results\":[{string.Join(',', Records.Select(one => $"[{{\"field\":\"@timestamp\",\"value\":\"2026-01-01\"}},{{\"field\":\"@message\",\"value\":{Quoted(one)}}}]"))}]}}"));
        yield return ("an export of CloudWatch Logs", Gzip(Utf8(string.Join('\n', Records.Select(one => "2026-01-01T00:00:00.000Z " + one)))));
        yield return ("aws logs tail", Utf8(string.Join('\n', Records.Select(one => $"2026-01-01T00:00:00.000000+00:00 111111111111_CloudTrail_eu-west-1 {one}"))));
    }

    private static IEnumerable<(string, byte[])> Wrapped()
    {
        foreach (string property in new[] { "message", "_raw", "@message" })
        {
            yield return ($"lines with {property}", Utf8(string.Join('\n', Records.Select(record => $"{{\"host\":\"h\",\"{property}\":{Quoted(record)}}}"))));
        }

        yield return ("strings in strings by a writer that escapes quotes by number", Utf8(string.Join('\n', Records.Select(record => $"{{\"message\":{ByNumber(ByNumber(record))}}}"))));
        yield return ("Splunk's results", Utf8(string.Join('\n', Records.Select(record => $"{{\"preview\":false,\"result\":{{\"_raw\":{Quoted(record)},\"eventName\":\"x\"}}}}"))));
        yield return ("Elasticsearch's hits", Utf8($"{{\"took\":1,\"hits\":{{\"total\":{{\"value\":3}},\"hits\":[{string.Join(',', Records.Select(record => $"{{\"_index\":\"i\",\"_source\":{record}}}"))}]}}}}"));
        yield return ("Elasticsearch's dump of original events", Utf8(string.Join('\n', Records.Select(record => $"{{\"_index\":\"i\",\"_source\":{{\"@timestamp\":\"t\",\"event\":{{\"original\":{Quoted(record)}}}}}}}"))));
        yield return ("a table with the record in a column", Utf8("_time,_raw\n" + string.Join('\n', Records.Select(record => $"2026,\"{record.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        yield return ("LookupEvents as a table", Utf8("EventId,EventName,EventTime,CloudTrailEvent\r\n" + string.Join("\r\n", Records.Select(record => $"e,x,t,\"{record.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
    }

    private static string ByNumber(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\u0022", StringComparison.Ordinal)}\"";

    private static string Quoted(string text) => JsonValue.Create(text)!.ToJsonString();

    private static string Record(string id, string source, string name, string more) =>
        "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLEALICE00001\",\"arn\":\"arn:aws:iam::111111111111:user/alice\","
        + "\"accountId\":\"111111111111\",\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"userName\":\"alice\"},\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventSource\":\"" + source + "\",\"eventName\":\"" + name
        + "\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"192.0.2.1\"" + more + ",\"responseElements\":null,\"eventID\":\"" + id + "\",\"readOnly\":false,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
        + "\"recipientAccountId\":\"111111111111\",\"eventCategory\":\"Management\"}";
}
