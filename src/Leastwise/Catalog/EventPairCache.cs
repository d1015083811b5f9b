namespace Leastwise.Catalog;

/// <summary>
/// Remembers the answer for a pair of event source and event name. Reading takes no lock and allocates nothing; adding takes one. Full at a
/// fixed number of pairs: event names come from logs that anyone may have written, and a flood of invented ones must not fill the memory.
/// </summary>
internal sealed class EventPairCache(int most)
{
    private readonly Lock adding = new();
    private Entry?[] table = new Entry?[4096];
    private int count;

    /// <summary>The remembered answer; null where there is none.</summary>
    public EventResolution? Find(string source, string name)
    {
        int hash = HashOf(source, name);
        Entry?[] entries = Volatile.Read(ref table);
        for (int i = hash & (entries.Length - 1); Volatile.Read(ref entries[i]) is { } entry; i = (i + 1) & (entries.Length - 1))
        {
            if (entry.Hash == hash && string.Equals(entry.Name, name) && string.Equals(entry.Source, source))
            {
                return entry.Resolution;
            }
        }

        return null;
    }

    /// <summary>Remembers an answer and returns the one that is remembered for the pair, which another thread may have added first.</summary>
    public EventResolution Add(string source, string name, EventResolution resolution)
    {
        lock (adding)
        {
            if (Find(source, name) is { } known)
            {
                return known;
            }

            if (count == most)
            {
                return resolution;
            }

            // A table at most half full keeps runs short; readers go on with the old one until the new one is whole.
            if (++count * 2 > table.Length)
            {
                var larger = new Entry?[table.Length * 2];
                foreach (Entry? entry in table)
                {
                    if (entry is not null)
                    {
                        Put(larger, entry);
                    }
                }

                Volatile.Write(ref table, larger);
            }

            Put(table, new Entry(HashOf(source, name), source, name, resolution));
            return resolution;
        }
    }

    private static void Put(Entry?[] entries, Entry entry)
    {
        int i = entry.Hash & (entries.Length - 1);
        while (entries[i] is not null)
        {
            i = (i + 1) & (entries.Length - 1);
        }

        Volatile.Write(ref entries[i], entry);
    }

    // The runtime's string hash is seeded anew for each process, so nobody can prepare names that collide.
    private static int HashOf(string source, string name) => (StringComparer.Ordinal.GetHashCode(name) * 31) ^ StringComparer.Ordinal.GetHashCode(source);

    private sealed record Entry(int Hash, string Source, string Name, EventResolution Resolution);
}
