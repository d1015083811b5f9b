using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>
/// A table of records: the console's event history, Athena's or CloudTrail Lake's results, or any table that has records as text in one of its columns.
/// The columns' names tell, in any order and number.
/// </summary>
internal sealed class CsvTable
{
    private const int LongestHeader = 64 * 1024;

    /// <summary>Columns that hold a whole record as JSON, without blanks and signs, the best first.</summary>
    private static readonly ImmutableArray<string> WholeRecords = ["raw", "cloudtrailevent", "eventjson", "event.original", "message", "event"];

    private static readonly ImmutableArray<char> Delimiters = [',', '\t', ';', '|'];

    private readonly string[] columns;
    private readonly char delimiter;
    private readonly int whole;

    private CsvTable(string[] columns, char delimiter)
    {
        this.columns = columns;
        this.delimiter = delimiter;
        string? best = WholeRecords.FirstOrDefault(columns.Contains);
        whole = best is null || (best is "message" or "event" && columns.Contains("eventname")) ? -1 : Array.IndexOf(columns, best);
    }

    private bool IsConsole => columns.Contains("username") && !columns.Any(column => column.StartsWith("useridentity", StringComparison.Ordinal));

    private string[] Missing => [.. TableRecord.NeededColumns.Where(column => !columns.Contains(column))];

    /// <summary>The table whose header the text begins with; null where it begins with something else.</summary>
    public static CsvTable? Of(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = text[..Math.Min(end < 0 ? text.Length : end, LongestHeader)];
        if (line.IndexOf((byte)'{') >= 0)
        {
            return null;
        }

        string header = Encoding.UTF8.GetString(line).TrimEnd('\r');
        char between = Delimiters.MaxBy(candidate => header.Count(one => one == candidate));
        var table = new CsvTable([.. header.Split(between).Select(Plain)], between);
        return table.whole >= 0 || (table.columns.Contains("eventname") && (table.columns.Contains("eventtime") || table.columns.Contains("eventsource"))) ? table : null;
    }

    /// <summary>Reads the rows.</summary>
    public void Read(TextWindow window, RecordTaker taker, Findings found)
    {
        if (whole < 0 && Missing is { Length: > 0 } missing)
        {
            found.Other.Say(OtherText.SentenceForTable("a table", missing));
            return;
        }

        using var reader = new StreamReader(window.Rest(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = null,
            IgnoreBlankLines = true,
            MaxFieldSize = TrailLimits.MaxRecordBytes / sizeof(char),
        };
        using var rows = new CsvParser(reader, form, leaveOpen: true);
        try
        {
            int line = 0;
            for (bool header = true; rows.Read(); header = false)
            {
                if (!header)
                {
                    Take(rows, new SourcePosition(found.Path, line + 1, 1), taker, found);
                }

                line = rows.RawRow;
            }

            // Rows or none: it was a table of records.
            found.Other.EmptyList = true;
        }
        catch (UnpackException)
        {
            // The window remembers what was wrong.
        }
        catch (CsvHelperException)
        {
            found.Trouble = $"A cell is larger than {TrailLimits.MaxRecordBytes / (1024 * 1024)} MB; {found.Events} events before it were read.";
        }
    }

    private void Take(CsvParser rows, SourcePosition place, RecordTaker taker, Findings found)
    {
        if (rows.Count < columns.Length)
        {
            found.AddBad("its row has fewer cells than the table has columns", place);
        }
        else if (whole >= 0)
        {
            TakeWhole(rows[whole], place, taker, found);
        }
        else
        {
            TakeCells(rows, place, taker, found);
        }
    }

    private static void TakeWhole(string cell, SourcePosition place, RecordTaker taker, Findings found)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(Math.Max(Encoding.UTF8.GetMaxByteCount(cell.Length), 1));
        using var window = new TextWindow(text, Encoding.UTF8.GetBytes(cell, text));
        if (!new TrailWalker(window, taker, found, () => place, wrapping: 1).Documents(lines: true))
        {
            found.AddBad("it ends in the middle", place);
        }
    }

    private void TakeCells(CsvParser rows, SourcePosition place, RecordTaker taker, Findings found)
    {
        var record = new TableRecord();
        bool console = IsConsole;
        for (int column = 0; column < columns.Length; column++)
        {
            if (rows[column].Contains('\uFFFD', StringComparison.Ordinal))
            {
                found.AddBad("it holds text that is not valid UTF-8", place);
                return;
            }

            if ((console ? ConsoleColumn(columns[column]) : columns[column]) is string name)
            {
                record.Put(name, rows[column]);
            }
        }

        byte[] made = record.ToUtf8();
        RecordStep step = taker(made);
        found.Count(step.Fate is RecordFate.Event or RecordFate.Insight or RecordFate.Bad ? step : step with { Reason = "it is not valid JSON" }, place);
    }

    /// <summary>
    /// The field that a column of the console's event history tells. It has the user's name, or the session's, and the key, and no more of the caller;
    /// its list of resources has names, not ARNs.
    /// </summary>
    private static string? ConsoleColumn(string column) => column switch
    {
        "username" => "useridentity.username",
        "awsaccesskey" => "useridentity.accesskeyid",
        "resources" or "resourcetype" or "resourcename" => null,
        _ => column,
    };

    /// <summary>A column's name in small letters, without what tables put around and between words.</summary>
    private static string Plain(string column) =>
        string.Concat(column.Where(one => one is not (' ' or '-' or '_' or '@' or '"' or '\'' or '\uFEFF'))).ToLowerInvariant();
}
