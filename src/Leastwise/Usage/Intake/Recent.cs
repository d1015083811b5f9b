using System.Runtime.InteropServices;

namespace Leastwise.Usage.Intake;

/// <summary>Remembers the last answer at each place of a table of fixed size. An instance serves one thread.</summary>
internal sealed class Recent<T>(int bits)
    where T : struct
{
    private readonly Slot[] slots = new Slot[1 << bits];

    /// <summary>The answer for a key; false where it is not remembered (any more).</summary>
    public bool TryGet(in HashKey key, out T value)
    {
        ref Slot slot = ref slots[(int)key.A & (slots.Length - 1)];
        value = slot.Value;
        return slot.A == key.A && slot.B == key.B;
    }

    /// <summary>Remembers an answer, in the place of another.</summary>
    public void Set(in HashKey key, T value)
    {
        ref Slot slot = ref slots[(int)key.A & (slots.Length - 1)];
        slot.A = key.A;
        slot.B = key.B;
        slot.Value = value;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong A;
        public ulong B;
        public T Value;
    }
}
