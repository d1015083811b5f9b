using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Why a finding is excluded.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Owner">Who answers for it; null where nobody is named.</param>
/// <param name="Expires">The last day; null for always.</param>
/// <param name="Position">Where the rule stands.</param>
public sealed record Exclusion(string Reason, string? Owner, DateOnly? Expires, SourcePosition Position);

/// <summary>
/// What an exclusions file says: the lists of Cloudsplaining's file, which match names, ids and paths, and rules of our own. Nothing is excluded
/// that no file names.
/// </summary>
public sealed record Exclusions
{
    /// <summary>Excludes nothing.</summary>
    public static Exclusions None { get; } = new() { File = "" };

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The lists by key, such as <c>policies</c>, as written, without empty entries.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Lists { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Rules of our own that hold today, in the order written.</summary>
    public ImmutableArray<ExclusionRule> Rules { get; init; } = [];

    /// <summary>What was passed over, and rules that have expired.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Accounts that may be trusted.</summary>
    public ImmutableArray<string> KnownAccounts => List("known-accounts");

    /// <summary>Actions that count as carrying data away, besides those of our own list.</summary>
    public ImmutableArray<string> IncludedActions => List("include-actions");

    /// <summary>Why the finding is excluded; null where it is not.</summary>
    /// <param name="finding">The finding.</param>
    public Exclusion? Of(Finding finding)
    {
        if (Rules.IsEmpty && Lists.IsEmpty)
        {
            return null;
        }

        if (Rules.FirstOrDefault(rule => rule.Matches(finding)) is { } rule)
        {
            return new Exclusion(rule.Reason ?? "No reason is given.", rule.Owner, rule.Expires, rule.Position);
        }

        string? list = finding.Scope switch
        {
            _ when ExclusionNames.TakesActions(List("exclude-actions"), finding) => "exclude-actions",
            FindingScope.Principal when Named(finding.Principal.Contains(":user/", StringComparison.Ordinal) ? "users" : "roles", ExclusionNames.OfArn(finding.Principal)) =>
                finding.Principal.Contains(":user/", StringComparison.Ordinal) ? "users" : "roles",
            _ when All(finding, source => source.Policy.Kind != PolicyKind.Trust && Named("policies", ExclusionNames.Of(source.Policy))) => "policies",
            _ when All(finding, source => source.ViaGroup is { } group && Named("groups", [group])) => "groups",
            FindingScope.Policy when All(finding, source => source.Policy.Owner is { } owner && Owner(owner) is { } key && Named(key, ExclusionNames.OfArn(owner))) => "users, roles or groups",
            _ => null,
        };
        return list is null ? null : new Exclusion($"The list {list} of the exclusions file names it.", null, null, SourcePosition.WholeFile(File));
    }

    private static string? Owner(string arn) =>
        arn.Contains(":user/", StringComparison.Ordinal) ? "users" : arn.Contains(":role/", StringComparison.Ordinal) ? "roles" : arn.Contains(":group/", StringComparison.Ordinal) ? "groups" : null;

    private static bool All(Finding finding, Func<StatementSource, bool> holds) => !finding.Statements.IsEmpty && finding.Statements.All(holds);

    private bool Named(string key, IEnumerable<string> names) =>
        List(key) is { IsEmpty: false } patterns && names.Any(name => patterns.Any(pattern => WildcardPattern.IsMatch(pattern, name, ignoreCase: true)));

    private ImmutableArray<string> List(string key) => Lists.TryGetValue(key, out ImmutableArray<string> values) ? values : [];
}
