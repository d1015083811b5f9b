using System.Net;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace Leastwise.Remote.S3;

/// <summary>The client of one bucket. S3 says where a bucket is when another region was asked; from then on it is asked there.</summary>
/// <param name="session">As whom and, at first, where.</param>
/// <param name="requests">So many requests at once.</param>
internal sealed partial class S3Clients(AwsSession session, int requests) : IDisposable
{
    /// <summary>A bucket that sends from region to region is given up.</summary>
    private const int MostRegions = 3;

    private readonly Lock turn = new();
    private readonly List<AmazonS3Client> made = [];
    private string region = session.Region;

    /// <summary>The client for where the bucket is, as far as known.</summary>
    public AmazonS3Client Current
    {
        get
        {
            lock (turn)
            {
                if (made.Count == 0)
                {
                    made.Add(Make());
                }

                return made[^1];
            }
        }
    }

    /// <summary>Turns to the region that a refusal names; false where it names none that is new.</summary>
    /// <param name="asked">The client that was refused.</param>
    /// <param name="refusal">What S3 said.</param>
    public bool Follow(AmazonS3Client asked, AmazonS3Exception refusal)
    {
        if (!IsElsewhere(refusal))
        {
            return false;
        }

        lock (turn)
        {
            if (asked != made[^1])
            {
                // Another request found out first.
                return true;
            }

            if (RegionOf(refusal) is not string there || there == region || made.Count > MostRegions)
            {
                return false;
            }

            region = there;
            made.Add(Make());
            return true;
        }
    }

    /// <summary>Whether S3 says that the bucket is in another region.</summary>
    public static bool IsElsewhere(AmazonS3Exception refusal) =>
        refusal.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect
        || refusal.ErrorCode is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AmazonS3Client one in made)
        {
            one.Dispose();
        }
    }

    private AmazonS3Client Make()
    {
        var config = new AmazonS3Config
        {
            // Repeating is ours: it reads a body again too, which this client leaves to its caller.
            MaxErrorRetry = 0,
            MaxConnectionsPerServer = requests + 16,
            Timeout = session.Network.Patience < TimeSpan.FromMinutes(5) ? session.Network.Patience : TimeSpan.FromMinutes(5),
        };
        if (session.EndpointOf("S3") is Uri endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region;
            // Other endpoints than AWS's are often one host without names below it.
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (session.Hosts.Fips, session.Hosts.DualStack);
            // An access point's ARN tells its region.
            config.UseArnRegion = true;
        }

        return new AmazonS3Client(session.Credentials, config);
    }

    /// <summary>The region in the answer's header, or in its text.</summary>
    private static string? RegionOf(AmazonS3Exception refusal) =>
        refusal.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent("x-amz-bucket-region") ? response.GetHeaderValue("x-amz-bucket-region")
        : Named().Match(refusal.ResponseBody ?? "") is { Success: true } match ? match.Groups["region"].Value
        : null;

    [GeneratedRegex("<Region>(?<region>[a-z0-9-]{1,40})</Region>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
