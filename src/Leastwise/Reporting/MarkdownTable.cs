using System.Text;

namespace Leastwise.Reporting;

/// <summary>Tables of GitHub's Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>A heading row and the line below it.</summary>
    public static void Begin(StringBuilder text, params ReadOnlySpan<string> columns)
    {
        Row(text, columns);
        text.Append('|');
        foreach (string _ in columns)
        {
            text.Append("---|");
        }

        text.Append('\n');
    }

    /// <summary>A row; what a cell holds cannot end it, nor be taken for markup.</summary>
    public static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        text.Append('|');
        foreach (string cell in cells)
        {
            text.Append(' ').Append(Escape(cell)).Append(" |");
        }

        text.Append('\n');
    }

    /// <summary>The text with every character that Markdown could take for its own written out.</summary>
    public static string Escape(string cell)
    {
        string plain = Legible.Plain(cell);
        var safe = new StringBuilder(plain.Length + 8);
        foreach (char c in plain)
        {
            _ = c is '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' ? safe.Append('\\').Append(c) : safe.Append(c);
        }

        return safe.ToString();
    }
}
