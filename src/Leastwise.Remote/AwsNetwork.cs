using System.Net;
using Polly;

namespace Leastwise.Remote;

/// <summary>What all calls of a run share: connections, the clock and its error, patience.</summary>
/// <param name="time">The clock, of waiting too.</param>
public sealed class AwsNetwork(TimeProvider time) : IDisposable
{
    private long skew;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>So long may pass without a byte of an answer before a call is made again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The connections. TLS is verified as the system does it; redirections, which no AWS API answers, are not followed, as they would take the signature elsewhere.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Now, as AWS sees it: this machine's clock, set right by what an answer said.</summary>
    public DateTimeOffset Now => Time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref skew));

    internal ResiliencePipeline<AwsReply> Retries { get; } = AwsRetry.Pipeline(time);

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    /// <summary>Sets the clock right by the date of an answer.</summary>
    internal void Correct(DateTimeOffset date) => Interlocked.Exchange(ref skew, (date - Time.GetUtcNow()).Ticks);
}
