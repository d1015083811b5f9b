using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>Reads a <c>Condition</c> block: operator, then key, then one value or several.</summary>
internal static class ConditionReader
{
    /// <summary>Adds the conditions of the value that the cursor stands on.</summary>
    public static void Read(
        ref JsonCursor cursor,
        ImmutableArray<Condition>.Builder conditions,
        List<StatementReader.Loss> lost,
        DiagnosticCollector diagnostics)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            LoseCondition(ref cursor, "", "Condition", conditions, lost);
            return;
        }

        while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
        {
            string written = cursor.Text() ?? "";
            CheckOperator(written, cursor.Position, diagnostics);
            if (!cursor.Read())
            {
                return;
            }

            if (cursor.Token != JsonTokenType.StartObject)
            {
                LoseCondition(ref cursor, written, $"Condition.{written}", conditions, lost);
                continue;
            }

            while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
            {
                string key = cursor.Text() ?? "";
                SourcePosition position = cursor.Position;
                if (!cursor.Read())
                {
                    return;
                }

                conditions.Add(new Condition(written, key, ReadValues(ref cursor, written, key, lost, out ImmutableArray<TextPlace> places), position) { Places = places });
            }
        }
    }

    private static void CheckOperator(string written, SourcePosition position, DiagnosticCollector diagnostics)
    {
        if (!ConditionOperator.TryParse(written, out ConditionOperator? parsed))
        {
            string bare = written.Length > 64 ? written[..64] : written;
            IReadOnlyList<string> near = NearestName.Find(bare[(bare.IndexOf(':') + 1)..], ConditionOperator.Names, most: 1);
            diagnostics.Add(new(
                DiagnosticSeverity.Error,
                $"\"{bare}\" is no condition operator{(near.Count == 0 ? "" : $"; did you mean {near[0]}")}. An Allow with it grants nothing for sure, and a Deny with it is kept as one whose condition cannot be decided.",
                position));
        }
        else if (parsed.ToString() != written)
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Warning, $"\"{written}\" was read as {parsed}; AWS accepts only that spelling.", position));
        }
    }

    /// <summary>
    /// A condition that cannot be read must still bind: without it an Allow would grant more, so an undecidable one stands in its place.
    /// </summary>
    private static void LoseCondition(
        ref JsonCursor cursor, string operatorName, string what, ImmutableArray<Condition>.Builder conditions, List<StatementReader.Loss> lost)
    {
        SourcePosition position = cursor.Position;
        lost.Add(new($"{what} is {cursor.Kind}, not an object, and cannot be decided", position));
        conditions.Add(new Condition(operatorName.Length == 0 ? "Unreadable" : operatorName, "", [], position));
        cursor.Skip();
    }

    private static ImmutableArray<string> ReadValues(
        ref JsonCursor cursor, string operatorName, string key, List<StatementReader.Loss> lost, out ImmutableArray<TextPlace> where)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        var places = ImmutableArray.CreateBuilder<TextPlace>();
        bool isArray = cursor.Token == JsonTokenType.StartArray;
        while (!isArray || (cursor.Read() && cursor.Token != JsonTokenType.EndArray))
        {
            if (cursor.Text() is { } text)
            {
                values.Add(text);
                places.Add(cursor.Place);
            }
            else
            {
                lost.Add(new($"Condition.{operatorName}.{key} holds {cursor.Kind}, not a value", cursor.Position));
                cursor.Skip();
            }

            if (!isArray)
            {
                break;
            }
        }

        where = places.ToImmutable();
        return values.ToImmutable();
    }
}
