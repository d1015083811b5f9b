using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Leastwise.Remote.Athena;

/// <summary>What is read, listed and removed in S3 beside a query: result objects, and the folders of a trail.</summary>
internal sealed class ResultObjects : IDisposable
{
    /// <summary>A result is read in parts of this size, so that no connection waits while the ledger is written, and a part that breaks off is read again alone.</summary>
    private const int PartLength = 8 * 1024 * 1024;

    private readonly AmazonS3Client client;

    /// <summary>Objects as a session sees them.</summary>
    public ResultObjects(AwsSession session)
    {
        var config = new AmazonS3Config { MaxErrorRetry = 5, RetryMode = RequestRetryMode.Standard };
        if (session.EndpointOf("S3") is Uri endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = session.Region;
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(session.Region);
        }

        client = new AmazonS3Client(session.Credentials, config);
    }

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
            (byte[] part, long length) = await AskAsync("s3:GetObject", uri, () => PartAsync(bucket, key, at, cancellation)).ConfigureAwait(false);
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
        await AskAsync("s3:DeleteObject", uri, async () => (await client.DeleteObjectAsync(bucket, key, cancellation).ConfigureAwait(false)).HttpStatusCode).ConfigureAwait(false);
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
            ListObjectsV2Response page = await AskAsync("s3:ListBucket", $"s3://{bucket}/{prefix}", () => client.ListObjectsV2Async(request, cancellation)).ConfigureAwait(false);
            names.AddRange((page.CommonPrefixes ?? []).Select(folder => folder[prefix.Length..].TrimEnd('/')));
            next = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(byte[] Part, long Length)> PartAsync(string bucket, string key, long at, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using GetObjectResponse response = await client
                    .GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new ByteRange(at, at + PartLength - 1) }, cancellation).ConfigureAwait(false);
                using var part = new MemoryStream();
                await response.ResponseStream.CopyToAsync(part, cancellation).ConfigureAwait(false);

                // A server that knows no ranges sends the whole object each time.
                long whole = response.ContentRange is { } range && long.TryParse(range[(range.LastIndexOf('/') + 1)..], out long length) ? length : at + part.Length;
                return part.Length == response.ContentLength ? (part.ToArray(), whole) : throw new IOException($"{part.Length} of {response.ContentLength} bytes came");
            }
            catch (AmazonS3Exception empty) when (empty.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return ([], at);
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException && attempt < 4)
            {
                // A part that breaks off is read again; what came before is not.
            }
        }
    }

    private static async Task<T> AskAsync<T>(string privilege, string uri, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new RemoteException($"S3 refuses {privilege} on {uri}. The caller needs it in a policy; 'leastwise init policy ingest-athena' prints what is needed. Where the object is encrypted with KMS, the key's policy must let the caller decrypt.", refused) { Code = refused.ErrorCode, MissingPrivilege = privilege };
        }
        catch (AmazonS3Exception failed)
        {
            throw new RemoteException($"S3 failed at {uri}: {(string.IsNullOrEmpty(failed.ErrorCode) ? $"HTTP {(int)failed.StatusCode}" : failed.ErrorCode)}. Check bucket and region, then run it again.", failed) { Code = failed.ErrorCode };
        }
        catch (Exception failed) when (failed is AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw new RemoteException($"S3 did not answer for {uri}. Check network and region, then run it again.", failed);
        }
    }

    private static (string Bucket, string Key) Split(string uri) =>
        uri.StartsWith("s3://", StringComparison.Ordinal) && uri[5..].Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key]
            ? (bucket, key)
            : throw new RemoteException($"'{uri}' is no object in S3.");
}
