using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;

namespace Leastwise.Trimming.Shaping;

/// <summary>
/// Merges statements that differ in one element. Two Allows (or two Denies) apply where either does; where all else is equal, one statement with both lists applies to
/// exactly the same requests. An element with Not is merged with its equal only.
/// </summary>
internal static class StatementMerge
{
    // Operators that more values widen. Of a negated one more values narrow, and "Null" and "Bool" take one value in practice.
    private static readonly string[] Widening = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress", "NumericEquals", "DateEquals"];

    /// <summary>The statements after merging what can be, each where the first of its parts stood.</summary>
    public static ImmutableArray<Statement> All(ImmutableArray<Statement> statements, ActionWriter writer)
    {
        List<Part> parts = [.. statements.Select(statement => new Part(statement, writer))];
        bool again = true;
        while (again)
        {
            again = false;
            for (int i = 0; i < parts.Count; i++)
            {
                for (int j = i + 1; j < parts.Count; j++)
                {
                    if (Merge(parts[i], parts[j]) is { } merged)
                    {
                        parts[i] = new Part(merged, writer);
                        parts.RemoveAt(j--);
                        again = true;
                    }
                }
            }
        }

        return [.. parts.Select(part => part.Statement)];
    }

    private static Statement? Merge(Part a, Part b)
    {
        if (a.Statement.Effect != b.Statement.Effect)
        {
            return null;
        }

        bool actions = a.HasSameActions(b), resources = a.Resources == b.Resources, conditions = a.Conditions == b.Conditions, principals = a.Principals == b.Principals;
        return (actions, resources, conditions, principals) switch
        {
            (true, true, true, true) => a.Statement,
            (false, true, true, true) when !a.Statement.Actions.Not && !b.Statement.Actions.Not =>
                a.Statement with { Actions = new ActionElement(false, [.. a.Statement.Actions.Patterns, .. b.Statement.Actions.Patterns]) },
            (true, false, true, true) when a.Statement.Resources is { Not: false } mine && b.Statement.Resources is { Not: false } other =>
                a.Statement with { Resources = new ResourceElement(false, PolicyMinimiser.WithoutCovered([.. mine.Patterns, .. other.Patterns])) },
            (true, true, false, true) => Merge(a.Statement, b.Statement.Conditions),
            (true, true, true, false) when a.Statement.Principals is { Not: false } mine && b.Statement.Principals is { Not: false } other =>
                a.Statement with { Principals = new PrincipalElement(false, [.. mine.Entries.Concat(other.Entries).Distinct()]) },
            _ => null,
        };
    }

    /// <summary>One condition may differ, in its values.</summary>
    private static Statement? Merge(Statement statement, ImmutableArray<Condition> others)
    {
        ImmutableArray<Condition> mine = Documents.Ordered(statement.Conditions), theirs = Documents.Ordered(others);
        if (mine.Length != theirs.Length)
        {
            return null;
        }

        int differing = -1;
        for (int i = 0; i < mine.Length; i++)
        {
            if (Documents.KeyOf([mine[i]]) == Documents.KeyOf([theirs[i]]))
            {
                continue;
            }

            if (differing >= 0 || mine[i].Operator != theirs[i].Operator || !mine[i].Key.Equals(theirs[i].Key, StringComparison.OrdinalIgnoreCase) || !Widens(mine[i].Operator))
            {
                return null;
            }

            differing = i;
        }

        return differing < 0 ? statement : statement with
        {
            Conditions = mine.SetItem(differing, mine[differing] with
            {
                Values = [.. mine[differing].Values.Concat(theirs[differing].Values).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            }),
        };
    }

    private static bool Widens(string written) =>
        ConditionOperator.TryParse(written, out ConditionOperator? parsed) && parsed.Qualifier != SetQualifier.ForAllValues && Widening.Contains(parsed.Name, StringComparer.Ordinal);

    /// <summary>A statement with what is compared.</summary>
    private sealed class Part(Statement statement, ActionWriter writer)
    {
        private readonly ActionSet meaning = writer.MeaningOf(statement.Actions.Patterns);
        private readonly ImmutableArray<string> unknown = writer.UnknownOf(statement.Actions.Patterns);

        public Statement Statement => statement;

        public string Resources { get; } = Documents.KeyOf(statement.Resources);

        public string Conditions { get; } = Documents.KeyOf(statement.Conditions);

        public string Principals { get; } = Documents.KeyOf(statement.Principals);

        public bool HasSameActions(Part other) =>
            statement.Actions.Not == other.Statement.Actions.Not && meaning.Equals(other.meaning) && unknown.SequenceEqual(other.unknown, StringComparer.OrdinalIgnoreCase);
    }
}
