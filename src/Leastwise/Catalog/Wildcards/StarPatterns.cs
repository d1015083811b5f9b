namespace Leastwise.Catalog.Wildcards;

/// <summary>
/// The shortest patterns of four shapes (a star behind, in front, in between, on both sides) that match a wanted name and no other of a
/// service's names. A longer pattern of the same shape matches fewer names, so a shortest list needs none but these.
/// </summary>
internal sealed class StarPatterns
{
    private readonly string[] names;
    private readonly string[] lower;
    private readonly List<int> wanted = [];
    private readonly List<int> unwanted = [];
    private readonly HashSet<ulong> unwantedParts = [];

    public StarPatterns(string[] names, bool[] isWanted)
    {
        this.names = names;
        lower = Array.ConvertAll(names, name => name.ToLowerInvariant());
        for (int i = 0; i < names.Length; i++)
        {
            (isWanted[i] ? wanted : unwanted).Add(i);
        }

        foreach (int name in unwanted)
        {
            for (int start = 0; start < lower[name].Length; start++)
            {
                ulong hash = 0;
                for (int end = start; end < lower[name].Length; end++)
                {
                    unwantedParts.Add(hash = Extend(hash, lower[name][end]));
                }
            }
        }
    }

    /// <summary>Every such pattern that matches two wanted names or more, with the places of those names among the wanted ones.</summary>
    public IEnumerable<(string Pattern, int[] Matched)> All()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (int name in wanted)
        {
            foreach ((int prefix, int start, int length, int suffix) in Shapes(name))
            {
                string text = names[name];
                string pattern = length > 0 ? $"*{text.Substring(start, length)}*" : $"{text[..prefix]}*{text[^suffix..]}";
                if (known.Add(pattern.ToLowerInvariant()) && Matched(name, prefix, start, length, suffix) is { Length: > 1 } matched)
                {
                    yield return (pattern, matched);
                }
            }
        }
    }

    /// <summary>The shapes as lengths of a prefix and a suffix, or start and length of a part.</summary>
    private IEnumerable<(int Prefix, int Start, int Length, int Suffix)> Shapes(int name)
    {
        string text = lower[name];

        // For each length of prefix, the longest suffix that an unwanted name with that prefix shares; -1 where none has the prefix.
        var shared = new int[text.Length + 1];
        Array.Fill(shared, -1);
        foreach (int other in unwanted)
        {
            string against = lower[other];
            int ahead = text.AsSpan().CommonPrefixLength(against);
            int behind = CommonSuffix(text, against);
            for (int prefix = 0; prefix <= ahead; prefix++)
            {
                shared[prefix] = Math.Max(shared[prefix], Math.Min(behind, against.Length - prefix));
            }
        }

        int shortest = int.MaxValue;
        for (int prefix = 0; prefix <= text.Length; prefix++)
        {
            int suffix = shared[prefix] + 1;
            if (suffix < shortest && prefix + suffix <= text.Length)
            {
                shortest = suffix;
                yield return (prefix, 0, 0, suffix);
            }
        }

        foreach ((int start, int length) in Parts(text))
        {
            yield return (0, start, length, 0);
        }
    }

    /// <summary>
    /// The parts of a text that no unwanted name holds and that hold no shorter such part. Parts are told apart by a hash of 64 bits: if two
    /// ever shared one, a part would be passed over, never taken wrongly.
    /// </summary>
    private IEnumerable<(int Start, int Length)> Parts(string text)
    {
        int lastEnd = -1;
        for (int start = text.Length - 1; start >= 0; start--)
        {
            ulong hash = 0;
            int limit = lastEnd < 0 ? text.Length : lastEnd;
            for (int end = start; end < limit; end++)
            {
                hash = Extend(hash, text[end]);
                if (!unwantedParts.Contains(hash))
                {
                    // A later start that ended at the same place was shorter; this one ends before it.
                    lastEnd = end;
                    yield return (start, end - start + 1);
                    break;
                }
            }
        }
    }

    private int[] Matched(int name, int prefix, int start, int length, int suffix)
    {
        string text = lower[name];
        string part = text.Substring(start, length), head = text[..prefix], tail = text[^suffix..];
        List<int> matched = [];
        for (int i = 0; i < wanted.Count; i++)
        {
            string other = lower[wanted[i]];
            bool matches = length > 0
                ? other.Contains(part, StringComparison.Ordinal)
                : other.Length >= prefix + suffix && other.StartsWith(head, StringComparison.Ordinal) && other.EndsWith(tail, StringComparison.Ordinal);
            if (matches)
            {
                matched.Add(i);
            }
        }

        return [.. matched];
    }

    private static int CommonSuffix(string a, string b)
    {
        int length = 0;
        while (length < a.Length && length < b.Length && a[^(length + 1)] == b[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private static ulong Extend(ulong hash, char c)
    {
        ulong mixed = (hash + c + 1) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 29);
    }
}
