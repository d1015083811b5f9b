using System.Collections.Frozen;
using Polly;
using Polly.Retry;

namespace Leastwise.Remote;

/// <summary>Which failures pass with time, and how long to wait.</summary>
internal static class AwsRetry
{
    /// <summary>The waits grow to half a minute, so that these make about two minutes.</summary>
    private const int Repetitions = 8;

    private static readonly TimeSpan LongestAskedWait = TimeSpan.FromMinutes(5);

    /// <summary>Codes that come with a status which says otherwise. Source: "Retry behavior", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html.</summary>
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.Ordinal,
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "TooManyRequests",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
        "TransactionInProgressException", "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "InternalServerException", "ServiceUnavailable",
        "ServiceUnavailableException");

    /// <summary>Repeats what may pass, with waits that double, with jitter, or as long as the service asks.</summary>
    public static ResiliencePipeline<AwsReply> Pipeline(TimeProvider time) => new ResiliencePipelineBuilder<AwsReply> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<AwsReply>
        {
            MaxRetryAttempts = Repetitions,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = TimeSpan.FromSeconds(30),
            ShouldHandle = arguments => new(arguments.Outcome switch
            {
                { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } } => false,
                { Exception: HttpRequestException or IOException or TimeoutException or BrokenReplyException } => true,
                { Result.Error: { } error } => (int)error.Status is (>= 500 and not 501) or 429 || Passing.Contains(error.Code),
                _ => false,
            }),
            DelayGenerator = arguments => new(arguments.Outcome.Result?.RetryAfter is { } asked ? (asked < LongestAskedWait ? asked : LongestAskedWait) : null),
        })
        .Build();
}
