using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>Reads what <see cref="ColumnWriter"/> wrote.</summary>
internal ref struct ColumnReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>One number.</summary>
    public int Number()
    {
        uint value = 0;
        int i = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = rest[i++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                rest = rest[i..];
                return (int)value;
            }
        }
    }

    /// <summary>A column of texts.</summary>
    public string[] Texts()
    {
        var texts = new string[Number()];
        for (int i = 0; i < texts.Length; i++)
        {
            int end = rest.IndexOf((byte)'\n');
            texts[i] = Encoding.UTF8.GetString(rest[..end]);
            rest = rest[(end + 1)..];
        }

        return texts;
    }

    /// <summary>A column of numbers.</summary>
    public int[] Numbers()
    {
        var numbers = new int[Number()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number();
        }

        return numbers;
    }

    /// <summary>A column of lists of numbers.</summary>
    public NumberLists Lists()
    {
        int[] lengths = Numbers();
        var starts = new int[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++)
        {
            starts[i + 1] = starts[i] + lengths[i];
        }

        var members = new int[starts[^1]];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = Number();
        }

        return new NumberLists(starts, members);
    }
}

/// <summary>Lists of numbers that lie in one array.</summary>
/// <param name="Starts">Where each list starts, and at last where the last one ends.</param>
/// <param name="Members">The members of all.</param>
internal sealed record NumberLists(int[] Starts, int[] Members)
{
    /// <summary>One list.</summary>
    public ReadOnlySpan<int> this[int index] => Members.AsSpan(Starts[index]..Starts[index + 1]);
}
