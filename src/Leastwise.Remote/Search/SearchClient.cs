using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;

namespace Leastwise.Remote.Search;

/// <summary>Asks one server: authenticated, repeated where that helps, with failures in words that hold no secret.</summary>
public sealed class SearchClient
{
    private const int LargestAnswer = 512 * 1024 * 1024;

    private readonly SearchOptions options;
    private readonly AwsNetwork network;
    private readonly ResiliencePipeline<SearchReply> retries;

    /// <summary>A client. Nothing is asked yet.</summary>
    /// <exception cref="RemoteException">The address cannot be used.</exception>
    public SearchClient(SearchOptions options, AwsNetwork network)
    {
        this.options = options;
        this.network = network;
        if (options.Address.Scheme is not ("http" or "https") || options.Address.UserInfo.Length > 0)
        {
            throw new RemoteException("The address of the server is https://HOST:PORT, without user and password: these come from options and the environment.");
        }

        if (options.Address.Scheme == "http" && !options.Address.IsLoopback && options.Credentials is not SearchCredentials.Anonymous)
        {
            throw new RemoteException($"Credentials are not sent to {options.Address.Host} over plain http; write https://.");
        }

        retries = AwsRetry.Pipeline<SearchReply>(network.Time, reply => reply.MayPass, reply => reply.RetryAfter, exception => exception is JsonException);
    }

    internal SearchOptions Options => options;

    internal TimeProvider Time => network.Time;

    /// <summary>Asks, and takes any status that is not about patience.</summary>
    internal async Task<SearchReply> AskAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string type, CancellationToken cancellation)
    {
        Uri address = new($"{options.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
        try
        {
            SearchReply reply = await retries.ExecuteAsync(async token => await SendAsync(method, address, body, type, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            if (reply.IsExpired && options.Credentials is SearchCredentials.Aws { Session: var session })
            {
                // Once more, with other credentials, and the clock set right.
                session.Renew(await session.CredentialsAsync(cancellation).ConfigureAwait(false));
                network.Correct(reply.Date ?? network.Now);
                reply = await retries.ExecuteAsync(async token => await SendAsync(method, address, body, type, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            }

            return reply.Status switch
            {
                HttpStatusCode.Unauthorized => throw Failure(reply, "does not take the credentials. Check user and password, API key, or AWS credentials and region"),
                HttpStatusCode.Forbidden => throw Failure(reply, "refuses the request. Reading needs the privileges 'read' and 'view_index_metadata' on the index, shipping 'write' and 'create_index', both 'monitor' on the cluster; check the role of the user or key"),
                _ when reply.MayPass => throw Failure(reply, "is too busy, or not well. Try again later"),
                >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => throw Failure(reply, "answers with a redirection, which is not followed. Give the address that it leads to"),
                _ => reply,
            };
        }
        catch (JsonException broken)
        {
            throw new RemoteException($"{options.Address.Host} does not answer in whole JSON. Check the address, and what stands before the server.", broken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
        {
            throw new RemoteException($"No answer from {options.Address.Host} ({(exception is TimeoutException ? exception : exception.GetBaseException()).Message.TrimEnd('.')}). Check address, network and TLS certificate, then run it again.", exception);
        }
    }

    /// <summary>Asks with JSON, and takes success only.</summary>
    internal async Task<JsonElement> JsonAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        SearchReply reply = await AskAsync(method, path, body is null ? default : BytesOf(body), "application/json", cancellation).ConfigureAwait(false);
        return (int)reply.Status < 300 ? reply.Json
            : reply.Status == HttpStatusCode.NotFound && reply.ErrorType == "index_not_found_exception" ? throw Failure(reply, $"has no index '{options.Index}'. Name it with --index")
            : throw Failure(reply, "refuses the request");
    }

    internal RemoteException Failure(SearchReply reply, string what)
    {
        string said = reply.Reason is { Length: > 0 } reason ? $" It says: {Plain(reason)}." : "";
        return new RemoteException($"{options.Address.Host} {what} (HTTP {(int)reply.Status}).{said}") { Code = reply.ErrorType.Length > 0 ? reply.ErrorType : null };
    }

    /// <summary>A sentence of the server's, short, without line breaks, and without the secret should it repeat it.</summary>
    internal string Plain(string said)
    {
        string line = new([.. said.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        line = options.Credentials is SearchCredentials.Header { Secret.Length: > 0 } header ? line.Replace(header.Secret, "***", StringComparison.Ordinal).Replace(header.Value, "***", StringComparison.Ordinal) : line;
        return (line.Length > 300 ? $"{line[..300]}…" : line).Trim().TrimEnd('.');
    }

    internal static byte[] BytesOf(JsonNode body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            body.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private async ValueTask<SearchReply> SendAsync(HttpMethod method, Uri address, ReadOnlyMemory<byte> body, string type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body.Length > 0)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        request.Headers.UserAgent.ParseAdd("leastwise");
        await AuthenticateAsync(request, body, cancellation).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(network.Patience, network.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using HttpResponseMessage response = await network.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[] answer = await ReadAsync(response, patience, either.Token).ConfigureAwait(false);
            TimeSpan? wait = response.Headers.RetryAfter?.Delta;
            return new SearchReply(response.StatusCode, Parse(answer, lenient: !response.IsSuccessStatusCode), wait, response.Headers.Date);
        }
        catch (OperationCanceledException ended) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {network.Patience.TotalSeconds:0} s", ended);
        }
    }

    private async Task AuthenticateAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        switch (options.Credentials)
        {
            case SearchCredentials.Header header:
                request.Headers.TryAddWithoutValidation("Authorization", $"{header.Scheme} {header.Value}");
                break;
            case SearchCredentials.Aws { Session: var session }:
                // Source: "Signing HTTP requests to Amazon OpenSearch Service", Developer Guide; the Serverless collections' service is aoss.
                string[] parts = options.Address.Host.Split('.');
                bool managed = parts is [.., "amazonaws", "com"] or [.., "amazonaws", "com", "cn"] && parts.Length > 4;
                string service = parts.Contains("aoss") ? "aoss" : "es";
                string region = managed && Array.IndexOf(parts, service) is > 0 and int at ? parts[at - 1] : session.Region;
                request.Headers.Add("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData(body.Span)));
                Amazon.Runtime.ImmutableCredentials credentials = await session.CredentialsAsync(cancellation).ConfigureAwait(false);
                AwsSigner.Sign(request, body.Span, credentials, region, service, network.Now);
                break;
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationTokenSource patience, CancellationToken cancellation)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var whole = new MemoryStream();
        byte[] block = new byte[64 * 1024];
        while (await stream.ReadAsync(block, cancellation).ConfigureAwait(false) is > 0 and var length)
        {
            // Slow is not stalled: as long as something comes, it is waited for.
            patience.CancelAfter(network.Patience);
            whole.Write(block, 0, length);
            if (whole.Length > LargestAnswer)
            {
                throw new IOException("the answer is larger than 512 MB");
            }
        }

        return whole.ToArray();
    }

    private static JsonElement Parse(byte[] answer, bool lenient)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 512 });
            return document.RootElement.Clone();
        }
        catch (JsonException) when (lenient)
        {
            // Nothing, or a proxy's page; its status says enough.
            return default;
        }
    }
}
