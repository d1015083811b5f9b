namespace Leastwise.Remote.Athena;

/// <summary>Runs statements to their ends: asks how far they are, at growing intervals, stops one that costs too much, and stops it when the run is cancelled.</summary>
internal sealed class AthenaRun(AthenaClient client, AthenaOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(5), Farewell = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that this run's statements have scanned so far, of those that failed or were stopped too: they are billed as well.</summary>
    public long BytesScanned { get; private set; }

    /// <summary>Statements that scanned something.</summary>
    public int Statements { get; private set; }

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="database">The database in which it is run; null for none.</param>
    /// <param name="progress">Told how many bytes were scanned.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="RemoteException">It failed, or scanned more than it may.</exception>
    public async Task<AthenaQuery> RunAsync(string statement, string? database, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (statement.Length > TrailQuery.LongestStatement)
        {
            throw new RemoteException($"The statement has {statement.Length:N0} letters, and Athena takes {TrailQuery.LongestStatement:N0} at most: choose fewer accounts with --account, or fewer days.");
        }

        string id = await client.StartAsync(statement, database, cancellation).ConfigureAwait(false);
        AthenaQuery? last = null;
        bool ended = false;
        try
        {
            for (TimeSpan wait = FirstWait; ; wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait)
            {
                last = await client.GetAsync(id, cancellation).ConfigureAwait(false);
                progress?.Report(last.BytesScanned);
                if (!last.IsRunning)
                {
                    ended = true;
                    break;
                }

                if (last.BytesScanned > options.MaxBytes)
                {
                    throw new RemoteException(
                        $"Stopped: the query had scanned {ScanCost.Bytes(last.BytesScanned)}, more than --max-bytes {ScanCost.Bytes(options.MaxBytes ?? 0)}. What it scanned is billed, {ScanCost.Price(last.BytesScanned, options)}. Ask for fewer days or accounts, or allow more.");
                }

                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!ended)
            {
                await StopAsync(id).ConfigureAwait(false);
            }

            BytesScanned += last?.BytesScanned ?? 0;
            Statements += last?.BytesScanned > 0 ? 1 : 0;
        }

        return last.State switch
        {
            "SUCCEEDED" => last,
            "CANCELLED" => throw new RemoteException(
                $"Athena query {id} was cancelled{Because(last)}. It had scanned {ScanCost.Bytes(last.BytesScanned)}. Where the workgroup '{options.Workgroup}' limits what a query may scan, ask for fewer days or accounts."),
            _ => throw new RemoteException($"Athena query {id} failed{Because(last)}. {Advice(last.Reason)}"),
        };
    }

    /// <summary>Stops the query even though the run's own patience is over: what it scans is billed.</summary>
    private async Task StopAsync(string id)
    {
        using var farewell = new CancellationTokenSource(Farewell);
        try
        {
            await client.StopAsync(id, farewell.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is RemoteException or OperationCanceledException)
        {
            // The failure that brought us here is the one to be told.
        }
    }

    private static string Because(AthenaQuery query) => query.Reason.Length == 0 ? "" : $": {query.Reason.TrimEnd('.')}";

    private static string Advice(string reason) =>
        reason.Contains("Access Denied", StringComparison.OrdinalIgnoreCase) || reason.Contains("not authorized", StringComparison.OrdinalIgnoreCase)
            ? "The caller needs s3:GetObject and s3:ListBucket on the logs, s3:PutObject and s3:GetBucketLocation on the place of results, and glue:GetTable, glue:GetDatabase and glue:GetPartitions on the table; 'leastwise init policy ingest athena' prints them."
        : reason.Contains("COLUMN_NOT_FOUND", StringComparison.Ordinal) || reason.Contains("SYNTAX_ERROR", StringComparison.Ordinal)
            ? "The table is not as its description says; look at it with 'SHOW CREATE TABLE', or let Leastwise make one with --location."
        : reason.Contains("exhausted", StringComparison.OrdinalIgnoreCase) || reason.Contains("timeout", StringComparison.OrdinalIgnoreCase)
            ? "Ask for fewer days at once: what was committed is kept, and days that were asked before are not asked again."
        : "Run it again, or look at the query in the Athena console.";
}
