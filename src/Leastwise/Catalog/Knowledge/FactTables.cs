using System.Text;

namespace Leastwise.Catalog.Knowledge;

/// <summary>The fact tables by file name, as they lie in the repository and in the catalogue.</summary>
internal sealed class FactTables
{
    private readonly Dictionary<string, FactTable> tables = new(StringComparer.Ordinal);

    private FactTables(IEnumerable<FactTable> tables)
    {
        foreach (FactTable table in tables)
        {
            this.tables.Add(table.Name, table);
        }
    }

    /// <summary>All tables in ordinal order of their names.</summary>
    public IEnumerable<FactTable> All => tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal);

    /// <summary>The rows of a table. Throws <see cref="InvalidDataException"/> where the table or one of the columns is missing.</summary>
    public IEnumerable<string[]> Rows(string name, params ReadOnlySpan<string> columns)
    {
        FactTable table = tables.GetValueOrDefault(name) ?? throw new InvalidDataException($"The fact table {name} is missing.");
        return columns.SequenceEqual(table.Header)
            ? table.Rows
            : throw new InvalidDataException($"The fact table {name} should have the columns {string.Join(", ", columns.ToArray())}.");
    }

    /// <summary>Reads the tables of a folder, each a <c>.tsv</c> file with a header line.</summary>
    public static FactTables ReadFolder(string folder) => new(Directory
        .EnumerateFiles(folder, "*.tsv")
        .Order(StringComparer.Ordinal)
        .Select(file => FactTable.Parse(Path.GetFileName(file), File.ReadAllText(file))));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FactTables Parse(ReadOnlySpan<byte> bytes) => new(Encoding.UTF8.GetString(bytes)
        .Split('\f', StringSplitOptions.RemoveEmptyEntries)
        .Select(text =>
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            return FactTable.Parse(text[..end], text[(end + 1)..]);
        }));

    /// <summary>All tables but the named one as bytes; each begins with a form feed and its name.</summary>
    public byte[] Write(string except) =>
        Encoding.UTF8.GetBytes(string.Concat(All.Where(table => table.Name != except).Select(table => $"\f{table.Name}\n{table.Text}")));
}

/// <summary>A table of facts: one header line, one fact a line, cells parted by tabs.</summary>
/// <param name="Name">The file name.</param>
/// <param name="Text">The whole text, as hashed.</param>
/// <param name="Header">The column names.</param>
/// <param name="Rows">The cells of each row, as many as the header has.</param>
internal sealed record FactTable(string Name, string Text, string[] Header, string[][] Rows)
{
    /// <summary>Reads a table. Throws <see cref="InvalidDataException"/> where a row has another number of cells than the header.</summary>
    public static FactTable Parse(string name, string text)
    {
        string[] lines = text.Split('\n');
        string[] header = lines[0].Split('\t');
        var rows = new List<string[]>(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            string[] cells = lines[i].Split('\t');
            if (cells.Length != header.Length)
            {
                throw new InvalidDataException($"{name}, line {i + 1}: {cells.Length} cells where the header has {header.Length}.");
            }

            rows.Add(cells);
        }

        return new FactTable(name, text, header, [.. rows]);
    }
}
