namespace Leastwise.Remote;

/// <summary>Tasks that belong together: when one fails, the others are ended.</summary>
internal static class Together
{
    /// <summary>Runs them to the end of all.</summary>
    /// <returns>What failed first; null where nothing did.</returns>
    public static async Task<Exception?> RunAsync(Func<CancellationToken, IEnumerable<Task>> begin, CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Exception? first = null;
        await foreach (Task ended in Task.WhenEach([.. begin(all.Token)]).WithCancellation(CancellationToken.None))
        {
            if (first is null && ended.Exception?.InnerException is Exception failure)
            {
                first = failure;
                await all.CancelAsync();
            }
        }

        return first;
    }
}
