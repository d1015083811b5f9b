using System.Collections.Immutable;

namespace Leastwise.Remote.Athena;

/// <summary>A column's type as the data catalogue writes it, <c>struct&lt;type:string,sessioncontext:struct&lt;…&gt;&gt;</c>.</summary>
/// <param name="Name">The type's name in small letters, without what it is made of: <c>string</c>, <c>struct</c>, <c>array</c>, <c>map</c>, <c>decimal</c>.</param>
/// <param name="Fields">A struct's fields by name in small letters; of an array its elements under <c>element</c>; empty for others.</param>
internal sealed record HiveType(string Name, ImmutableDictionary<string, HiveType> Fields)
{
    private const int MaxDepth = 32;

    /// <summary>Text.</summary>
    public static HiveType Text { get; } = Plain("string");

    /// <summary>Whether values are text.</summary>
    public bool IsText => Name is "string" or "varchar" or "char";

    /// <summary>What an array's elements are; null for others.</summary>
    public HiveType? Element => Name == "array" ? Fields.GetValueOrDefault("element") : null;

    /// <summary>The type at the end of a path of fields; null where there is none.</summary>
    public HiveType? At(params ReadOnlySpan<string> path)
    {
        HiveType? at = this;
        foreach (string field in path)
        {
            at = at?.Name == "struct" ? at.Fields.GetValueOrDefault(field) : null;
        }

        return at;
    }

    /// <summary>Reads a type; null where the text is none.</summary>
    public static HiveType? Parse(string text)
    {
        int at = 0;
        HiveType? read = Read(text, ref at, 0);
        Skip(text, ref at);
        return at == text.Length ? read : null;
    }

    private static HiveType Plain(string name) => new(name, ImmutableDictionary<string, HiveType>.Empty);

    private static HiveType? Read(string text, ref int at, int depth)
    {
        if (depth > MaxDepth || Word(text, ref at) is not { Length: > 0 } name)
        {
            return null;
        }

        if (Take(text, ref at, '('))
        {
            // Of decimal(10,2) and varchar(20) only the name matters.
            int close = text.IndexOf(')', at);
            at = close < 0 ? text.Length : close + 1;
            return close < 0 ? null : Plain(name);
        }

        if (!Take(text, ref at, '<'))
        {
            return Plain(name);
        }

        ImmutableDictionary<string, HiveType>.Builder fields = ImmutableDictionary.CreateBuilder<string, HiveType>(StringComparer.Ordinal);
        do
        {
            string field = fields.Count == 0 ? "element" : "value";
            if (name == "struct")
            {
                field = Word(text, ref at);
                if (field.Length == 0 || !Take(text, ref at, ':'))
                {
                    return null;
                }
            }

            if (Read(text, ref at, depth + 1) is not HiveType inner)
            {
                return null;
            }

            fields[field] = inner;
        }
        while (Take(text, ref at, ','));
        return Take(text, ref at, '>') ? new HiveType(name, fields.ToImmutable()) : null;
    }

    private static string Word(string text, ref int at)
    {
        Skip(text, ref at);
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '$'))
        {
            at++;
        }

        return text[start..at].ToLowerInvariant();
    }

    private static bool Take(string text, ref int at, char sign)
    {
        Skip(text, ref at);
        if (at >= text.Length || text[at] != sign)
        {
            return false;
        }

        at++;
        return true;
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '`'))
        {
            at++;
        }
    }
}
