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

    /// <summary>Repeats calls of AWS whose failures may pass.</summary>
    public static ResiliencePipeline<AwsReply> Pipeline(TimeProvider time) => Pipeline<AwsReply>(
        time,
        reply => reply.Error is { } error && ((int)error.Status is (>= 500 and not 501) or 429 || Passing.Contains(error.Code)),
        reply => reply.RetryAfter,
        exception => exception is BrokenReplyException);

    /// <summary>Repeats what may pass, with waits that double, with jitter, or as long as the service asks.</summary>
    /// <typeparam name="T">An answer.</typeparam>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="mayPass">Whether an answer is a failure that may pass.</param>
    /// <param name="asked">How long an answer asks to be left alone.</param>
    /// <param name="isBroken">Whether an exception means that an answer was cut off.</param>
    public static ResiliencePipeline<T> Pipeline<T>(TimeProvider time, Func<T, bool> mayPass, Func<T, TimeSpan?> asked, Func<Exception, bool> isBroken)
        where T : class => new ResiliencePipelineBuilder<T> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<T>
        {
            MaxRetryAttempts = Repetitions,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = TimeSpan.FromSeconds(30),
            ShouldHandle = arguments => new(arguments.Outcome switch
            {
                { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } } => false,
                { Exception: { } exception } => exception is HttpRequestException or IOException or TimeoutException || isBroken(exception),
                { Result: { } reply } => mayPass(reply),
                _ => false,
            }),
            DelayGenerator = arguments => new(arguments.Outcome.Result is { } reply && asked(reply) is { } wait ? (wait < LongestAskedWait ? wait : LongestAskedWait) : null),
        })
        .Build();
}
