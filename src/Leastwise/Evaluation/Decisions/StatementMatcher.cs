using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Decides whether a statement applies to a request, its principal aside.</summary>
internal static class StatementMatcher
{
    /// <summary>Whether action, resource and conditions match.</summary>
    /// <param name="document">The statement's policy.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="request">The request, its context complete.</param>
    public static Answer Match(PolicyDocument document, Statement statement, AccessRequest request)
    {
        if (!NamesAction(statement.Actions, request.Action))
        {
            return Answer.No;
        }

        // Policy variables exist since version 2012-10-17; before, they are plain text. A version that AWS does not know is read as the newest.
        bool variables = document.Version != "2008-10-17";
        Answer answer = NamesResource(statement, request, variables);
        foreach (Condition condition in statement.Conditions)
        {
            if (answer.IsFalse)
            {
                break;
            }

            answer = answer.And(ConditionMatcher.Match(condition, request.Context, variables));
        }

        return answer;
    }

    private static bool NamesAction(ActionElement element, string action)
    {
        foreach (string pattern in element.Patterns)
        {
            if (WildcardPattern.IsMatch(pattern, action, ignoreCase: true))
            {
                return !element.Not;
            }
        }

        return element.Not;
    }

    private static Answer NamesResource(Statement statement, AccessRequest request, bool variables)
    {
        // Trust policies name no resource: theirs is the role. Identity policies without one are refused by AWS; see PolicyLayers.
        if (statement.Resources is not { } element)
        {
            return Answer.Yes;
        }

        Answer any = Answer.No;
        foreach (string pattern in element.Patterns)
        {
            any = any.Or(variables && pattern.Contains("${", StringComparison.Ordinal)
                ? NamesVariable(pattern, request)
                : Answer.Of(WildcardPattern.IsMatch(pattern, request.Resource, ignoreCase: false)));
            if (any.IsTrue)
            {
                break;
            }
        }

        return element.Not ? any.Not() : any;
    }

    private static Answer NamesVariable(string pattern, AccessRequest request)
    {
        if (PolicyText.TryExpand(pattern, request.Context, out string expanded, out string missing))
        {
            return Answer.Of(WildcardPattern.IsMatch(expanded, PolicyText.Literal(request.Resource), ignoreCase: false));
        }

        return request.Context.IsOpen ? Answer.Open(missing) : Answer.No;
    }
}
