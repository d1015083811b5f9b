using System.Text;
using System.Text.RegularExpressions;

namespace Leastwise.Trail;

/// <summary>Names texts and packings that hold no CloudTrail records, or hold them in a way that is not read.</summary>
internal static partial class OtherText
{
    /// <summary>What a text that is neither JSON nor a known table seems to be.</summary>
    public static string SentenceFor(ReadOnlySpan<byte> text)
    {
        string head = Encoding.Latin1.GetString(text[..Math.Min(text.Length, 1024)]);
        return head switch
        {
            _ when AccessLog().IsMatch(head) => "It is a server access log of S3, not a CloudTrail log.",
            _ when BalancerLog().IsMatch(head) => "It is an access log of Elastic Load Balancing, not a CloudTrail log.",
            _ when FlowLog().IsMatch(head) => "It is a VPC flow log, not a CloudTrail log.",
            _ when head.StartsWith("#Version:", StringComparison.Ordinal) => "It is an access log of CloudFront, not a CloudTrail log.",
            _ when CredentialReport().IsMatch(head) => "It is a credential report of IAM, not a CloudTrail log.",
            _ => "It is not JSON; give CloudTrail's own log files, {\"Records\": [...]}, plain or gzipped, or another shape that docs/trail.md names.",
        };
    }

    /// <summary>What a table lacks of which no events can be made.</summary>
    /// <param name="what">What kind of table it is.</param>
    /// <param name="missing">Columns that it needs.</param>
    public static string SentenceForTable(string what, IEnumerable<string> missing) =>
        $"It is {what} without the column {string.Join(" and ", missing)}; select at least eventtime, eventsource, eventname, eventid and useridentity.";

    /// <summary>What packed or binary content is that cannot be read; null for text and for what can.</summary>
    public static string? SentenceForBinary(ReadOnlySpan<byte> head) => head switch
    {
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ZstdFrame.Read(head)?.Sentence,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] => "It is packed with bzip2, which is not read; unpack it first ('bunzip2 FILE').",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "It is packed with xz, which is not read; unpack it first ('unxz FILE').",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => "It is a 7z archive, which is not read; unpack it first.",
        [0x04, 0x22, 0x4D, 0x18, ..] => "It is packed with lz4, which is not read; unpack it first ('lz4 -d FILE').",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "It is a Parquet file, which is not read; export the records as JSON or CSV.",
        [(byte)'O', (byte)'R', (byte)'C', ..] => "It is an ORC file, which is not read; export the records as JSON or CSV.",
        [(byte)'O', (byte)'b', (byte)'j', 1, ..] => "It is an Avro file, which is not read; export the records as JSON or CSV.",
        _ when head.StartsWith("SQLite format 3\0"u8) => "It is a SQLite database; give a ledger to --ledger, and logs here.",
        _ => null,
    };

    /// <summary>The bucket owner's canonical id, the bucket, the time in brackets.</summary>
    [GeneratedRegex(@"^[0-9a-f]{64} \S+ \[\d\d/", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccessLog();

    [GeneratedRegex(@"^((https?|h2|grpcs?|wss?|tls) )?\d{4}-\d\d-\d\dT[0-9:.]+Z \S+ ((\d{1,3}\.){3}\d{1,3}|\[?[0-9a-f:]+\]?):\d+ ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BalancerLog();

    [GeneratedRegex(@"^(version account-id interface-id|account-id action |\d \d{12} eni-)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FlowLog();

    [GeneratedRegex("^user,arn,user_creation_time,", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CredentialReport();
}
