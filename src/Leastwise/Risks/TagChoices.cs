using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Tags that a principal would give itself so that conditions on <c>aws:PrincipalTag</c> are met.</summary>
internal static class TagChoices
{
    /// <summary>So many choices are tried at most; a tag with more values that matter has its first ones tried.</summary>
    public const int Most = 4;

    private const string PrincipalTag = "aws:PrincipalTag/";
    private const string Variable = "${aws:PrincipalTag/";
    private const string Another = "another";

    /// <summary>The choices, those that the principal has already left out.</summary>
    public static IEnumerable<ImmutableSortedDictionary<string, string>> Of(IamPrincipal principal, AccountSnapshot account, IReadOnlyCollection<Statement> statements)
    {
        var wanted = new SortedDictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (Statement statement in statements)
        {
            foreach ((string tag, string value) in statement.Conditions.SelectMany(condition => Values(condition, statement.Effect, account)))
            {
                List<string> values = wanted.TryGetValue(tag, out List<string>? known) ? known : wanted[tag] = [];
                if (!values.Contains(value, StringComparer.Ordinal))
                {
                    values.Add(value);
                }
            }
        }

        int number = Math.Min(Most, wanted.Values.Select(values => values.Count).DefaultIfEmpty(0).Max());
        for (int i = 0; i < number; i++)
        {
            var tags = wanted.ToImmutableSortedDictionary(
                pair => principal.Tags.Keys.FirstOrDefault(own => own.Equals(pair.Key, StringComparison.OrdinalIgnoreCase)) ?? pair.Key,
                pair => pair.Value[Math.Min(i, pair.Value.Count - 1)],
                StringComparer.Ordinal);
            if (tags.Any(tag => principal.Tags.GetValueOrDefault(tag.Key) != tag.Value))
            {
                yield return tags;
            }
        }
    }

    // A tag that meets an Allow, or with which a Deny is not met.
    private static IEnumerable<(string Tag, string Value)> Values(Condition condition, Effect effect, AccountSnapshot account)
    {
        if (!condition.Key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase))
        {
            return condition.Values.SelectMany(value => OfOthers(condition.Key, value, account));
        }

        string tag = condition.Key[PrincipalTag.Length..];
        var op = ConditionOperatorParts.Of(condition.Operator);
        if (op.Name == "null")
        {
            bool present = condition.Values is [var absent] && absent.Equals("false", StringComparison.OrdinalIgnoreCase);
            return present == (effect == Effect.Allow) ? [(tag, Another)] : [];
        }

        if (op.Compare is null)
        {
            return [];
        }

        return op.Negated == (effect == Effect.Deny)
            ? condition.Values.Where(value => !value.Contains("${", StringComparison.Ordinal)).Select(value => (tag, op.HasWildcards ? Plain(value) : value))
            : [(tag, Another)];
    }

    // A resource's tag that must be like the caller's: the caller takes one that a user or role of the account has.
    private static IEnumerable<(string Tag, string Value)> OfOthers(string key, string value, AccountSnapshot account)
    {
        int close = value.IndexOf('}', StringComparison.Ordinal);
        if (!value.StartsWith(Variable, StringComparison.OrdinalIgnoreCase) || close < 0 || TagControl.TagOf(key) is not { } theirs)
        {
            return [];
        }

        string tag = value[Variable.Length..close];
        return account.Actors.Select(actor => actor.Tags.GetValueOrDefault(theirs)).OfType<string>().Distinct(StringComparer.Ordinal).Take(Most).Select(one => (tag, one));
    }

    private static string Plain(string pattern) => pattern.Replace("*", "x", StringComparison.Ordinal).Replace('?', 'x');
}
