using System.Buffers;
using System.Text;

namespace Leastwise.Trail;

/// <summary>The part of the walker that meets records, and gets past what is wrong with them.</summary>
internal sealed partial class TrailWalker
{
    private Step Record(int level, string? envelope)
    {
        if (envelope is not null)
        {
            return Enveloped(envelope);
        }

        while (true)
        {
            RecordStep step = taker(window.Text);
            switch (step.Fate)
            {
                case RecordFate.Event or RecordFate.Insight or RecordFate.Bad:
                    found.Count(step, window, place);
                    window.Advance(step.Length);
                    return Step.Passed;
                case RecordFate.TooDeep:
                    return PassBroken($"it is nested deeper than {TrailLimits.MaxDepth} levels");
                case RecordFate.Broken:
                    return level == 0 ? Step.Broken : PassBroken("it is not valid JSON");
            }

            if (!window.Fill())
            {
                return window.IsFull ? PassBroken($"it is larger than {TrailLimits.MaxRecordBytes / (1024 * 1024)} MB") : Step.Torn;
            }
        }
    }

    /// <summary>
    /// A record in an envelope that says more than the record. What the envelope says is put in front: where the record says it too, the record's own word,
    /// which comes later, counts.
    /// </summary>
    private Step Enveloped(string envelope)
    {
        int length = WholeLength();
        if (length < 0)
        {
            return window.IsFull ? PassBroken($"it is larger than {TrailLimits.MaxRecordBytes / (1024 * 1024)} MB") : Step.Torn;
        }

        byte[] said = Encoding.UTF8.GetBytes(envelope);
        byte[] whole = ArrayPool<byte>.Shared.Rent(said.Length + length);
        whole[0] = (byte)'{';
        said.CopyTo(whole, 1);
        window.Text[1..length].CopyTo(whole.AsSpan(1 + said.Length));
        TakeMade(whole.AsSpan(0, said.Length + length));
        ArrayPool<byte>.Shared.Return(whole);
        window.Advance(length);
        return Step.Passed;
    }

    /// <summary>A record with the names of an Athena table.</summary>
    private Step LowerCase()
    {
        int length = WholeLength();
        if (length < 0)
        {
            return window.IsFull ? PassBroken($"it is larger than {TrailLimits.MaxRecordBytes / (1024 * 1024)} MB") : Step.Torn;
        }

        byte[]? made = TableRecord.FromLowerCase(window.Text[..length]);
        if (made is null)
        {
            found.AddBad("it is not valid JSON", Here());
        }
        else
        {
            TakeMade(made);
        }

        window.Advance(length);
        return Step.Passed;
    }

    /// <summary>A list that may be a row of CloudTrail Lake's results; anything else is passed as any list.</summary>
    private Step Row(int level, string name, string? envelope)
    {
        int length = WholeLength();
        if (length < 0 && name == QueryRows && !window.IsFull)
        {
            return Step.Torn;
        }

        if (length < 0 || TableRecord.FromRow(window.Text[..length]) is not TableRecord row)
        {
            return List(level, name, envelope);
        }

        if (row.Missing.ToArray() is { Length: > 0 } missing)
        {
            found.Other.Say(OtherText.SentenceForTable("a result of CloudTrail Lake", missing));
        }
        else
        {
            TakeMade(row.ToUtf8());
        }

        window.Advance(length);
        return Step.Passed;
    }

    /// <summary>Takes a record that was made of what stands at the window's start.</summary>
    private void TakeMade(ReadOnlySpan<byte> record)
    {
        RecordStep step = taker(record);
        found.Count(
            step.Fate switch
            {
                RecordFate.TooDeep => step with { Reason = $"it is nested deeper than {TrailLimits.MaxDepth} levels" },
                RecordFate.Broken or RecordFate.Torn => step with { Reason = "it is not valid JSON" },
                _ => step,
            },
            window,
            place);
    }

    /// <summary>Bytes of the value at the window's start, all of them in the window; -1 where it does not end there.</summary>
    private int WholeLength()
    {
        var skipper = default(JsonSkipper);
        int length = 0;
        do
        {
            length += skipper.Take(window.Text[length..]);
            if (skipper.Done)
            {
                return length;
            }
        }
        while (window.Fill());
        return -1;
    }

    /// <summary>Counts the value at the window's start as bad and passes it by its brackets alone.</summary>
    private Step PassBroken(string reason)
    {
        found.AddBad(reason, Here());
        return PassByBrackets();
    }

    private Step PassByBrackets()
    {
        var skipper = default(JsonSkipper);
        while (true)
        {
            window.Advance(skipper.Take(window.Text));
            if (skipper.Done)
            {
                return Step.Passed;
            }

            if (!window.Fill())
            {
                return Step.Torn;
            }
        }
    }
}
