namespace Leastwise.Remote.LookupEvents;

/// <summary>Two requests a second, which is what CloudTrail allows for each account and region.</summary>
/// <remarks>Source: "LookupEvents", AWS CloudTrail API Reference, https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html.</remarks>
internal sealed class LookupPace(TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Waits for the next turn. One task asks at a time.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        TimeSpan wait = next - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, stop);
        }

        next = time.GetUtcNow() + Between;
    }
}
