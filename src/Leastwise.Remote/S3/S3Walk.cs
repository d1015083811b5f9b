using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Leastwise.Usage;

namespace Leastwise.Remote.S3;

/// <summary>
/// Finds the objects below a location: by CloudTrail's layout where it is laid out so, so that accounts, regions and months that were not asked for are not even
/// listed, and months are listed side by side; otherwise one page after the other.
/// </summary>
/// <param name="location">Where.</param>
/// <param name="requests">Asks.</param>
/// <param name="filter">What is taken.</param>
/// <param name="progressOf">How far a month was read.</param>
/// <param name="found">Takes an object; tells whether it was read to its end before.</param>
/// <param name="settled">Takes what is to be remembered of a month.</param>
internal sealed class S3Walk(
    S3Location location, S3Requests requests, IngestFilter filter, Func<string, MonthProgress?> progressOf, Func<S3Entry, CancellationToken, ValueTask<bool>> found,
    Func<string, string, CancellationToken, Task> settled) : IDisposable
{
    /// <summary>So many listings at once.</summary>
    private const int Listings = 8;

    /// <summary>So deep, and among so many folders on a level, <c>AWSLogs</c> is looked for before all keys are listed.</summary>
    private const int DeepestPrefix = 4;
    private const int MostPrefixes = 64;

    /// <summary>So many objects may lie beside folders.</summary>
    private const int MostLoose = 5000;

    private readonly Channel<(string Prefix, bool IsMonth)> leaves = Channel.CreateUnbounded<(string, bool)>();
    private readonly SemaphoreSlim folders = new(2 * Listings);
    private long passedBy;

    /// <summary>Folders that were not listed: by their names they hold nothing that was asked for, or they were read to their end before.</summary>
    public long PassedBy => Interlocked.Read(ref passedBy);

    /// <summary>Finds all.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Exception? failure = await Together.RunAsync(token => [FindLeavesAsync(token), .. Enumerable.Range(0, Listings).Select(_ => ListLeavesAsync(token))], stop);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        stop.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose() => folders.Dispose();

    private async Task FindLeavesAsync(CancellationToken stop)
    {
        try
        {
            if (location.Prefix.Length == 0 || location.Prefix.EndsWith('/'))
            {
                await EnterAsync(location.Prefix, KeyLayout.Below(location.Prefix), 0, stop);
                return;
            }

            // A folder or an object is meant where there is one of that name, else everything that begins so.
            (List<string> below, List<S3Entry> entries) = await FolderAsync(location.Prefix, stop);
            string folder = location.Prefix + "/";
            S3Entry? exact = entries.Find(entry => entry.Key == location.Prefix);
            if (exact is not null)
            {
                await found(exact, stop);
            }

            if (below.Contains(folder))
            {
                await EnterAsync(folder, KeyLayout.Below(folder), 0, stop);
            }
            else if (exact is null)
            {
                await leaves.Writer.WriteAsync((location.Prefix, false), stop);
            }
        }
        finally
        {
            leaves.Writer.Complete();
        }
    }

    private async Task EnterAsync(string folder, KeyLevel level, int depth, CancellationToken stop)
    {
        if (level == KeyLevel.Month)
        {
            await leaves.Writer.WriteAsync((folder, true), stop);
            return;
        }

        (List<string> below, List<S3Entry> entries) = await FolderAsync(folder, stop);
        if (entries.Count > MostLoose || (level == KeyLevel.Other && (depth > DeepestPrefix || below.Count > MostPrefixes)))
        {
            await leaves.Writer.WriteAsync((folder, false), stop);
            return;
        }

        foreach (S3Entry entry in entries)
        {
            await found(entry, stop);
        }

        List<string> wanted = below.FindAll(one => KeyLayout.IsWanted(level, one, filter));
        Interlocked.Add(ref passedBy, below.Count - wanted.Count);
        await Task.WhenAll(wanted.Select(async one =>
        {
            KeyLevel next = KeyLayout.Next(level, one[folder.Length..].TrimEnd('/'));
            if (next == KeyLevel.Other && level != KeyLevel.Other)
            {
                // Something of its own within CloudTrail's layout.
                await leaves.Writer.WriteAsync((one, false), stop);
            }
            else
            {
                await EnterAsync(one, next, depth + 1, stop);
            }
        }));
    }

    /// <summary>Days before the first that is asked for are not listed.</summary>
    private string? AfterOf(string month) =>
        filter.Since is DateOnly since && KeyLayout.MonthOf(month) is DateOnly first && first.Year == since.Year && first.Month == since.Month ? $"{month}{since.Day:00}" : null;

    private async Task<(List<string> Folders, List<S3Entry> Entries)> FolderAsync(string prefix, CancellationToken stop)
    {
        List<string> below = [];
        List<S3Entry> entries = [];
        string? next = null;
        do
        {
            await folders.WaitAsync(stop);
            try
            {
                S3Page page = await requests.ListAsync(prefix, folders: true, null, next, stop);
                below.AddRange(page.Folders);
                entries.AddRange(page.Entries);
                next = page.Next;
            }
            finally
            {
                folders.Release();
            }

            if (entries.Count > MostLoose)
            {
                // Objects lie here themselves, and too many to hold: all will be listed.
                return (below, entries);
            }
        }
        while (next is not null);
        return (below, entries);
    }

    private async Task ListLeavesAsync(CancellationToken stop)
    {
        await foreach ((string prefix, bool isMonth) in leaves.Reader.ReadAllAsync(stop))
        {
            if (isMonth)
            {
                await ListMonthAsync(prefix, stop);
            }
            else
            {
                await ListAsync(prefix, null, async entry =>
                {
                    await found(entry, stop);
                    return true;
                }, stop);
            }
        }
    }

    private async Task ListMonthAsync(string month, CancellationToken stop)
    {
        MonthProgress? progress = progressOf(month);
        string? since = AfterOf(month), after = progress?.After;
        if (after is not null)
        {
            Interlocked.Increment(ref passedBy);
        }

        if (progress is { IsDone: true })
        {
            return;
        }

        if (since is not null && string.CompareOrdinal(since, after) > 0)
        {
            // Days before it are not looked at, so nothing can be said of them.
            (after, progress) = (since, null);
        }

        DateOnly? last = KeyLayout.LastDelivery(filter);
        await ListAsync(
            month,
            after,
            async entry =>
            {
                bool isWanted = !KeyLayout.IsAfter(month, entry.Key, last);
                if (!isWanted || !await found(entry, stop))
                {
                    progress?.Miss(entry.Key);
                }

                return isWanted;
            },
            stop);
        if (progress?.Mark is string mark)
        {
            await settled(month, mark, stop);
        }
    }

    /// <summary>Lists page after page, until <paramref name="take"/> wants no more.</summary>
    private async Task ListAsync(string prefix, string? after, Func<S3Entry, Task<bool>> take, CancellationToken stop)
    {
        string? next = null;
        do
        {
            S3Page page = await requests.ListAsync(prefix, folders: false, after, next, stop);
            foreach (S3Entry entry in page.Entries)
            {
                if (!await take(entry))
                {
                    return;
                }
            }

            next = page.Next;
        }
        while (next is not null);
    }
}
