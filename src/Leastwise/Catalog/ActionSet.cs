using System.Buffers;
using System.Collections;
using System.Numerics;

namespace Leastwise.Catalog;

/// <summary>An immutable set of catalogue actions, one bit each, by <see cref="CatalogAction.Id"/>. Set algebra costs a few hundred word operations at most.</summary>
/// <remarks>
/// Ids of one service stand together, and most statements name one service: only the words from the first member to the last are kept, so that
/// such a set is a handful of words and not all of the catalogue's.
/// </remarks>
public sealed class ActionSet : IEquatable<ActionSet>, IEnumerable<int>
{
    // Of the whole catalogue's 22,000 actions, with room.
    private const int MostWords = 512;

    // The words from the first that is not zero to the last that is not; the first of them is word number `first` of the whole.
    private readonly ulong[] words;
    private readonly int first;

    private ActionSet(ulong[] words, int first)
    {
        this.words = words;
        this.first = first;
    }

    /// <summary>The set without members.</summary>
    public static ActionSet Empty { get; } = new([], 0);

    /// <summary>How many actions the set holds.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether the set holds nothing.</summary>
    public bool IsEmpty => words.Length == 0;

    private int End => first + words.Length;

    /// <summary>A set of the given action ids; order and repetition do not matter.</summary>
    public static ActionSet Of(IEnumerable<int> ids)
    {
        ulong[] members = ArrayPool<ulong>.Shared.Rent(MostWords);
        Array.Clear(members);
        int length = 0;
        foreach (int id in ids)
        {
            int word = id >> 6;
            if (word >= members.Length)
            {
                // Larger than any catalogue; such an array does not go back to the pool.
                Array.Resize(ref members, Math.Max(word + 1, members.Length * 2));
            }

            members[word] |= 1UL << (id & 63);
            length = Math.Max(length, word + 1);
        }

        ActionSet set = Trimmed(members.AsSpan(0, length));
        if (members.Length <= MostWords * 2)
        {
            ArrayPool<ulong>.Shared.Return(members);
        }

        return set;
    }

    /// <summary>The set of all ids from 0 to <paramref name="count"/> - 1.</summary>
    public static ActionSet AllOf(int count)
    {
        var members = new ulong[(count + 63) >> 6];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = ulong.MaxValue;
        }

        if ((count & 63) != 0)
        {
            members[^1] = (1UL << (count & 63)) - 1;
        }

        return Trimmed(members, 0);
    }

    /// <summary>All that is in any of the sets.</summary>
    public static ActionSet UnionOf(IReadOnlyList<ActionSet> sets)
    {
        int from = int.MaxValue, to = 0;
        ActionSet only = Empty;
        bool several = false;
        foreach (ActionSet set in sets)
        {
            if (!set.IsEmpty)
            {
                several |= !only.IsEmpty && !ReferenceEquals(only, set);
                only = set;
                from = Math.Min(from, set.first);
                to = Math.Max(to, set.End);
            }
        }

        if (!several)
        {
            return only;
        }

        var all = new ulong[to - from];
        foreach (ActionSet set in sets)
        {
            Span<ulong> target = set.IsEmpty ? [] : all.AsSpan(set.first - from, set.words.Length);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] |= set.words[i];
            }
        }

        return new ActionSet(all, from);
    }

    /// <summary>Whether the action is a member.</summary>
    public bool Contains(int id)
    {
        int word = (id >> 6) - first;
        return (uint)word < (uint)words.Length && (words[word] & (1UL << (id & 63))) != 0;
    }

    /// <summary>All that is in either.</summary>
    public ActionSet Union(ActionSet other) =>
        IsEmpty || ReferenceEquals(this, other) ? other : other.IsEmpty ? this : UnionOf([this, other]);

    /// <summary>All that is in both.</summary>
    public ActionSet Intersect(ActionSet other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        int from = Math.Max(first, other.first);
        int length = Math.Min(End, other.End) - from;
        if (length <= 0)
        {
            return Empty;
        }

        ReadOnlySpan<ulong> a = words.AsSpan(from - first, length);
        ReadOnlySpan<ulong> b = other.words.AsSpan(from - other.first, length);
        if (length == words.Length && Within(a, b))
        {
            return this;
        }

        var both = new ulong[length];
        for (int i = 0; i < both.Length; i++)
        {
            both[i] = a[i] & b[i];
        }

        return Trimmed(both, from);
    }

    /// <summary>All that is in this set and not in the other.</summary>
    public ActionSet Except(ActionSet other)
    {
        if (!Overlaps(other))
        {
            return this;
        }

        ulong[] rest = [.. words];
        int from = Math.Max(first, other.first);
        int to = Math.Min(End, other.End);
        for (int i = from; i < to; i++)
        {
            rest[i - first] &= ~other.words[i - other.first];
        }

        return Trimmed(rest, first);
    }

    /// <summary>Whether the two share an action.</summary>
    public bool Overlaps(ActionSet other)
    {
        int to = Math.Min(End, other.End);
        for (int i = Math.Max(first, other.first); i < to; i++)
        {
            if ((words[i - first] & other.words[i - other.first]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all of this set is in the other.</summary>
    public bool IsSubsetOf(ActionSet other) =>
        IsEmpty || (first >= other.first && End <= other.End && Within(words, other.words.AsSpan(first - other.first, words.Length)));

    /// <summary>The members' ids, ascending.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong rest = words[i]; rest != 0; rest &= rest - 1)
            {
                yield return ((first + i) << 6) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ActionSet? other) => other is not null && first == other.first && words.AsSpan().SequenceEqual(other.words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(first);
        foreach (ulong word in words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    private static bool Within(ReadOnlySpan<ulong> inner, ReadOnlySpan<ulong> outer)
    {
        for (int i = 0; i < inner.Length; i++)
        {
            if ((inner[i] & ~outer[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ActionSet Trimmed(ReadOnlySpan<ulong> all)
    {
        (int from, int end) = Extent(all);
        return from == end ? Empty : new ActionSet(all[from..end].ToArray(), from);
    }

    /// <summary>The set of the words without zeros at either end, so that equal sets have equal words.</summary>
    private static ActionSet Trimmed(ulong[] all, int first)
    {
        (int from, int end) = Extent(all);
        return from == end ? Empty : new ActionSet(end - from == all.Length ? all : all[from..end], first + from);
    }

    /// <summary>From the first word that is not zero to after the last. Plain loops: the framework's search for words would be compiled anew in every run.</summary>
    private static (int From, int End) Extent(ReadOnlySpan<ulong> all)
    {
        int from = 0;
        while (from < all.Length && all[from] == 0)
        {
            from++;
        }

        int end = all.Length;
        while (end > from && all[end - 1] == 0)
        {
            end--;
        }

        return (from, end);
    }
}
