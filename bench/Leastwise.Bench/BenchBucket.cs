using System.Globalization;
using System.Net;
using System.Security;
using System.Text;

namespace Leastwise.Bench;

/// <summary>
/// A bucket on a loopback port, in a process of its own, that answers every request a fixed time after it came: <c>remote-serve</c>. It makes its objects, says its
/// port on standard output, and ends with its standard input.
/// </summary>
internal sealed class BenchBucket(SortedDictionary<string, byte[]> objects, TimeSpan latency) : IDisposable
{
    private const int PageSize = 1000;

    private readonly string[] keys = [.. objects.Keys];
    private readonly HttpListener listener = new();

    public static void Serve(string folder, int count, int milliseconds)
    {
        var generator = new TrailGenerator(eventsOfSession: 40);
        var objects = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (int number = 0; number < count; number++)
        {
            string path = generator.Write(folder, number, 10);
            objects[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllBytes(path);
        }

        using var bucket = new BenchBucket(objects, TimeSpan.FromMilliseconds(milliseconds));
        Console.WriteLine(bucket.Start());
        Console.In.ReadToEnd();
    }

    public void Dispose() => listener.Close();

    private int Start()
    {
        for (int port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
                listener.Start();
                _ = AcceptAsync();
                return port;
            }
            catch (HttpListenerException)
            {
                // Somebody else's port.
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        await Task.Delay(latency);
        string path = Uri.UnescapeDataString(context.Request.Url?.AbsolutePath ?? "/");
        string key = path.IndexOf('/', 1) is > 0 and int at ? path[(at + 1)..] : "";
        byte[] answer = key.Length == 0 ? List(context.Request) : objects[key];
        context.Response.ContentLength64 = answer.Length;
        if (key.Length > 0)
        {
            context.Response.Headers["ETag"] = TagOf(key);
        }

        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }

    private byte[] List(HttpListenerRequest request)
    {
        string prefix = request.QueryString["prefix"] ?? "", after = request.QueryString["continuation-token"] ?? request.QueryString["start-after"] ?? "";
        bool folders = request.QueryString["delimiter"] is not null;
        int first = Array.BinarySearch(keys, prefix, StringComparer.Ordinal);
        var names = new List<string>();
        for (int at = first < 0 ? ~first : first; at < keys.Length && keys[at].StartsWith(prefix, StringComparison.Ordinal) && names.Count <= PageSize; at++)
        {
            int cut = folders ? keys[at].IndexOf('/', prefix.Length) : -1;
            string name = cut < 0 ? keys[at] : keys[at][..(cut + 1)];
            if (string.CompareOrdinal(name, after) > 0 && (names.Count == 0 || names[^1] != name))
            {
                names.Add(name);
            }
        }

        string[] page = [.. names.Take(PageSize)];
        var text = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        text.Append(CultureInfo.InvariantCulture, $"<KeyCount>{page.Length}</KeyCount><IsTruncated>{(names.Count > PageSize ? "true" : "false")}</IsTruncated>");
        text.Append(names.Count > PageSize ? $"<NextContinuationToken>{SecurityElement.Escape(page[^1])}</NextContinuationToken>" : "");
        foreach (string name in page)
        {
            text.Append(name.EndsWith('/')
                ? $"<CommonPrefixes><Prefix>{SecurityElement.Escape(name)}</Prefix></CommonPrefixes>"
                : $"<Contents><Key>{SecurityElement.Escape(name)}</Key><ETag>{SecurityElement.Escape(TagOf(name))}</ETag><Size>{objects[name].Length}</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }

        return Encoding.UTF8.GetBytes(text.Append("</ListBucketResult>").ToString());
    }

    // As of an object that was written in parts.
    private string TagOf(string key) => $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(objects[key]))[..32]}-1\"";
}
