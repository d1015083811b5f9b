using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>Reads what <see cref="ColumnWriter"/> wrote.</summary>
internal ref struct ColumnReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>A column of texts.</summary>
    public string[] Texts()
    {
        int count = Length();
        string block = Encoding.UTF8.GetString(Take(Length()));
        return count == 0 ? [] : block.Split('\n');
    }

    /// <summary>A column of ASCII texts that are made when asked for.</summary>
    public TextColumn Column()
    {
        int count = Length();
        return new TextColumn(Take(Length()).ToArray(), count);
    }

    /// <summary>A column of numbers.</summary>
    public ushort[] Numbers()
    {
        int count = Length();
        ReadOnlySpan<byte> block = Take(count * sizeof(ushort));
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.Cast<byte, ushort>(block).ToArray();
        }

        var numbers = new ushort[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt16LittleEndian(block[(i * sizeof(ushort))..]);
        }

        return numbers;
    }

    /// <summary>A column of lists of numbers.</summary>
    public NumberLists Lists()
    {
        int[] starts = Starts(Numbers());
        return new NumberLists(starts, Numbers());
    }

    /// <summary>Where each run of the given lengths starts, and at last where the last one ends.</summary>
    public static int[] Starts(ushort[] lengths)
    {
        var starts = new int[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++)
        {
            starts[i + 1] = starts[i] + lengths[i];
        }

        return starts;
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> block = rest[..length];
        rest = rest[length..];
        return block;
    }
}

/// <summary>Lists of numbers that lie in one array.</summary>
/// <param name="Starts">Where each list starts, and at last where the last one ends.</param>
/// <param name="Members">The members of all.</param>
internal sealed record NumberLists(int[] Starts, ushort[] Members)
{
    /// <summary>How many lists there are.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>One list.</summary>
    public ReadOnlySpan<ushort> this[int index] => Members.AsSpan(Starts[index]..Starts[index + 1]);
}
