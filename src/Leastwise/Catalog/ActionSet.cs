using System.Collections;
using System.Numerics;

namespace Leastwise.Catalog;

/// <summary>An immutable set of catalogue actions, one bit each, by <see cref="CatalogAction.Id"/>. Set algebra costs a few hundred word operations.</summary>
public sealed class ActionSet : IEquatable<ActionSet>, IEnumerable<int>
{
    private readonly ulong[] words;

    private ActionSet(ulong[] words) => this.words = words;

    /// <summary>The set without members.</summary>
    public static ActionSet Empty { get; } = new([]);

    /// <summary>A set of the given action ids; order and repetition do not matter.</summary>
    public static ActionSet Of(IEnumerable<int> ids)
    {
        ulong[] members = [];
        foreach (int id in ids)
        {
            int word = id >> 6;
            if (word >= members.Length)
            {
                Array.Resize(ref members, Math.Max(word + 1, members.Length * 2));
            }

            members[word] |= 1UL << (id & 63);
        }

        return members.Length == 0 ? Empty : new ActionSet(members);
    }

    /// <summary>The set of all ids from 0 to <paramref name="count"/> - 1.</summary>
    public static ActionSet AllOf(int count)
    {
        var members = new ulong[(count + 63) >> 6];
        Array.Fill(members, ulong.MaxValue);
        if ((count & 63) != 0)
        {
            members[^1] = (1UL << (count & 63)) - 1;
        }

        return new ActionSet(members);
    }

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
    public bool IsEmpty => !words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>Whether the action is a member.</summary>
    public bool Contains(int id) => id >> 6 < words.Length && (words[id >> 6] & (1UL << (id & 63))) != 0;

    /// <summary>All that is in either.</summary>
    public ActionSet Union(ActionSet other) => Combine(other, static (a, b) => a | b);

    /// <summary>All that is in both.</summary>
    public ActionSet Intersect(ActionSet other) => Combine(other, static (a, b) => a & b);

    /// <summary>All that is in this set and not in the other.</summary>
    public ActionSet Except(ActionSet other) => Combine(other, static (a, b) => a & ~b);

    /// <summary>Whether the two share an action.</summary>
    public bool Overlaps(ActionSet other)
    {
        int shared = Math.Min(words.Length, other.words.Length);
        for (int i = 0; i < shared; i++)
        {
            if ((words[i] & other.words[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all of this set is in the other.</summary>
    public bool IsSubsetOf(ActionSet other) => Except(other).IsEmpty;

    /// <summary>The members' ids, ascending.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong rest = words[i]; rest != 0; rest &= rest - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ActionSet? other)
    {
        if (other is null)
        {
            return false;
        }

        (ulong[] longer, ulong[] shorter) = words.Length >= other.words.Length ? (words, other.words) : (other.words, words);
        return longer.AsSpan(0, shorter.Length).SequenceEqual(shorter) && !longer.AsSpan(shorter.Length).ContainsAnyExcept(0UL);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int id in this)
        {
            hash.Add(id);
        }

        return hash.ToHashCode();
    }

    private ActionSet Combine(ActionSet other, Func<ulong, ulong, ulong> operation)
    {
        var result = new ulong[Math.Max(words.Length, other.words.Length)];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = operation(i < words.Length ? words[i] : 0, i < other.words.Length ? other.words[i] : 0);
        }

        return new ActionSet(result);
    }
}
