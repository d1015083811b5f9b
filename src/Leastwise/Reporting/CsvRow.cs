using System.Text;

namespace Leastwise.Reporting;

/// <summary>Rows of CSV as RFC 4180 has them, safe to open in a spreadsheet.</summary>
internal static class CsvRow
{
    /// <summary>Writes one row, ending with carriage return and line feed.</summary>
    public static void Write(TextWriter output, params ReadOnlySpan<string?> values)
    {
        var row = new StringBuilder();
        bool isFirst = true;
        foreach (string? value in values)
        {
            _ = isFirst ? row : row.Append(',');
            isFirst = false;
            Add(row, value ?? "");
        }

        output.Write(row.Append("\r\n"));
    }

    /// <summary>A time as JSON spells it; empty for none.</summary>
    public static string Time(DateTimeOffset? time) => time is { } known ? JsonText.Time(known) : "";

    private static void Add(StringBuilder row, string value)
    {
        // A spreadsheet takes these for formulas, after blanks too; names of policies are for anybody to choose.
        string safe = value.AsSpan().TrimStart() is ['=' or '+' or '-' or '@', ..] || value is ['\t' or '\r' or '\n', ..] ? "'" + value : value;
        safe = Legible.Plain(safe);
        _ = safe.AsSpan().ContainsAny(",\"\r\n") ? row.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"') : row.Append(safe);
    }
}
