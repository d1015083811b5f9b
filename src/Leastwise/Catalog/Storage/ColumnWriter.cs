using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>
/// Writes columns of text and of small numbers, all of fixed width so that they are read back by copying whole blocks: a cold process
/// reads them before its code is compiled well. What this writes, <see cref="ColumnReader"/> reads in the same order.
/// </summary>
internal sealed class ColumnWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>Texts without line feeds.</summary>
    public void Texts(IReadOnlyCollection<string> texts)
    {
        if (texts.FirstOrDefault(text => text.Contains('\n', StringComparison.Ordinal)) is { } wrong)
        {
            throw new ArgumentException($"A name holds a line feed: {wrong}", nameof(texts));
        }

        byte[] block = Encoding.UTF8.GetBytes(string.Join('\n', texts));
        Length(texts.Count);
        Length(block.Length);
        bytes.Write(block);
    }

    /// <summary>Numbers from 0 to 65,535.</summary>
    public void Numbers(IReadOnlyCollection<int> numbers)
    {
        Length(numbers.Count);
        foreach (int number in numbers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.GetSpan(2), checked((ushort)number));
            bytes.Advance(2);
        }
    }

    /// <summary>Lists of numbers: all lengths, then all members, which packs better than mixed.</summary>
    public void Lists(IReadOnlyCollection<IReadOnlyList<int>> lists)
    {
        Numbers([.. lists.Select(list => list.Count)]);
        Numbers([.. lists.SelectMany(list => list)]);
    }

    /// <summary>Everything written so far.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    private void Length(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }
}
