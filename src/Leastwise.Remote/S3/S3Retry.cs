using Polly;
using Polly.Retry;

namespace Leastwise.Remote.S3;

/// <summary>How often and how soon a request of S3 that failed by chance is made again: later each time, and by a random part, so that many do not come back at once.</summary>
internal static class S3Retry
{
    /// <summary>The waits grow to twenty seconds, so that these make about a minute.</summary>
    private const int Repetitions = 7;

    /// <summary>Repeats what may pass.</summary>
    public static ResiliencePipeline Pipeline(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Repetitions,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(300),
            MaxDelay = TimeSpan.FromSeconds(20),
            ShouldHandle = arguments => new(arguments.Outcome.Exception is Exception exception && S3Failure.IsPassing(exception)),
        })
        .Build();
}
