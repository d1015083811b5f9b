using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Leastwise.Remote.Accounts;

/// <summary>Puts reports into an S3 bucket.</summary>
/// <param name="session">As whom.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="verb">The verb that writes them.</param>
public sealed class ReportBucket(AwsSession session, string bucket, string verb = "scan-multi-account")
{
    /// <summary>Puts each file of a folder under its name.</summary>
    /// <exception cref="RemoteException">S3 failed or refused.</exception>
    public async Task PutAsync(string folder, CancellationToken cancellation)
    {
        var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 8 };
        if (session.EndpointOf("S3") is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = session.Region;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(session.Region);
            (config.UseFIPSEndpoint, config.UseDualstackEndpoint, config.UseArnRegion) = (session.Hosts.Fips, session.Hosts.DualStack, true);
        }

        using var client = new AmazonS3Client(session.Credentials, config);
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var request = new PutObjectRequest
            {
                BucketName = bucket,
                Key = Path.GetFileName(file),
                FilePath = file,
                ContentType = file.EndsWith(".html", StringComparison.Ordinal) ? "text/html; charset=utf-8" : "application/json",
            };
            try
            {
                await client.PutObjectAsync(request, cancellation).ConfigureAwait(false);
            }
            catch (AmazonS3Exception refused) when (refused.ErrorCode is "AccessDenied" or "AllAccessDisabled")
            {
                throw new RemoteException($"S3 refused PutObject of {request.Key} to {session.Label}: s3:PutObject on the bucket '{bucket}' is missing. 'leastwise init policy {verb}' prints what is needed.", refused)
                {
                    Code = refused.ErrorCode,
                    MissingPrivilege = "s3:PutObject",
                };
            }
            catch (Exception failed) when (failed is AmazonClientException or AmazonServiceException or HttpRequestException)
            {
                string code = (failed as AmazonServiceException)?.ErrorCode ?? failed.GetBaseException().GetType().Name;
                throw new RemoteException($"S3 PutObject of {request.Key} into the bucket '{bucket}' failed ({code}). Check the bucket's name and region.", failed) { Code = code };
            }
        }
    }
}
