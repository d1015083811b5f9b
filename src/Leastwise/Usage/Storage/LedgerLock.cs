namespace Leastwise.Usage.Storage;

/// <summary>
/// Lets one process at a time write a ledger: what is counted is kept in memory while it writes. The lock is the operating system's, on a file beside the
/// ledger, so that a killed process leaves none behind. Reading needs no lock.
/// </summary>
internal static class LedgerLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock, and waits for it where another process has it.</summary>
    /// <param name="ledger">The ledger's path.</param>
    /// <param name="waiting">Told once, when there is something to wait for.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LedgerException">The other process did not end in time, or the lock's file cannot be made.</exception>
    public static IDisposable Take(string ledger, Action<string>? waiting, TimeSpan patience, CancellationToken cancel)
    {
        string path = ledger + "-lock";
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (File.Exists(path) && waited < patience)
            {
                if (waited == TimeSpan.Zero)
                {
                    waiting?.Invoke($"Another process is writing the ledger '{ledger}'; waiting for it to end.");
                }

                cancel.WaitHandle.WaitOne(Pause);
                cancel.ThrowIfCancellationRequested();
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new LedgerException($"Another process is still writing the ledger '{ledger}'; try again when it has ended.", exception);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new LedgerException($"The ledger '{ledger}' cannot be locked ({exception.Message.TrimEnd('.')}); check its folder and its permissions.", exception);
            }
        }
    }
}
