using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Leastwise.Remote;

/// <summary>Calls operations of AWS: signed, repeated where that helps, with failures in words for the user.</summary>
/// <param name="session">As whom and where.</param>
/// <param name="verb">The verb as <c>init policy</c> takes it, for the message where a privilege is missing; null for none.</param>
public sealed class AwsCaller(AwsSession session, string? verb = null)
{
    private const int LargestAnswer = 256 * 1024 * 1024;

    /// <summary>As whom and where.</summary>
    public AwsSession Session => session;

    /// <summary>Calls an operation of a service that takes forms and answers in XML, such as IAM and STS.</summary>
    /// <returns>The element <c>…Result</c>; where the operation has none, the whole answer.</returns>
    /// <exception cref="RemoteException">The service failed or refused.</exception>
    public async Task<XElement> QueryAsync(AwsService service, string operation, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken cancellation)
    {
        string version = service.QueryVersion ?? throw new ArgumentException($"{service.Name} does not speak the query protocol.", nameof(service));
        byte[] body = await new FormUrlEncodedContent([new("Action", operation), new("Version", version), .. parameters ?? []]).ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        AwsReply reply = await CallAsync(service, operation, body, cancellation).ConfigureAwait(false);
        XElement root = reply.Xml ?? new XElement(operation);
        return root.Part($"{operation}Result") ?? root;
    }

    /// <summary>Calls an operation of a service that speaks JSON, such as CloudTrail, Organizations and Athena.</summary>
    /// <returns>The answer; an empty object where it is empty.</returns>
    /// <exception cref="RemoteException">The service failed or refused.</exception>
    public async Task<JsonElement> JsonAsync(AwsService service, string operation, JsonObject body, CancellationToken cancellation)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            body.WriteTo(writer);
        }

        return (await CallAsync(service, operation, stream.ToArray(), cancellation).ConfigureAwait(false)).Json;
    }

    private async Task<AwsReply> CallAsync(AwsService service, string operation, byte[] body, CancellationToken cancellation)
    {
        (Uri endpoint, string region) = session.PlaceOf(service);
        bool renewed = false, corrected = false;
        while (true)
        {
            ImmutableCredentials credentials = await session.CredentialsAsync(cancellation).ConfigureAwait(false);
            AwsReply reply;
            try
            {
                reply = await session.Network.Retries
                    .ExecuteAsync(async token => await SendAsync(service, operation, endpoint, region, body, credentials, token).ConfigureAwait(false), cancellation)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException or BrokenReplyException)
            {
                throw new RemoteException($"{service.Name} {operation}: no answer from {endpoint.Host} ({Innermost(exception).TrimEnd('.')}). Check network, proxy and region, then run it again.", exception);
            }

            switch (reply.Error)
            {
                case null:
                    return reply;
                case { IsExpired: true } when !renewed:
                    renewed = true;
                    session.Renew(credentials);
                    break;
                case { IsSkewed: true } when !corrected && reply.Date is { } date:
                    corrected = true;
                    session.Network.Correct(date);
                    break;
                case { } error:
                    throw new AwsFailure(session.Label, service, operation, verb).Of(error, credentials);
            }
        }
    }

    private async ValueTask<AwsReply> SendAsync(AwsService service, string operation, Uri endpoint, string region, byte[] body, ImmutableCredentials credentials, CancellationToken cancellation)
    {
        AwsNetwork network = session.Network;
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        if (service.Target is { } target)
        {
            request.Headers.Add("X-Amz-Target", $"{target}.{operation}");
        }

        request.Content.Headers.ContentType = new MediaTypeHeaderValue(service.Target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1");
        request.Headers.UserAgent.ParseAdd("leastwise");
        AwsSigner.Sign(request, body, credentials, region, service.Prefix, network.Now);

        using var patience = new CancellationTokenSource(network.Patience, network.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using HttpResponseMessage response = await network.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[] answer = await ReadAsync(response, patience, either.Token).ConfigureAwait(false);
            return AwsReply.Read(response, answer, isXml: service.Target is null, network.Now);
        }
        catch (OperationCanceledException stalled) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {network.Patience.TotalSeconds:0} s", stalled);
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
            patience.CancelAfter(session.Network.Patience);
            whole.Write(block, 0, length);
            if (whole.Length > LargestAnswer)
            {
                throw new IOException("the answer is larger than any of AWS's");
            }
        }

        return whole.ToArray();
    }

    private static string Innermost(Exception exception) => exception is BrokenReplyException or TimeoutException ? exception.Message : exception.GetBaseException().Message;
}
