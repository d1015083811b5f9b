using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads the elements of a list; those of a large file on all processors: first where each begins and ends, then each by itself.</summary>
internal static class ElementList
{
    /// <summary>Bytes of a large file. To find the ends first is as much again as half of the reading, and the other processor may have other things to do.</summary>
    internal const int Large = 8 << 20;

    /// <summary>Reads the object that the cursor stands on, to its end.</summary>
    public delegate T Reader<T>(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, DiagnosticCollector diagnostics);

    /// <summary>
    /// The elements of the array after a property name, in order, with where they begin and what is wrong with them; null for what is no object. Of one that breaks
    /// off there is what stands before.
    /// </summary>
    /// <param name="cursor">Where the list begins.</param>
    /// <param name="utf8">The file.</param>
    /// <param name="diagnostics">Takes what is wrong with the list itself.</param>
    /// <param name="read">Reads an element; called by several threads.</param>
    public static (SourcePosition Position, T? Value, DiagnosticCollector Faults)[] Read<T>(ref JsonCursor cursor, byte[] utf8, DiagnosticCollector diagnostics, Reader<T> read)
        where T : class
    {
        return utf8.Length < Large ? OneByOne(ref cursor, utf8, diagnostics, read) : Together(ref cursor, utf8, diagnostics, read);
    }

    private static (SourcePosition Position, T? Value, DiagnosticCollector Faults)[] OneByOne<T>(ref JsonCursor cursor, byte[] utf8, DiagnosticCollector diagnostics, Reader<T> read)
        where T : class
    {
        var elements = new List<(SourcePosition Position, T? Value, DiagnosticCollector Faults)>();
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered, diagnostics))
        {
            SourcePosition position = cursor.Position;
            var faults = new DiagnosticCollector();
            T? value = cursor.Token == JsonTokenType.StartObject ? read(ref cursor, utf8, faults) : null;
            if (value is null)
            {
                cursor.Skip();
            }

            elements.Add((position, value, faults));
        }

        return [.. elements];
    }

    private static (SourcePosition Position, T? Value, DiagnosticCollector Faults)[] Together<T>(ref JsonCursor cursor, byte[] utf8, DiagnosticCollector diagnostics, Reader<T> read)
        where T : class
    {
        var places = new List<(SourcePosition Position, int Start, int End)>();
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered, diagnostics))
        {
            (SourcePosition position, int start, bool isObject) = (cursor.Position, cursor.Offset, cursor.Token == JsonTokenType.StartObject);
            cursor.Skip();
            places.Add((position, start, !isObject ? start : cursor.Failure is null ? cursor.End : utf8.Length));
        }

        var elements = new (SourcePosition Position, T? Value, DiagnosticCollector Faults)[places.Count];
        Parallel.For(0, elements.Length, index =>
        {
            (SourcePosition position, int start, int end) = places[index];
            ReadOnlySpan<byte> text = utf8.AsSpan(start, end - start);
            var one = new JsonCursor(text, position);
            var faults = new DiagnosticCollector();
            elements[index] = (position, one.Read() ? read(ref one, text, faults) : null, faults);
        });
        return elements;
    }
}
