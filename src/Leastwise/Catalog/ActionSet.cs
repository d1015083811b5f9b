using System.Buffers;
using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Leastwise.Catalog;

/// <summary>An immutable set of catalogue actions, one bit each, by <see cref="CatalogAction.Id"/>. Set algebra costs a few hundred word operations at most.</summary>
/// <remarks>
/// Ids of one service stand together, and a principal holds those of a few services: only words of 64 ids that have a member are kept, so that a set of a large
/// account's hundred thousand is a few words and not all of the catalogue's.
/// </remarks>
public sealed class ActionSet : IEquatable<ActionSet>, IEnumerable<int>
{
    // Of the whole catalogue's 22,000 actions, with room.
    private const int MostWords = 512;

    // First the masks: bit n of mask m says that word 64m + n has a member; the last mask is not zero. Then those words in order.
    private readonly ulong[] parts;
    private readonly int masks;

    private ActionSet(ulong[] parts, int masks)
    {
        this.parts = parts;
        this.masks = masks;
    }

    /// <summary>The set without members.</summary>
    public static ActionSet Empty { get; } = new([], 0);

    /// <summary>How many actions the set holds.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in parts.AsSpan(masks))
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether the set holds nothing.</summary>
    public bool IsEmpty => masks == 0;

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

        ActionSet set = Packed(members.AsSpan(0, length));
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

        return Packed(members);
    }

    /// <summary>All that is in any of the sets.</summary>
    public static ActionSet UnionOf(IReadOnlyList<ActionSet> sets)
    {
        int most = 0;
        ActionSet only = Empty;
        bool several = false;
        foreach (ActionSet set in sets)
        {
            if (!set.IsEmpty)
            {
                several |= !only.IsEmpty && !ReferenceEquals(only, set);
                only = set;
                most = Math.Max(most, set.masks);
            }
        }

        if (!several)
        {
            return only;
        }

        Span<ulong> present = stackalloc ulong[most];
        int count = 0;
        for (int mask = 0; mask < most; mask++)
        {
            foreach (ActionSet set in sets)
            {
                present[mask] |= set.MaskAt(mask);
            }

            count += BitOperations.PopCount(present[mask]);
        }

        var all = new ulong[most + count];
        present.CopyTo(all);
        foreach (ActionSet set in sets)
        {
            int source = set.masks;
            int before = most;
            for (int mask = 0; mask < set.masks; mask++)
            {
                for (ulong rest = set.parts[mask]; rest != 0; rest &= rest - 1)
                {
                    all[before + Rank(all[mask], BitOperations.TrailingZeroCount(rest))] |= set.parts[source++];
                }

                before += BitOperations.PopCount(all[mask]);
            }
        }

        return new ActionSet(all, most);
    }

    /// <summary>Whether the action is a member.</summary>
    public bool Contains(int id)
    {
        int mask = id >> 12, bit = id >> 6;
        return (uint)mask < (uint)masks && (parts[mask] & (1UL << bit)) != 0 && (parts[PlaceOf(mask, bit)] & (1UL << id)) != 0;
    }

    /// <summary>All that is in either.</summary>
    public ActionSet Union(ActionSet other) =>
        IsEmpty || ReferenceEquals(this, other) ? other : other.IsEmpty ? this : UnionOf([this, other]);

    /// <summary>All that is in both.</summary>
    public ActionSet Intersect(ActionSet other) => IsSubsetOf(other) ? this : Left(other, without: false);

    /// <summary>All that is in this set and not in the other.</summary>
    public ActionSet Except(ActionSet other) => Overlaps(other) ? Left(other, without: true) : this;

    /// <summary>Whether the two share an action.</summary>
    public bool Overlaps(ActionSet other)
    {
        int place = masks, others = other.masks;
        for (int mask = 0; mask < masks && mask < other.masks; mask++)
        {
            ulong own = parts[mask], theirs = other.parts[mask];
            for (ulong both = own & theirs; both != 0; both &= both - 1)
            {
                int bit = BitOperations.TrailingZeroCount(both);
                if ((parts[place + Rank(own, bit)] & other.parts[others + Rank(theirs, bit)]) != 0)
                {
                    return true;
                }
            }

            place += BitOperations.PopCount(own);
            others += BitOperations.PopCount(theirs);
        }

        return false;
    }

    /// <summary>Whether all of this set is in the other.</summary>
    public bool IsSubsetOf(ActionSet other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        int place = masks, others = other.masks;
        for (int mask = 0; mask < masks; mask++)
        {
            ulong own = parts[mask], theirs = other.MaskAt(mask);
            if ((own & ~theirs) != 0)
            {
                return false;
            }

            for (ulong rest = own; rest != 0; rest &= rest - 1)
            {
                if ((parts[place++] & ~other.parts[others + Rank(theirs, BitOperations.TrailingZeroCount(rest))]) != 0)
                {
                    return false;
                }
            }

            others += BitOperations.PopCount(theirs);
        }

        return true;
    }

    /// <summary>The members' ids, ascending.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        int place = masks;
        for (int mask = 0; mask < masks; mask++)
        {
            for (ulong words = parts[mask]; words != 0; words &= words - 1)
            {
                int word = (mask << 6) + BitOperations.TrailingZeroCount(words);
                for (ulong rest = parts[place]; rest != 0; rest &= rest - 1)
                {
                    yield return (word << 6) + BitOperations.TrailingZeroCount(rest);
                }

                place++;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ActionSet? other) => other is not null && masks == other.masks && parts.AsSpan().SequenceEqual(other.parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ulong part in parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }

    /// <summary>Where the word of a bit that is set in the mask stands.</summary>
    private int PlaceOf(int mask, int bit)
    {
        int place = masks + Rank(parts[mask], bit);
        for (int before = 0; before < mask; before++)
        {
            place += BitOperations.PopCount(parts[before]);
        }

        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong MaskAt(int mask) => (uint)mask < (uint)masks ? parts[mask] : 0;

    /// <summary>How many words of the mask stand before that of the bit; as everywhere here, shifts look at the lowest six bits of a number only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rank(ulong mask, int bit) => BitOperations.PopCount(mask & ((1UL << bit) - 1));

    /// <summary>The members that the other set has too, or those that it has not.</summary>
    private ActionSet Left(ActionSet other, bool without)
    {
        Span<ulong> left = stackalloc ulong[masks];
        Span<ulong> words = parts.Length <= MostWords * 2 ? stackalloc ulong[parts.Length - masks] : new ulong[parts.Length - masks];
        left.Clear();
        int place = masks, others = other.masks, count = 0;
        for (int mask = 0; mask < masks; mask++)
        {
            ulong theirs = other.MaskAt(mask);
            for (ulong rest = parts[mask]; rest != 0; rest &= rest - 1)
            {
                int bit = BitOperations.TrailingZeroCount(rest);
                ulong same = (theirs & (1UL << bit)) == 0 ? 0 : other.parts[others + Rank(theirs, bit)];
                ulong word = parts[place++] & (without ? ~same : same);
                if (word != 0)
                {
                    left[mask] |= 1UL << bit;
                    words[count++] = word;
                }
            }

            others += BitOperations.PopCount(theirs);
        }

        // Without masks of zero at the end, so that equal sets have equal parts.
        int most = masks;
        while (most > 0 && left[most - 1] == 0)
        {
            most--;
        }

        return most == 0 ? Empty : new ActionSet([.. left[..most], .. words[..count]], most);
    }

    /// <summary>The set of all words, zeros among them.</summary>
    private static ActionSet Packed(ReadOnlySpan<ulong> all)
    {
        int count = 0, most = 0;
        for (int word = 0; word < all.Length; word++)
        {
            if (all[word] != 0)
            {
                count++;
                most = (word >> 6) + 1;
            }
        }

        if (count == 0)
        {
            return Empty;
        }

        var packed = new ulong[most + count];
        int place = most;
        for (int word = 0; word < all.Length; word++)
        {
            if (all[word] != 0)
            {
                packed[word >> 6] |= 1UL << (word & 63);
                packed[place++] = all[word];
            }
        }

        return new ActionSet(packed, most);
    }
}
