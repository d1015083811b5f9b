using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>Says which of a statement's conditions can have no effect that is meant.</summary>
internal static class ConditionKeys
{
    /// <summary>A statement that names more actions than these by wildcard is not told for each of them.</summary>
    private const int MostNamed = 3;

    public static IEnumerable<Diagnostic> Check(ActionCatalog catalog, Statement statement)
    {
        ActionSet named = ActionNames.Of(catalog, statement.Actions);
        foreach (Condition condition in statement.Conditions.Where(condition => IsOfService(condition.Key) && !named.IsEmpty))
        {
            ImmutableArray<CatalogAction> without = [.. named.Select(id => catalog.Actions[id]).Where(action => !Takes(action, condition.Key))];
            if (without.Length == named.Count)
            {
                yield return Say(DiagnosticSeverity.Warning, statement, condition, $"none of its actions has; {Reading(statement, condition)}");
            }
            else if (!statement.Actions.Not && statement.Actions.Patterns.Where(pattern => !WildcardPattern.HasWildcard(pattern)).Select(catalog.Find).OfType<CatalogAction>()
                .Where(without.Contains).Select(action => action.FullName).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } listed)
            {
                string names = listed.Count > MostNamed ? $"{string.Join(", ", listed.Take(MostNamed))} and {listed.Count - MostNamed} more" : string.Join(", ", listed);
                yield return Say(DiagnosticSeverity.Warning, statement, condition, $"{names} {(listed.Count == 1 ? "does" : "do")} not have; for {(listed.Count == 1 ? "it" : "them")} {Reading(statement, condition)}");
            }
        }

        foreach (Diagnostic contradiction in Contradictions.In(statement))
        {
            yield return contradiction;
        }
    }

    private static string Reading(Statement statement, Condition condition)
    {
        bool missingIsTrue = !ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed)
            || parsed.IfExists || parsed.Qualifier == SetQualifier.ForAllValues || parsed.Name.Contains("Not", StringComparison.Ordinal) || parsed.Name == "Null";
        return (missingIsTrue, statement.Effect) switch
        {
            (true, _) => "the condition limits nothing",
            (_, Effect.Allow) => "the statement allows nothing",
            _ => "the statement denies nothing",
        };
    }

    /// <summary>Global keys (<c>aws:</c>) stand in any request; those of identity providers begin with a host.</summary>
    private static bool IsOfService(string key)
    {
        int colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !key.AsSpan(0, colon).Contains('.')
            && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("saml:", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Takes(CatalogAction action, string key) =>
        action.ConditionKeys.Any(known => Same(known, key)) || action.Resources.Any(resource => resource.Type.ConditionKeys.Any(known => Same(known, key)));

    /// <summary>A key with a place for a tag's name, such as <c>s3:RequestObjectTag/&lt;key&gt;</c>, is the same whatever the name.</summary>
    private static bool Same(string known, string key)
    {
        int place = known.AsSpan().IndexOfAny("<$");
        return place < 0
            ? known.Equals(key, StringComparison.OrdinalIgnoreCase)
            : key.AsSpan().StartsWith(known.AsSpan(0, place), StringComparison.OrdinalIgnoreCase);
    }

    private static Diagnostic Say(DiagnosticSeverity severity, Statement statement, Condition condition, string what) =>
        new(severity, $"Statement {statement.Label} asks for the condition key {condition.Key}, which {what}.", condition.Position);
}
