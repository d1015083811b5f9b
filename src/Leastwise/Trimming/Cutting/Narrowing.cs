using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// Narrows the resources of a statement for one of its actions to those that it was used on. A result never names what the statement did not. Types that calls may
/// have needed and that their records do not name stay as wide as they were.
/// </summary>
internal sealed class Narrowing(ActionTypes types, PatternBook book, TagRule? tags)
{
    /// <summary>The patterns; the statement's own where they cannot be narrowed, none where the action was used on other resources only. With a tag, its condition besides.</summary>
    public (ImmutableArray<string> Patterns, Condition? Tagged) Of(Statement statement, int action, string name, SeenAction? seen) =>
        ByTag(statement, action, name, seen) is { } tagged ? tagged : (ByName(statement, action, name, seen), null);

    private (ImmutableArray<string>, Condition?)? ByTag(Statement statement, int action, string name, SeenAction? seen)
    {
        if (tags is null || statement.Resources is not { Not: false, Patterns: var own } || seen is not { IsNamed: true })
        {
            return null;
        }

        SeenResource[] here = [.. seen.Resources.Where(one => own.Any(pattern => Meets(pattern, one.Arn)))];
        if (here.Length == 0 || here.Any(one => one.Type != here[0].Type) || types.Of(action).Any(type => type.Required && type != here[0].Type)
            || tags.Of(action, here[0].Type, [.. here.Select(one => one.Arn)]) is not var (pattern, condition, rule) || !own.Any(wider => Covers(wider, pattern)))
        {
            return null;
        }

        foreach (SeenResource one in here)
        {
            book.Add(pattern, rule, name, one);
        }

        bool isThere = statement.Conditions.Any(one => one.Operator == condition.Operator && one.Key.Equals(condition.Key, StringComparison.OrdinalIgnoreCase) && one.Values.SequenceEqual(condition.Values));
        return (own is [var only] && only == pattern ? own : [pattern], isThere ? null : condition);
    }

    private ImmutableArray<string> ByName(Statement statement, int action, string name, SeenAction? seen)
    {
        ImmutableArray<string> own = statement.Resources?.Patterns ?? [];
        ImmutableArray<ActionType> works = types.Of(action);
        if (statement.Resources is not { Not: false } || seen is not { IsNamed: true } || works.IsEmpty)
        {
            return own;
        }

        // Where no type is required, they are alternatives, and a call names the one that it is about.
        bool alternatives = works.All(type => !type.Required);
        var patterns = new SortedSet<string>(StringComparer.Ordinal);
        var made = new List<(SeenResource Resource, string Pattern, string Rule)>();
        foreach (ActionType type in works)
        {
            SeenResource[] ofType = [.. seen.Resources.Where(one => one.Type == type)];
            if (alternatives ? ofType.Length == 0 : !seen.AlwaysNames(type))
            {
                patterns.UnionWith(alternatives ? [] : Open(own, type, seen));
                continue;
            }

            SeenResource[] here = [.. ofType.Where(one => own.Any(pattern => Meets(pattern, one.Arn)))];
            if (here.Any(one => one.Arn.Contains("${", StringComparison.Ordinal)) || ResourceRule.Generalise(type, here.Select(one => one.Arn)) is not { } general)
            {
                patterns.UnionWith(Open(own, type, seen));
                continue;
            }

            Dictionary<string, SeenResource> byArn = here.ToDictionary(one => one.Arn, StringComparer.Ordinal);
            foreach ((string resource, string pattern, string rule) in general)
            {
                IEnumerable<string> within = own.Any(wider => Covers(wider, pattern)) ? [pattern] : own.Where(wider => Meets(wider, resource));
                foreach (string one in within)
                {
                    patterns.Add(one);
                    made.Add((byArn[resource], one, one == pattern ? rule : "as today's policy has it"));
                }
            }
        }

        // Whatever stays open entirely stays as it was written.
        if (patterns.Count > 0 && own.All(pattern => patterns.Contains(pattern)))
        {
            return own;
        }

        foreach ((SeenResource resource, string pattern, string rule) in made)
        {
            book.Add(pattern, rule, name, resource);
        }

        return [.. patterns];
    }

    /// <summary>The statement's own patterns as far as they mean the type; a star is cut down to the type, or to what lies within the resources that were seen.</summary>
    private static IEnumerable<string> Open(ImmutableArray<string> own, ActionType type, SeenAction seen)
    {
        string[] containers =
        [
            .. seen.Resources.Where(one => seen.AlwaysNames(one.Type) && type.Template.Length > one.Type.Template.Length && type.Template.StartsWith($"{one.Type.Template}/", StringComparison.Ordinal)
                && !one.Arn.Contains("${", StringComparison.Ordinal))
                .Select(one => $"{one.Arn}{Rest(type.Template[one.Type.Template.Length..])}"),
        ];
        foreach (string pattern in own.Where(type.Reach.Overlaps))
        {
            string[] inside = [.. containers.Where(container => Covers(pattern, container))];
            IEnumerable<string> left = containers.Length > 0 && inside.Length == containers.Length ? inside : WildcardPattern.MatchesEverything(pattern) ? [type.Reach.Wildcards] : [pattern];
            foreach (string one in left)
            {
                yield return one;
            }
        }
    }

    private static string Rest(string template) => Reduction.WithoutVariables(template);

    private static bool Covers(string wider, string pattern) => !wider.Contains("${", StringComparison.Ordinal) && WildcardPattern.Covers(wider, pattern, ignoreCase: false);

    private static bool Meets(string pattern, string arn) => WildcardPattern.Overlaps(Reduction.WithoutVariables(pattern), arn, ignoreCase: false)
        || WildcardPattern.Overlaps(Reduction.WithoutVariables(pattern), AuthorisedNames.WithoutStreamsOf(arn), ignoreCase: false);
}
