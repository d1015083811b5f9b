using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;

namespace Leastwise.Risks.Paths;

/// <summary>Puts into words what an undetermined decision hangs on.</summary>
internal static class OpenConditions
{
    /// <summary>How sure the decision is, and a sentence for each statement that hangs on what is not known.</summary>
    public static (PathConfidence Confidence, ImmutableArray<string> Sentences) Of(string action, Decision decision, Func<DecidingStatement, StatementSource> source)
    {
        if (decision.Kind != DecisionKind.Undetermined)
        {
            return (PathConfidence.High, []);
        }

        // The caller can always make the call in a region that suits.
        bool isChoice = decision.MissingContext is [var only] && only.Equals("aws:RequestedRegion", StringComparison.OrdinalIgnoreCase);
        return (isChoice ? PathConfidence.High : PathConfidence.Medium, [.. decision.Statements.Select(statement => Sentence(action, statement, source(statement), decision.MissingContext)).Distinct(StringComparer.Ordinal)]);
    }

    private static string Sentence(string action, DecidingStatement deciding, StatementSource source, ImmutableArray<string> missing)
    {
        Condition[] open = [.. deciding.Statement.Conditions.Where(condition => missing.Contains(condition.Key, StringComparer.OrdinalIgnoreCase))];
        string when = ConditionWords.Of(open.Length > 0 ? open : deciding.Statement.Conditions);
        string name = SupportWords.Name(source);
        if (when.Length == 0)
        {
            when = "where its policy variables fit";
        }

        return deciding.Statement.Effect == Effect.Deny
            ? $"{action} is denied {when} ({name})."
            : $"{action} is allowed only {when} ({name}).";
    }
}
