namespace Leastwise.Usage.Intake;

/// <summary>Remembers the three texts that were asked about last: most records were made where the one before was made. An instance serves one thread.</summary>
internal sealed class LastTexts
{
    private readonly byte[] kept = new byte[256];
    private int one = -1, two, three;

    /// <summary>Whether the texts are those that are remembered.</summary>
    public bool Are(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        first.Length == one && second.Length == two && third.Length == three
        && first.SequenceEqual(kept.AsSpan(0, one)) && second.SequenceEqual(kept.AsSpan(one, two)) && third.SequenceEqual(kept.AsSpan(one + two, three));

    /// <summary>Remembers texts in the place of others, unless they are long.</summary>
    public void Remember(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        if (first.Length + second.Length + third.Length > kept.Length)
        {
            one = -1;
            return;
        }

        (one, two, three) = (first.Length, second.Length, third.Length);
        first.CopyTo(kept);
        second.CopyTo(kept.AsSpan(one));
        third.CopyTo(kept.AsSpan(one + two));
    }
}
