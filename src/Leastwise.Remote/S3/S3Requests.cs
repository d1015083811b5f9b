using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Trail;
using Polly;

namespace Leastwise.Remote.S3;

/// <summary>A page of a listing.</summary>
/// <param name="Folders">Keys up to the next slash.</param>
/// <param name="Entries">Objects.</param>
/// <param name="Next">Goes on from here; null at the end.</param>
internal sealed record S3Page(IReadOnlyList<string> Folders, IReadOnlyList<S3Entry> Entries, string? Next);

/// <summary>The two requests that are made of a bucket, made again while the failure may pass.</summary>
internal sealed class S3Requests(S3Location location, AwsSession session, S3Options options) : IDisposable
{
    private readonly S3Clients clients = new(session, options.Requests);
    private readonly ResiliencePipeline again = S3Retry.Pipeline(session.Network.Time);

    /// <summary>A page of what begins with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">The beginning of keys.</param>
    /// <param name="folders">Whether keys are cut at the next slash.</param>
    /// <param name="after">Keys up to this one are left out.</param>
    /// <param name="next">Where the page before ended.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<S3Page> ListAsync(string prefix, bool folders, string? after, string? next, CancellationToken stop) =>
        await AskAsync(
            async (client, token) =>
            {
                ListObjectsV2Response page = await client.ListObjectsV2Async(
                    new ListObjectsV2Request
                    {
                        BucketName = location.Bucket,
                        Prefix = prefix,
                        Delimiter = folders ? "/" : null,
                        StartAfter = next is null ? after : null,
                        ContinuationToken = next,
                        RequestPayer = options.RequesterPays ? RequestPayer.Requester : null,
                        OptionalObjectAttributes = ["RestoreStatus"],
                    },
                    token);
                // An answer that holds less than it says, or does not say whether it is the last, would lose objects in silence.
                bool isWhole = page.IsTruncated is bool more && (!more || page.NextContinuationToken is { Length: > 0 })
                    && (page.KeyCount is null || page.KeyCount == (page.S3Objects?.Count ?? 0) + (page.CommonPrefixes?.Count ?? 0));
                return isWhole
                    ? new S3Page(page.CommonPrefixes ?? [], [.. (page.S3Objects ?? []).Select(S3Entry.Of)], page.IsTruncated is true ? page.NextContinuationToken : null)
                    : throw new IOException("a page of the listing is not whole");
            },
            stop);

    /// <summary>Reads an object into <paramref name="content"/>.</summary>
    /// <returns>The tag of what was read, which may be newer than what was listed.</returns>
    public async Task<string> ReadAsync(S3Entry entry, LogContent content, CancellationToken stop) => (await ReadWithSignatureAsync(entry, content, stop)).Tag;

    /// <summary>The same with the signature that CloudTrail keeps in a digest's metadata; null where there is none.</summary>
    public async Task<(string Tag, string? Signature)> ReadWithSignatureAsync(S3Entry entry, LogContent content, CancellationToken stop) =>
        await AskAsync(
            async (client, token) =>
            {
                content.Clear();
                var request = new GetObjectRequest { BucketName = location.Bucket, Key = entry.Key, RequestPayer = options.RequesterPays ? RequestPayer.Requester : null };
                using GetObjectResponse response = await client.GetObjectAsync(request, token);
                await CopyAsync(response.ResponseStream, content, token);
                string tag = response.ETag ?? "";
                long whole = tag.Length == 0 || tag == entry.Tag ? entry.Size : response.ContentLength;
                return content.Length == whole ? (tag, response.Metadata["signature"]) : throw new IOException($"{content.Length:N0} of {whole:N0} bytes came");
            },
            stop);

    private async Task CopyAsync(Stream body, LogContent content, CancellationToken stop)
    {
        byte[] piece = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        using var patience = new CancellationTokenSource(session.Network.Patience, session.Network.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            while (true)
            {
                int read = await body.ReadAsync(piece, either.Token);
                if (read == 0)
                {
                    return;
                }

                // Slow is not stalled: as long as something comes, it is waited for.
                patience.CancelAfter(session.Network.Patience);
                content.Write(piece.AsSpan(0, read));
            }
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {session.Network.Patience.TotalSeconds:0} s", exception);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();

    private async Task<T> AskAsync<T>(Func<AmazonS3Client, CancellationToken, Task<T>> ask, CancellationToken stop) =>
        await again.ExecuteAsync(
            async token =>
            {
                bool renewed = false, corrected = false;
                while (true)
                {
                    AmazonS3Client client = clients.Current;
                    ImmutableCredentials credentials = await session.CredentialsAsync(token);
                    try
                    {
                        return await ask(client, token);
                    }
                    catch (AmazonS3Exception refusal) when (clients.Follow(client, refusal))
                    {
                        // Asked again where the bucket is.
                    }
                    catch (AmazonS3Exception refusal) when (!corrected && refusal.ErrorCode == "RequestTimeTooSkewed")
                    {
                        // The client takes the service's time from every answer, so the next request bears that.
                        corrected = true;
                    }
                    catch (AmazonS3Exception refusal) when (!renewed && S3Failure.IsExpired(refusal))
                    {
                        renewed = true;
                        session.Renew(credentials);
                    }
                }
            },
            stop);
}
