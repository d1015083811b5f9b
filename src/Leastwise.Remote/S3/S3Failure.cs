using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;

namespace Leastwise.Remote.S3;

/// <summary>What a failure of S3 means, and how it is said. Only codes and names of keys and principals are taken from what S3 said, never its whole answer.</summary>
internal static partial class S3Failure
{
    private static readonly HashSet<string> CredentialCodes = new(StringComparer.Ordinal)
    {
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidClientTokenId",
        "UnrecognizedClientException", "RequestTimeTooSkewed", "AccountProblem", "NotSignedUp",
    };

    private static readonly HashSet<string> PassingCodes = new(StringComparer.Ordinal)
    {
        "SlowDown", "RequestTimeout", "RequestTimeoutException", "InternalError", "ServiceUnavailable", "Throttling", "ThrottlingException", "TooManyRequests",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "503 SlowDown", "OperationAborted",
    };

    /// <summary>Whether the same request may succeed later: throttling, faults of the service, of the network, a body cut short.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        AmazonServiceException { ErrorCode: string code } when CredentialCodes.Contains(code) => false,
        AmazonServiceException service => service.StatusCode >= HttpStatusCode.InternalServerError || service.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || PassingCodes.Contains(service.ErrorCode ?? "") || service.InnerException is HttpRequestException or IOException || (int)service.StatusCode == 0,
        AmazonClientException client => client.InnerException is null or HttpRequestException or IOException or TimeoutException || !IsOfCredentials(client),
        // A page of a listing that was cut short is no whole XML.
        HttpRequestException or IOException or TimeoutException or XmlException => true,
        // The library's own patience ended; when the run was stopped, nobody asks.
        OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Whether no request of this run will succeed: the credentials are refused, or there are none.</summary>
    public static bool IsOfCredentials(Exception failure) => failure switch
    {
        // The session's own words for having none.
        RemoteException => true,
        AmazonServiceException service => CredentialCodes.Contains(service.ErrorCode ?? ""),
        AmazonClientException => failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) || failure.Message.Contains("SSO", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether the credentials were once good, so that others may be.</summary>
    public static bool IsExpired(Exception failure) => failure is AmazonServiceException { ErrorCode: string code } && IsExpired(code);

    /// <summary>Why nothing more can be fetched, as one or two sentences.</summary>
    public static string OfRun(S3Location location, Exception failure)
    {
        const string Kept = "What was read until then is kept, so the same command goes on from there";
        return failure switch
        {
            RemoteException said => said.Message,
            AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } => $"S3 refuses the requests because this machine's clock is wrong; set it, then run again. {Kept}.",
            AmazonServiceException service when CredentialCodes.Contains(service.ErrorCode ?? "") =>
                $"S3 refuses the credentials ({service.ErrorCode}): {(IsExpired(service.ErrorCode) ? "they have expired; sign in again" : "check the profile, or sign in again")}, such as with 'aws sso login'. {Kept}.",
            AmazonS3Exception { ErrorCode: "NoSuchBucket" } => $"There is no bucket '{location.Bucket}'; check its name, and the partition of the credentials.",
            AmazonS3Exception elsewhere when S3Clients.IsElsewhere(elsewhere) => $"The bucket '{location.Bucket}' is in another region than was asked, and S3 does not say which; name it with --region or AWS_REGION.",
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => $"S3 does not allow listing '{location.Bucket}': s3:ListBucket on arn:aws:s3:::{location.Bucket} is missing"
                + " (in the caller's policies, the bucket's policy, or a limit above them). If the bucket lets the requester pay, add --request-payer. 'leastwise init policy ingest s3' prints what is needed.",
            AmazonServiceException service => $"S3 failed while reading {location} ({Code(service)}), also when asked again. {Kept}.",
            AmazonClientException client when IsOfCredentials(client) =>
                "There are no AWS credentials that can be used here; sign in (such as with 'aws sso login'), name a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            _ => $"S3 cannot be reached while reading {location} ({Network(failure)}), also when asked again. {Kept}.",
        };
    }

    /// <summary>Why one object was not read, as one sentence with what to do.</summary>
    public static string OfObject(Exception failure) => failure switch
    {
        AmazonS3Exception { ErrorCode: "InvalidObjectState" } => "It is in an archive of S3 and cannot be read as it is; restore it, then run again.",
        AmazonS3Exception { ErrorCode: "NoSuchKey" } => "It was deleted after it was listed.",
        AmazonServiceException refusal when IsOfKey(refusal) => OfKey(refusal),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => "S3 does not allow reading it: s3:GetObject is missing (in the caller's policies, the bucket's policy, or a limit above them).",
        AmazonServiceException service => $"S3 failed ({Code(service)}), also when asked again; run again to read it.",
        _ => $"Its body broke off ({Network(failure)}), also when read again; run again to read it.",
    };

    private static bool IsOfKey(AmazonServiceException refusal) =>
        (refusal.ErrorCode?.StartsWith("KMS.", StringComparison.Ordinal) ?? false) || refusal.Message.Contains("kms:", StringComparison.Ordinal)
        || refusal.Message.Contains("ciphertext refers to a customer master key", StringComparison.Ordinal);

    /// <summary>Where S3 may not use the key it names it, unless the key is unknown to the caller.</summary>
    private static string OfKey(AmazonServiceException refusal)
    {
        string key = KeyArn().Match(refusal.Message) is { Success: true } match ? $"the key {match.Value}" : "its KMS key";
        return refusal.ErrorCode is string code && code.StartsWith("KMS.", StringComparison.Ordinal) && !refusal.Message.Contains("not authorized", StringComparison.Ordinal)
            ? $"It is encrypted with a KMS key that cannot be used ({code["KMS.".Length..]}: {key}); enable the key, then run again."
            : $"It is encrypted with KMS: kms:Decrypt on {key} is missing (in the caller's policies or the key's policy), then run again.";
    }

    private static bool IsExpired(string? code) => code is not null && (code.StartsWith("Expired", StringComparison.Ordinal) || code == "TokenRefreshRequired");

    private static string Code(AmazonServiceException service) =>
        service.ErrorCode is { Length: > 0 } code && Word().IsMatch(code) ? code : (int)service.StatusCode == 0 ? Network(service) : $"HTTP {(int)service.StatusCode}";

    /// <summary>What the network said: the innermost cause, which knows no secrets.</summary>
    private static string Network(Exception failure)
    {
        Exception inner = failure.GetBaseException();
        return inner switch
        {
            OperationCanceledException or TimeoutException => "no answer in time",
            HttpRequestException or IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException => inner.Message.TrimEnd('.'),
            XmlException => "what came is not whole",
            AmazonClientException when inner.Message.Contains("hash", StringComparison.OrdinalIgnoreCase) => "its checksum does not hold",
            _ => inner.GetType().Name,
        };
    }

    [GeneratedRegex(@"arn:aws[a-z-]*:kms:[a-z0-9-]*:[0-9]*:(key|alias)/[A-Za-z0-9/_-]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyArn();

    [GeneratedRegex(@"\A[A-Za-z0-9. _-]{1,80}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
