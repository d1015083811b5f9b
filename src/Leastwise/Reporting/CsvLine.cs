using System.Text;

namespace Leastwise.Reporting;

/// <summary>Rows of CSV (RFC 4180).</summary>
internal static class CsvLine
{
    /// <summary>Writes a row.</summary>
    public static void Write(TextWriter output, params ReadOnlySpan<string> values)
    {
        var row = new StringBuilder();
        foreach (string value in values)
        {
            // A spreadsheet takes these for formulas; names of roles are for anybody to choose.
            string safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + value : value;
            _ = safe.AsSpan().ContainsAny(",\"\r\n") ? row.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"') : row.Append(safe);
            row.Append(',');
        }

        row.Length--;
        output.Write(row.Append("\r\n"));
    }

    /// <summary>A time as JSON spells it; empty for none.</summary>
    public static string Time(DateTimeOffset? time) => time is { } known ? JsonText.Time(known) : "";
}
