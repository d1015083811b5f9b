using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>Says which of a statement's action patterns mean nothing, or nothing more than others of it.</summary>
internal static class ActionNames
{
    /// <summary>The actions that the element means.</summary>
    public static ActionSet Of(ActionCatalog catalog, ActionElement element)
    {
        ActionSet named = ActionSet.UnionOf([.. element.Patterns.Select(catalog.Expand)]);
        return element.Not ? catalog.All.Except(named) : named;
    }

    public static IEnumerable<Diagnostic> Check(ActionCatalog catalog, Statement statement)
    {
        ImmutableArray<string> patterns = statement.Actions.Patterns;
        foreach (string pattern in patterns.Distinct(StringComparer.OrdinalIgnoreCase).Where(pattern => catalog.Expand(pattern).IsEmpty))
        {
            yield return new Diagnostic(DiagnosticSeverity.Warning, $"Statement {statement.Label} names {Unknown(catalog, pattern)}", PositionOf(statement, patterns.IndexOf(pattern)));
        }

        for (int i = 0; i < patterns.Length; i++)
        {
            string pattern = patterns[i];
            string? wider = patterns.Where((other, j) => j != i && WildcardPattern.Covers(other, pattern, ignoreCase: true)
                && (j < i || !WildcardPattern.Covers(pattern, other, ignoreCase: true))).FirstOrDefault();
            if (wider is not null)
            {
                yield return new Diagnostic(DiagnosticSeverity.Note, $"Statement {statement.Label} names {pattern} beside {wider}, which means it already.", PositionOf(statement, i));
            }
        }

        if (statement.Actions.Not && Of(catalog, statement.Actions).IsEmpty)
        {
            yield return new Diagnostic(DiagnosticSeverity.Warning, $"Statement {statement.Label} can never apply: its NotAction leaves no action.", PositionOf(statement, 0));
        }
    }

    private static SourcePosition PositionOf(Statement statement, int index) => statement.PositionOf(statement.Actions.Places, index);

    private static string Unknown(ActionCatalog catalog, string pattern)
    {
        int colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return $"\"{pattern}\", which is no action: write it with its service, such as s3:GetObject.";
        }

        if (catalog.FindService(pattern[..colon]) is not { } service)
        {
            IReadOnlyList<string> near = NearestName.Find(pattern[..colon], catalog.Services.Select(known => known.Prefix), most: 1);
            return $"{pattern}, of a service that the catalogue of {catalog.Version} does not have{(near.Count == 0 ? "." : $"; did you mean {near[0]}{pattern[colon..]}?")}";
        }

        bool isWild = WildcardPattern.HasWildcard(pattern);
        IReadOnlyList<string> nearest = NearestName.Find(pattern, service.Actions.Select(id => catalog.Actions[id].FullName), most: 1);
        string meant = nearest.Count == 0 || isWild ? "." : $"; did you mean {nearest[0]}?";
        return $"{pattern}, {(isWild ? "which means no action" : "which is no action")} of the catalogue of {catalog.Version}{meant}";
    }
}
