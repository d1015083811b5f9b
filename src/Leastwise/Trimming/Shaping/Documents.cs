using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Trimming.Shaping;

/// <summary>Makes documents of statements.</summary>
internal static class Documents
{
    /// <summary>The version that knows policy variables.</summary>
    public const string Version = "2012-10-17";

    /// <summary>Where a statement stands that was made and not read.</summary>
    public static SourcePosition Made { get; } = SourcePosition.WholeFile("proposal");

    /// <summary>A document of the statements, numbered in order.</summary>
    public static PolicyDocument Of(IEnumerable<Statement> statements, string version = Version, string? id = null)
    {
        var document = new PolicyDocument
        {
            Version = version,
            Id = id,
            Statements = [.. statements.Select((statement, index) => statement with { Index = index })],
            Json = "",
        };
        return document with { Json = PolicyWriter.Write(document) };
    }

    /// <summary>The conditions in one order, so that those of one operator stand together.</summary>
    public static ImmutableArray<Condition> Ordered(ImmutableArray<Condition> conditions) =>
        [.. conditions.OrderBy(one => one.Operator, StringComparer.Ordinal).ThenBy(one => one.Key, StringComparer.Ordinal)];

    /// <summary>What two lists of conditions have in common that mean the same by their text.</summary>
    public static string KeyOf(ImmutableArray<Condition> conditions) => conditions.IsEmpty ? "" : string.Join('\u001e', conditions
        .Select(one => $"{one.Operator}\u001f{one.Key.ToUpperInvariant()}\u001f{string.Join('\u001f', one.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}")
        .Order(StringComparer.Ordinal));

    /// <summary>What two resource elements have in common that mean the same by their text.</summary>
    public static string KeyOf(ResourceElement? element) =>
        element is null ? "" : $"{element.Not}\u001f{string.Join('\u001f', element.Patterns.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";

    /// <summary>What two principal elements have in common that mean the same by their text.</summary>
    public static string KeyOf(PrincipalElement? element) =>
        element is null ? "" : $"{element.Not}\u001f{string.Join('\u001f', element.Entries.Select(one => $"{one.Type} {one.Value}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";
}
