using System.Text.RegularExpressions;

namespace Leastwise.Remote.Athena;

/// <summary>Writes names and values into statements. What is not of the plain form that AWS gives such names is refused, and everything is quoted all the same.</summary>
/// <remarks>Source: "Name databases, tables, and columns", Amazon Athena User Guide.</remarks>
internal static partial class SqlNames
{
    /// <summary>A table with its database, as queries write it.</summary>
    public static string Table(string database, string table) => $"\"{Checked(database)}\".\"{Checked(table)}\"";

    /// <summary>A name as statements write it that define things: Hive's quotes.</summary>
    public static string Defined(string name) => $"`{Checked(name)}`";

    /// <summary>A column as queries write it.</summary>
    public static string Column(string name) => $"\"{Checked(name)}\"";

    /// <summary>Text.</summary>
    public static string Literal(string text) => text.Any(char.IsControl)
        ? throw new RemoteException("A value for Athena holds a control character; check what was typed.")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Several texts in brackets.</summary>
    public static string List(IEnumerable<string> texts) => $"({string.Join(", ", texts.Select(Literal))})";

    /// <summary>Whether it can be the name of a database or table.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Whether it is an account's number.</summary>
    public static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>Whether it can be a region.</summary>
    public static bool IsRegion(string text) => Region().IsMatch(text);

    private static string Checked(string name) =>
        IsName(name) ? name : throw new RemoteException($"'{name}' is no name of an Athena database, table or column: letters, digits, '_' and '-' only.");

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_-]{0,254}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();
}
