using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Remote.S3;
using Polly;

namespace Leastwise.Remote.Athena;

/// <summary>What is read, listed and removed in S3 beside a query: result objects, and the folders of a trail.</summary>
/// <param name="session">As whom.</param>
internal sealed class ResultObjects(AwsSession session) : IDisposable
{
    /// <summary>A result is read in parts of this size, so that no connection waits while the ledger is written, and a part that breaks off is read again alone.</summary>
    private const int PartLength = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, S3Clients> clients = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline again = S3Retry.Pipeline(session.Network.Time);

    /// <summary>Reads an object part by part.</summary>
    /// <param name="uri">Its URI, <c>s3://bucket/key</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RemoteException">It cannot be read.</exception>
    public async IAsyncEnumerable<byte[]> ReadAsync(string uri, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (string bucket, string key) = Split(uri);
        long at = 0;
        while (true)
        {
            (byte[] part, long length) = await AskAsync(bucket, "s3:GetObject", uri, (client, token) => PartAsync(client, bucket, key, at, token), cancellation).ConfigureAwait(false);
            if (part.Length > 0)
            {
                yield return part;
            }

            at += part.Length;
            if (at >= length || part.Length == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Removes an object; one that is not there is no fault.</summary>
    /// <exception cref="RemoteException">It may not be removed.</exception>
    public async Task DeleteAsync(string uri, CancellationToken cancellation)
    {
        (string bucket, string key) = Split(uri);
        await AskAsync(bucket, "s3:DeleteObject", uri, (client, token) => client.DeleteObjectAsync(bucket, key, token), cancellation).ConfigureAwait(false);
    }

    /// <summary>The names of the folders in a folder, in order.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">The folder, ending in a slash.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RemoteException">It may not be listed.</exception>
    public async Task<List<string>> FoldersAsync(string bucket, string prefix, CancellationToken cancellation)
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, Delimiter = "/", ContinuationToken = next };
            ListObjectsV2Response page = await AskAsync(bucket, "s3:ListBucket", $"s3://{bucket}/{prefix}", (client, token) => client.ListObjectsV2Async(request, token), cancellation).ConfigureAwait(false);
            names.AddRange((page.CommonPrefixes ?? []).Select(folder => folder[prefix.Length..].TrimEnd('/')));
            next = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return names;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (S3Clients one in clients.Values)
        {
            one.Dispose();
        }
    }

    private static async Task<(byte[] Part, long Length)> PartAsync(AmazonS3Client client, string bucket, string key, long at, CancellationToken cancellation)
    {
        try
        {
            using GetObjectResponse response = await client
                .GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new ByteRange(at, at + PartLength - 1) }, cancellation).ConfigureAwait(false);
            using var part = new MemoryStream();
            await response.ResponseStream.CopyToAsync(part, cancellation).ConfigureAwait(false);
            long whole = response.ContentRange is { } range && long.TryParse(range[(range.LastIndexOf('/') + 1)..], out long length) ? length : at + part.Length;
            return part.Length == response.ContentLength ? (part.ToArray(), whole) : throw new IOException($"{part.Length} of {response.ContentLength} bytes came");
        }
        catch (AmazonS3Exception empty) when (empty.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return ([], at);
        }
    }

    /// <summary>Asks where the bucket is, again while the failure may pass, and once with other credentials where they have expired.</summary>
    private async Task<T> AskAsync<T>(string bucket, string privilege, string uri, Func<AmazonS3Client, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        S3Clients there = clients.GetOrAdd(bucket, _ => new S3Clients(session, requests: 1));
        try
        {
            return await again.ExecuteAsync(async token => await AskOnceAsync(there, ask, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Forbidden && !S3Failure.IsOfCredentials(refused))
        {
            throw new RemoteException($"S3 refuses {privilege} on {uri}: it is missing in the caller's policies, the bucket's policy or a limit above them; 'leastwise init policy ingest athena' prints what is needed. Where the object is encrypted with KMS, its key must let the caller decrypt, too.", refused) { Code = refused.ErrorCode, MissingPrivilege = privilege };
        }
        catch (Exception failed) when (failed is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw new RemoteException(S3Failure.OfRun(new S3.S3Location(bucket, uri[(5 + bucket.Length + 1)..]), failed), failed) { Code = (failed as AmazonServiceException)?.ErrorCode };
        }
    }

    private async Task<T> AskOnceAsync<T>(S3Clients there, Func<AmazonS3Client, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        bool renewed = false;
        while (true)
        {
            AmazonS3Client client = there.Current;
            ImmutableCredentials credentials = await session.CredentialsAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ask(client, cancellation).ConfigureAwait(false);
            }
            catch (AmazonS3Exception refusal) when (there.Follow(client, refusal))
            {
                // Asked again where the bucket is.
            }
            catch (AmazonS3Exception refusal) when (!renewed && S3Failure.IsExpired(refusal))
            {
                renewed = true;
                session.Renew(credentials);
            }
        }
    }

    private static (string Bucket, string Key) Split(string uri) =>
        uri.StartsWith("s3://", StringComparison.Ordinal) && uri[5..].Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key]
            ? (bucket, key)
            : throw new RemoteException($"'{uri}' is no object in S3.");
}
