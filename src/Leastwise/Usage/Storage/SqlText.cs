namespace Leastwise.Usage.Storage;

/// <summary>Texts within SQL.</summary>
internal static class SqlText
{
    /// <summary>As a literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
