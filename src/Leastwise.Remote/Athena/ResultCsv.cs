using System.Buffers;
using System.Text;

namespace Leastwise.Remote.Athena;

/// <summary>
/// Takes the text of a result apart, piece by piece as it comes. Athena quotes every value and writes a null as nothing at all, which is how the two are told apart.
/// </summary>
/// <remarks>Source: "Work with query results and recent queries", Amazon Athena User Guide: results are CSV with values in double quotes.</remarks>
internal sealed class ResultCsv
{
    /// <summary>No value of a record is longer than a record.</summary>
    private const int LongestValue = 128 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> value = new();
    private readonly List<string?> row = [];
    private bool quoted, wasQuoted, quotePending;

    /// <summary>Takes a piece, and gives the rows that are complete with it.</summary>
    /// <param name="piece">UTF-8; it may end anywhere.</param>
    /// <exception cref="InvalidDataException">It is no such text.</exception>
    public List<string?[]> Take(ReadOnlySpan<byte> piece)
    {
        var rows = new List<string?[]>();
        foreach (byte one in piece)
        {
            if (quotePending)
            {
                quotePending = false;
                if (one == '"')
                {
                    Put(one);
                    continue;
                }

                quoted = false;
            }

            if (quoted)
            {
                quotePending = one == '"';
                if (!quotePending)
                {
                    Put(one);
                }

                if (value.WrittenCount > LongestValue)
                {
                    throw new InvalidDataException("a value is longer than any of CloudTrail's");
                }
            }
            else if (one == '"')
            {
                quoted = wasQuoted = true;
            }
            else if (one == ',')
            {
                EndValue();
            }
            else if (one == '\n')
            {
                EndValue();
                rows.Add([.. row]);
                row.Clear();
            }
            else if (one != '\r')
            {
                Put(one);
            }
        }

        return rows;
    }

    /// <summary>The last row where the text does not end in a line end; null where nothing is left.</summary>
    /// <exception cref="InvalidDataException">The text ends within a value.</exception>
    public string?[]? End()
    {
        if (quoted && !quotePending)
        {
            throw new InvalidDataException("the result ends within a value");
        }

        if (row.Count == 0 && value.WrittenCount == 0 && !wasQuoted)
        {
            return null;
        }

        EndValue();
        return [.. row];
    }

    private void Put(byte one)
    {
        value.GetSpan(1)[0] = one;
        value.Advance(1);
    }

    private void EndValue()
    {
        row.Add(wasQuoted || value.WrittenCount > 0 ? Encoding.UTF8.GetString(value.WrittenSpan) : null);
        value.ResetWrittenCount();
        wasQuoted = quoted = quotePending = false;
    }
}
