using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Remote.Athena;

/// <summary>
/// Reduces <c>requestParameters</c> within the query to what can name a resource: the parameters that the catalogue's ARN templates ask for, at any depth, and values that
/// begin with <c>arn:</c>. Everything else would make a group, and a row, of nearly every event.
/// </summary>
/// <remarks>
/// The text is taken apart by one expression that takes whole strings, so that what stands within a string (a policy document, say) is never taken for a parameter:
/// a name with its string, a name with its list of strings, or a string alone. Lists within lists lose their name, not their ARNs.
/// </remarks>
internal static class ParameterSql
{
    private const string String = """
        "[^"\\]*(?:\\.[^"\\]*)*"
        """;

    private const string Token = String + @"\s*:\s*(?:" + String + @"|\[\s*" + String + @"(?:\s*,\s*" + String + @")*\s*\])|" + String;

    /// <summary>A value that begins with <c>arn:</c>: at the start of the token, or behind a name or another value; never within a string.</summary>
    private const string Arn = """
        (?:^|[:\[,])\s*"arn:
        """;

    /// <summary>An ARN of a role or instance profile, which is handed over whether or not the record names other resources.</summary>
    private const string Role = Arn + """
        [^"]*:iam:[^"]*:(?:role|instance-profile)/
        """;

    /// <summary>Names that mean something else in every service; they are kept only of the services whose templates ask for them.</summary>
    private static readonly ImmutableArray<string> Vague = ["arn", "id", "key", "name"];

    private static readonly ImmutableArray<ResourceParameter> Parameters = ResourceParameter.Of(ActionCatalog.Default);

    /// <summary>The expression that gives the kept parts of <paramref name="column"/>, a line each, where the record names no resources.</summary>
    public static string Kept(string column, string source)
    {
        string common = NameTrie.Pattern(Parameters.Select(one => one.Name.ToLowerInvariant()).Where(name => !Vague.Contains(name)).Distinct());
        IEnumerable<string> vague = Parameters
            .Where(one => Vague.Contains(one.Name.ToLowerInvariant()))
            .Select(one => $" OR ({source} = {SqlNames.Literal(one.Service + ".amazonaws.com")} AND regexp_like(token, {Named(one.Name.ToLowerInvariant())}))");
        return Lines(column, $"regexp_like(token, {Named(common)}) OR regexp_like(token, {SqlNames.Literal(Arn)}){string.Concat(vague)}");
    }

    /// <summary>The same where it does: of the parameters only roles matter.</summary>
    public static string Roles(string column) => Lines(column, $"regexp_like(token, {SqlNames.Literal(Role)})");

    private static string Named(string pattern) => SqlNames.Literal($"(?i)^\"{pattern}\"\\s*:");

    private static string Lines(string column, string condition) =>
        $"array_join(filter(regexp_extract_all({column}, {SqlNames.Literal(Token)}), token -> {condition}), chr(10))";
}
