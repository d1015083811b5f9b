using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security;
using System.Text;

namespace Leastwise.Tests.Remote.S3;

/// <summary>A bucket on a loopback port, as strict as S3 where it matters here: signed requests, known parameters, pages.</summary>
internal sealed class FakeBucket : IDisposable
{
    private static readonly HashSet<string> ListParameters = ["list-type", "prefix", "delimiter", "start-after", "continuation-token", "max-keys", "fetch-owner", "encoding-type"];
    private readonly ConcurrentDictionary<string, int> asked = new(StringComparer.Ordinal);

    public FakeBucket() => Server = new LoopbackServer(Answer);

    public LoopbackServer Server { get; }

    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Storage classes of objects that have another than the usual.</summary>
    public Dictionary<string, string> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>Signatures in the metadata of objects.</summary>
    public Dictionary<string, string> Signatures { get; } = new(StringComparer.Ordinal);

    public int PageSize { get; init; } = 1000;

    /// <summary>Whether pages tell how much they hold, as S3's do; others' may not.</summary>
    public bool TellsCount { get; set; } = true;

    /// <summary>Answers in the place of the bucket where it returns true; told the key (or the prefix, for a listing), and how often it was asked before.</summary>
    public Func<LoopbackRequest, string, int, bool> Fault { get; set; } = (_, _, _) => false;

    /// <summary>Keys of objects that were read, as often as they were.</summary>
    public string[] Read => [.. Server.Requests.Select(KeyOf).Where(key => key.Length > 0)];

    /// <summary>Prefixes that were listed.</summary>
    public string[] Listed => [.. Server.Requests.Where(request => KeyOf(request).Length == 0).Select(request => Query(request).GetValueOrDefault("prefix", ""))];

    public void Dispose() => Server.Dispose();

    public static void Refuse(LoopbackRequest request, int status, string code, string message = "no", params (string Name, string Value)[] headers) =>
        request.Answer(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message><RequestId>1</RequestId></Error>", "application/xml", headers);

    private static string KeyOf(LoopbackRequest request) => Uri.UnescapeDataString(request.Address.AbsolutePath) is var path && path.IndexOf('/', 1) is > 0 and int at ? path[(at + 1)..] : "";

    private static Dictionary<string, string> Query(LoopbackRequest request) => request.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part.Length > 1 ? part[1] : ""), StringComparer.Ordinal);

    private void Answer(LoopbackRequest request)
    {
        string key = KeyOf(request);
        Dictionary<string, string> query = Query(request);
        string about = key.Length > 0 ? key : query.GetValueOrDefault("prefix", "");
        int before = asked.AddOrUpdate($"{key.Length > 0}{about}{query.GetValueOrDefault("continuation-token")}", 0, (_, times) => times + 1);
        if (!request.Headers.TryGetValue("Authorization", out string? signed) || !signed.StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            Refuse(request, 403, "AccessDenied", "Requests must be signed.");
        }
        else if (Fault(request, about, before))
        {
            // The test has answered.
        }
        else if (!request.Address.AbsolutePath.StartsWith("/logs", StringComparison.Ordinal))
        {
            Refuse(request, 404, "NoSuchBucket");
        }
        else if (key.Length == 0)
        {
            List(request, query);
        }
        else if (!Objects.TryGetValue(key, out byte[]? content))
        {
            Refuse(request, 404, "NoSuchKey");
        }
        else if (Classes.TryGetValue(key, out string? kept) && kept == "GLACIER")
        {
            Refuse(request, 403, "InvalidObjectState");
        }
        else
        {
            request.Response.Headers["ETag"] = TagOf(content);
            if (Signatures.TryGetValue(key, out string? signature))
            {
                request.Response.Headers["x-amz-meta-signature"] = signature;
            }

            request.Send(content);
        }
    }

    private void List(LoopbackRequest request, Dictionary<string, string> query)
    {
        if (query.Keys.Any(name => !ListParameters.Contains(name)) || query.GetValueOrDefault("list-type") != "2")
        {
            Refuse(request, 400, "InvalidArgument", request.Address.Query);
            return;
        }

        string prefix = query.GetValueOrDefault("prefix", ""), after = query.GetValueOrDefault("continuation-token") ?? query.GetValueOrDefault("start-after", "");
        string? delimiter = query.GetValueOrDefault("delimiter");
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, byte[] content) in Objects.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            int cut = delimiter is null ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string name = cut < 0 ? key : key[..(cut + 1)];
            if (string.CompareOrdinal(name, after) > 0)
            {
                entries[name] = cut >= 0
                    ? $"<CommonPrefixes><Prefix>{SecurityElement.Escape(name)}</Prefix></CommonPrefixes>"
                    : string.Create(CultureInfo.InvariantCulture, $"<Contents><Key>{SecurityElement.Escape(key)}</Key><LastModified>2026-06-01T00:00:00.000Z</LastModified><ETag>{SecurityElement.Escape(TagOf(content))}</ETag><Size>{content.Length}</Size><StorageClass>{Classes.GetValueOrDefault(key, "STANDARD").Replace("RESTORED", "GLACIER", StringComparison.Ordinal)}</StorageClass>{(Classes.GetValueOrDefault(key) == "RESTORED" ? "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2030-01-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>" : "")}</Contents>");
            }
        }

        KeyValuePair<string, string>[] page = [.. entries.Take(PageSize)];
        string next = entries.Count > page.Length ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{SecurityElement.Escape(page[^1].Key)}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
        request.Answer(200, $"<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>logs</Name>{(TellsCount ? $"<KeyCount>{page.Length}</KeyCount>" : "")}{next}{string.Concat(page.Select(one => one.Value))}</ListBucketResult>", "application/xml");
    }

    // As of an object that was written in parts; of others it is a checksum that clients verify.
    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..32]}-1\"";
}
