using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>Many rows by column: a name is written once, and like stands beside like, which packs well and is read fast.</summary>
internal static class Columns
{
    /// <summary>Writes one column.</summary>
    public static void WriteColumn<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> writeCell)
    {
        json.WriteStartArray(name);
        foreach (T row in CellsOf(rows))
        {
            writeCell(json, row);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one column of texts; null is null.</summary>
    public static void WriteColumn<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> rows, Func<T, string?> cell) =>
        WriteColumn(json, name, rows, (writer, row) => writer.WriteStringValue(cell(row)));

    /// <summary>Writes one column of numbers; less than nothing is null.</summary>
    public static void WriteColumn<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> rows, Func<T, long> cell)
    {
        json.WriteStartArray(name);
        foreach (T row in CellsOf(rows))
        {
            if (cell(row) is var number and >= 0)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one column of times; null is null.</summary>
    public static void WriteColumn<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> rows, Func<T, DateTimeOffset?> cell) =>
        WriteColumn(json, name, rows, row => cell(row) is { } time ? JsonText.Time(time) : null);

    /// <summary>Writes numbers into an array that is open.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }
    }

    // Millions of cells: an interface asked for each would take longer than the cell.
    private static ReadOnlySpan<T> CellsOf<T>(IReadOnlyList<T> rows) => rows switch
    {
        T[] array => array,
        List<T> list => CollectionsMarshal.AsSpan(list),
        ImmutableArray<T> array => array.AsSpan(),
        _ => rows.ToArray(),
    };
}
