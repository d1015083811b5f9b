using System.Collections.Immutable;
using System.Globalization;

namespace Leastwise.Remote.Athena;

/// <summary>
/// Says which partitions can hold the events that are asked for, so that the others are not scanned. Columns are known by their names, dates by their projection's format; a
/// column that is neither is not filtered, which costs a scan but loses nothing.
/// </summary>
internal static class PartitionFilter
{
    /// <summary>So many days after an event its file may be delivered: as files are left out by their names.</summary>
    public const int LateDays = 3;

    /// <summary>Conditions that all hold, as SQL.</summary>
    /// <param name="table">The table.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="unfiltered">Columns that nothing is known of.</param>
    public static ImmutableArray<string> Of(TrailTable table, TrailQuestion question, out ImmutableArray<string> unfiltered)
    {
        var conditions = ImmutableArray.CreateBuilder<string>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        string? year = null, month = null, day = null;
        foreach (PartitionColumn column in table.Partitions)
        {
            string name = column.Name;
            if (name is "account" or "accountid" or "account_id" or "recipientaccountid")
            {
                Add(conditions, column, question.Accounts);
            }
            else if (name is "region" or "awsregion" or "aws_region" or "region_name")
            {
                Add(conditions, column, question.Regions);
            }
            else if (name is "year" or "month" or "day" && table.Partitions.Any(one => one.Name == "year") && DateForm(table, name) is null)
            {
                _ = name switch { "year" => year = name, "month" => month = name, _ => day = name };
            }
            else if (DateForm(table, name) is { } form)
            {
                conditions.Add(Ranges(question, days =>
                    $"({SqlNames.Column(name)} >= {SqlNames.Literal(days.First.ToString(form, CultureInfo.InvariantCulture))} AND {SqlNames.Column(name)} <= {SqlNames.Literal(days.Last.AddDays(LateDays).ToString(form, CultureInfo.InvariantCulture))})"));
            }
            else
            {
                unknown.Add(name);
            }
        }

        if (year is not null)
        {
            conditions.Add(Ranges(question, days => Calendar(table, days, month is not null, month is not null && day is not null)));
        }

        unfiltered = unknown.ToImmutable();
        return conditions.ToImmutable();
    }

    private static void Add(ImmutableArray<string>.Builder conditions, PartitionColumn column, ImmutableArray<string> wanted)
    {
        if (!wanted.IsEmpty)
        {
            conditions.Add(column.Type.IsText
                ? $"{SqlNames.Column(column.Name)} IN {SqlNames.List(wanted)}"
                : $"CAST({SqlNames.Column(column.Name)} AS varchar) IN {SqlNames.List(wanted.Select(one => one.TrimStart('0')))}");
        }
    }

    private static string Ranges(TrailQuestion question, Func<DayRange, string> condition) =>
        question.Days.Length == 1 ? condition(question.Days[0]) : $"({string.Join(" OR ", question.Days.Select(condition))})";

    /// <summary>
    /// The form of a column that holds whole dates as text whose order is the days' order; null where it is not known to. AWS's own example calls it <c>timestamp</c> and
    /// projects <c>yyyy/MM/dd</c>; without a projection only the name <c>day</c>'s likes would be a guess, so nothing is filtered.
    /// </summary>
    private static string? DateForm(TrailTable table, string column) =>
        table.Projection(column, "type") is "date" && table.Projection(column, "format") is "yyyy/MM/dd" or "yyyy-MM-dd" or "yyyyMMdd" or "yyyy/MM" or "yyyy-MM"
            // A slash alone stands for the culture's own sign.
            ? table.Projection(column, "format")?.Replace("/", "'/'", StringComparison.Ordinal)
            : null;

    /// <summary>Year, month and day as columns of their own, with or without leading zeros.</summary>
    private static string Calendar(TrailTable table, DayRange days, bool months, bool byDay)
    {
        var parts = new List<string>();
        DateOnly last = days.Last.AddDays(LateDays);
        for (DateOnly month = new(days.First.Year, days.First.Month, 1); month <= last; month = month.AddMonths(1))
        {
            DateOnly end = month.AddMonths(1).AddDays(-1);
            string part = Equal(table, "year", [month.Year]);
            part += months ? $" AND {Equal(table, "month", [month.Month])}" : "";
            if (byDay && (month < days.First || end > last))
            {
                int from = month < days.First ? days.First.Day : 1, to = end > last ? last.Day : end.Day;
                part += $" AND {Equal(table, "day", [.. Enumerable.Range(from, to - from + 1)])}";
            }

            if (!parts.Contains($"({part})"))
            {
                parts.Add($"({part})");
            }
        }

        return parts.Count == 1 ? parts[0] : $"({string.Join(" OR ", parts)})";
    }

    private static string Equal(TrailTable table, string column, IReadOnlyCollection<int> values)
    {
        bool text = table.Partitions.First(one => one.Name == column).Type.IsText;
        IEnumerable<string> forms = text
            ? values.SelectMany(value => new[] { value.ToString(CultureInfo.InvariantCulture), value.ToString("00", CultureInfo.InvariantCulture) }).Distinct(StringComparer.Ordinal).Select(SqlNames.Literal)
            : values.Select(value => value.ToString(CultureInfo.InvariantCulture));
        string[] all = [.. forms];
        return all.Length == 1 ? $"{SqlNames.Column(column)} = {all[0]}" : $"{SqlNames.Column(column)} IN ({string.Join(", ", all)})";
    }
}
