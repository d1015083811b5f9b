using System.Runtime.CompilerServices;
using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>A column of ASCII texts that become strings one by one, when first asked for: a question touches few of the many names.</summary>
internal sealed class TextColumn
{
    private readonly byte[] block;
    private readonly int[] starts;
    private readonly string?[] made;

    /// <summary>A column of so many texts, parted by line feeds. Throws <see cref="InvalidDataException"/> where there are not as many, or one is not ASCII.</summary>
    public TextColumn(byte[] block, int count)
    {
        this.block = block;
        made = new string?[count];
        starts = StartsOf(block, count);
        if (!Ascii.IsValid(block))
        {
            throw new InvalidDataException("The catalogue file is damaged.");
        }
    }

    /// <summary>How many texts there are.</summary>
    public int Length => made.Length;

    /// <summary>One text; always the same string, whoever asks.</summary>
    public string this[int index] =>
        Volatile.Read(ref made[index]) ?? Interlocked.CompareExchange(ref made[index], Encoding.ASCII.GetString(Bytes(index)), null) ?? this[index];

    /// <summary>Some of the texts, from one index to before another.</summary>
    public string[] Range(int first, int end)
    {
        var texts = new string[end - first];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = this[first + i];
        }

        return texts;
    }

    /// <summary>Where a text stands to one of the column without regard to case, as <see cref="StringComparison.OrdinalIgnoreCase"/> orders ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Compare(ReadOnlySpan<char> text, int index)
    {
        ReadOnlySpan<byte> other = Bytes(index);
        int shared = Math.Min(text.Length, other.Length);
        for (int i = 0; i < shared; i++)
        {
            int difference = text[i] - other[i];
            if (difference != 0 && (difference = Upper(text[i]) - Upper((char)other[i])) != 0)
            {
                return difference;
            }
        }

        return text.Length - other.Length;
    }

    // Compiled well at once: a cold process runs this loop once, over all names.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] StartsOf(byte[] block, int count)
    {
        var places = new int[count + 1];
        int found = 1;
        for (int i = 0; i < block.Length; i++)
        {
            if (block[i] == (byte)'\n')
            {
                if (found >= count)
                {
                    throw new InvalidDataException("The catalogue file is damaged.");
                }

                places[found++] = i + 1;
            }
        }

        places[count] = block.Length + 1;
        return found == Math.Max(count, 1) ? places : throw new InvalidDataException("The catalogue file is damaged.");
    }

    private static int Upper(char c) => char.IsAsciiLetterLower(c) ? c - ('a' - 'A') : c;

    private ReadOnlySpan<byte> Bytes(int index) => block.AsSpan(starts[index], starts[index + 1] - starts[index] - 1);
}
