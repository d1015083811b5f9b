using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A condition with its operator taken apart; none where IAM has no such operator or the condition could not be read.</summary>
internal readonly record struct PreparedCondition(Condition Condition, ConditionOperator? Operator);

/// <summary>A statement made ready for requests. Its action is taken as named.</summary>
internal sealed class PreparedStatement
{
    // Policy variables exist since version 2012-10-17; before, they are plain text. A version that AWS does not know is read as the newest.
    private readonly bool knowsVariables;
    private readonly ImmutableArray<PreparedCondition> conditions;

    public PreparedStatement(DecisionLayer layer, NamedPolicy policy, Statement statement)
    {
        Source = new DecidingStatement(layer, policy, statement);
        knowsVariables = policy.Document.Version != "2008-10-17";
        conditions = [.. statement.Conditions.Select(condition => new PreparedCondition(
            condition, condition.Key.Length > 0 && ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed) ? parsed : null))];
    }

    /// <summary>The statement with its place.</summary>
    public DecidingStatement Source { get; }

    /// <summary>The statement.</summary>
    public Statement Statement => Source.Statement;

    /// <summary>Whether resource and conditions match.</summary>
    public Answer Match(AccessRequest request)
    {
        Answer answer = NamesResource(request);
        foreach (PreparedCondition condition in conditions)
        {
            if (answer.IsFalse)
            {
                break;
            }

            answer = answer.And(ConditionMatcher.Match(condition, request, knowsVariables));
        }

        return answer;
    }

    private Answer NamesResource(AccessRequest request)
    {
        // Trust policies name no resource: theirs is the role.
        if (Statement.Resources is not { } element)
        {
            return Answer.Yes;
        }

        Answer any = Answer.No;
        bool isVoid = false;
        foreach (string pattern in element.Patterns)
        {
            any = any.Or(knowsVariables && pattern.Contains("${", StringComparison.Ordinal)
                ? NamesVariable(pattern, request, ref isVoid)
                : Answer.Of(WildcardPattern.IsMatch(pattern, request.Resource, ignoreCase: false)));
            if (any.IsTrue)
            {
                break;
            }
        }

        // "Not present means that the value is not in the current request information, and any attempt to match it fails": the statement does
        // not apply for want of the variable, and NotResource is no way around it.
        return !element.Not ? any : isVoid && any.IsFalse ? Answer.No : any.Not();
    }

    private static Answer NamesVariable(string pattern, AccessRequest request, ref bool isVoid)
    {
        if (PolicyText.TryExpand(pattern, request, out string expanded, out string missing))
        {
            return Answer.Of(WildcardPattern.IsMatch(expanded, PolicyText.Literal(request.Resource), ignoreCase: false));
        }

        if (request.MayHave(missing))
        {
            return Answer.Open(missing);
        }

        isVoid = true;
        return Answer.No;
    }
}
