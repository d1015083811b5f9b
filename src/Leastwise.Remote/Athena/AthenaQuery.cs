namespace Leastwise.Remote.Athena;

/// <summary>A query as Athena tells of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>QUEUED</c>, <c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>CANCELLED</c>.</param>
/// <param name="Reason">Why it is in that state; empty where nothing is said.</param>
/// <param name="BytesScanned">What it has scanned so far.</param>
/// <param name="Output">The object with its result; null where Athena keeps it itself.</param>
/// <param name="Text">The statement; empty where it is not told.</param>
internal sealed record AthenaQuery(string Id, string State, string Reason, long BytesScanned, string? Output, string Text)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => State is "QUEUED" or "RUNNING";
}
