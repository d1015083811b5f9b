using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>Reads the tab-separated tables of facts that are embedded in the library. The first line names the columns; <c>#</c> begins a comment line.</summary>
internal static class FactTable
{
    /// <summary>The rows of the table, each with as many cells as the head has.</summary>
    public static ImmutableArray<string[]> Read(string name)
    {
        string resource = $"Leastwise.Risks.Facts.{name}.tsv";
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The table {resource} is not embedded in the library.");
        using var reader = new StreamReader(stream);

        ImmutableArray<string[]>.Builder rows = ImmutableArray.CreateBuilder<string[]>();
        int columns = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] cells = line.Split('\t');
            if (columns == 0)
            {
                columns = cells.Length;
                continue;
            }

            if (cells.Length != columns)
            {
                throw new InvalidOperationException($"The table {resource} has a row with {cells.Length} cells instead of {columns}: {line}");
            }

            rows.Add(cells);
        }

        return rows.ToImmutable();
    }
}
