using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Decides conditions.</summary>
/// <remarks>
/// Sources: "IAM JSON policy elements: Condition operators", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html;
/// "Multivalued context keys", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html.
/// </remarks>
internal static class ConditionMatcher
{
    /// <summary>Whether the condition holds for the request.</summary>
    /// <param name="prepared">The condition.</param>
    /// <param name="request">The request.</param>
    /// <param name="variables">Whether the policy's version knows policy variables.</param>
    public static Answer Match(PreparedCondition prepared, AccessRequest request, bool variables)
    {
        Condition condition = prepared.Condition;
        // AWS stores no policy with such an operator; whatever it was to mean, it is not decided here.
        if (prepared.Operator is not { } parsed)
        {
            return Answer.Open("");
        }

        bool present = request.TryGetContext(condition.Key, out ImmutableArray<string> values);
        if (!present && request.MayHave(condition.Key))
        {
            bool hasToken = request.Requester.Kind is RequesterKind.Role or RequesterKind.RoleSession or RequesterKind.FederatedUser;
            return request.Context.NotBefore is { } now && ForeseenConditions.Judge(condition, parsed, hasToken, now) is { } foreseen
                ? Answer.Of(foreseen)
                : Answer.Open(condition.Key);
        }

        bool empty = !present || values.IsEmpty;
        if (parsed.Name == "Null")
        {
            return condition.Values.Aggregate(Answer.No, (any, value) => any.Or(Answer.Of(
                empty ? value.Equals("true", StringComparison.OrdinalIgnoreCase) : value.Equals("false", StringComparison.OrdinalIgnoreCase))));
        }

        if (empty)
        {
            return Answer.Of(parsed switch
            {
                { IfExists: true } => true,
                { Qualifier: SetQualifier.ForAllValues } => true,
                { Qualifier: SetQualifier.ForAnyValue } => false,
                _ => IsNegated(parsed.Name),
            });
        }

        return parsed.Qualifier switch
        {
            // An empty string is a set without values too: "or if the key values resolve to a null dataset, such as an empty string".
            SetQualifier.ForAllValues when values is [""] => Answer.Yes,
            SetQualifier.ForAllValues => All(condition, parsed, values, request, variables),
            SetQualifier.ForAnyValue => Any(condition, parsed, values, request, variables),
            // Without qualifier a key should have one value. Where it has more, one match is a match, and "not" means none.
            _ => IsNegated(parsed.Name) ? All(condition, parsed, values, request, variables) : Any(condition, parsed, values, request, variables),
        };
    }

    // Loops and no LINQ from here on: this is asked for every condition of every statement of every decision.
    private static Answer All(Condition condition, ConditionOperator parsed, ImmutableArray<string> values, AccessRequest request, bool variables)
    {
        Answer all = Answer.Yes;
        foreach (string value in values)
        {
            all = all.IsFalse ? all : all.And(One(condition, parsed, value, request, variables));
        }

        return all;
    }

    private static Answer Any(Condition condition, ConditionOperator parsed, ImmutableArray<string> values, AccessRequest request, bool variables)
    {
        Answer any = Answer.No;
        foreach (string value in values)
        {
            any = any.IsTrue ? any : any.Or(One(condition, parsed, value, request, variables));
        }

        return any;
    }

    /// <summary>Whether one value of the request matches one of the condition's, or none where the operator is negated.</summary>
    private static Answer One(Condition condition, ConditionOperator parsed, string actual, AccessRequest request, bool variables)
    {
        bool negated = IsNegated(parsed.Name);
        string positive = negated ? parsed.Name.Replace("Not", "", StringComparison.Ordinal) : parsed.Name;
        Answer any = Answer.No;
        foreach (string written in condition.Values)
        {
            any = any.Or(Compare(positive, written, actual, request, variables));
            if (any.IsTrue)
            {
                break;
            }
        }

        return negated ? any.Not() : any;
    }

    private static Answer Compare(string operatorName, string written, string actual, AccessRequest request, bool variables)
    {
        // Strings, ARNs and booleans take variables; numbers, dates, addresses and binaries do not.
        bool takesVariables = variables && operatorName is [('S' or 'A' or 'B'), ..] and not "BinaryEquals";
        if (!takesVariables || !written.Contains("${", StringComparison.Ordinal))
        {
            return Answer.Of(ValueComparison.Matches(operatorName, written, actual, literals: false));
        }

        if (!PolicyText.TryExpand(written, request, out string expanded, out string missing))
        {
            // "There is no equal or like value": nothing equals a variable without value, and "inverted condition operators … do match".
            return request.MayHave(missing) ? Answer.Open(missing) : Answer.No;
        }

        return Answer.Of(ValueComparison.Matches(operatorName, expanded, PolicyText.Literal(actual), literals: true));
    }

    private static bool IsNegated(string name) => name.Contains("Not", StringComparison.Ordinal);
}
