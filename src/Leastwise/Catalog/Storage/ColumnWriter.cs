using System.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>Writes columns of text and small numbers. What it writes, <see cref="ColumnReader"/> reads in the same order.</summary>
internal sealed class ColumnWriter
{
    private readonly System.Buffers.ArrayBufferWriter<byte> bytes = new();

    /// <summary>A number from 0, seven bits a byte, lowest first.</summary>
    public void Number(int value)
    {
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                Byte((byte)rest);
                return;
            }

            Byte((byte)(rest | 0x80));
        }
    }

    /// <summary>Texts without line feeds, each ended by one.</summary>
    public void Texts(IReadOnlyCollection<string> texts)
    {
        Number(texts.Count);
        foreach (string text in texts)
        {
            if (text.Contains('\n', StringComparison.Ordinal))
            {
                throw new ArgumentException($"A name holds a line feed: {text}", nameof(texts));
            }

            Encoding.UTF8.GetBytes(text, bytes);
            Byte((byte)'\n');
        }
    }

    /// <summary>Numbers, with their count.</summary>
    public void Numbers(IReadOnlyCollection<int> numbers)
    {
        Number(numbers.Count);
        foreach (int number in numbers)
        {
            Number(number);
        }
    }

    /// <summary>Lists of numbers: all lengths, then all members, which packs better than mixed.</summary>
    public void Lists(IReadOnlyCollection<IReadOnlyList<int>> lists)
    {
        Numbers([.. lists.Select(list => list.Count)]);
        foreach (int number in lists.SelectMany(list => list))
        {
            Number(number);
        }
    }

    /// <summary>Everything written so far.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    private void Byte(byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }
}
