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
    /// <summary>Whether the condition holds for the context.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="context">The request's context.</param>
    /// <param name="variables">Whether the policy's version knows policy variables.</param>
    public static Answer Match(Condition condition, RequestContext context, bool variables)
    {
        // AWS stores no policy with such an operator; whatever it was to mean, it is not decided here.
        if (!ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed) || condition.Key.Length == 0)
        {
            return Answer.Open("");
        }

        bool present = context.Values.TryGetValue(condition.Key, out ImmutableArray<string> values);
        if (!present && context.IsOpen)
        {
            return Answer.Open(condition.Key);
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
            SetQualifier.ForAllValues => All(condition, parsed, values, context, variables),
            SetQualifier.ForAnyValue => Any(condition, parsed, values, context, variables),
            // Without qualifier a key should have one value. Where it has more, one match is a match, and "not" means none.
            _ => IsNegated(parsed.Name) ? All(condition, parsed, values, context, variables) : Any(condition, parsed, values, context, variables),
        };
    }

    private static Answer All(Condition condition, ConditionOperator parsed, ImmutableArray<string> values, RequestContext context, bool variables) =>
        values.Aggregate(Answer.Yes, (all, value) => all.IsFalse ? all : all.And(One(condition, parsed, value, context, variables)));

    private static Answer Any(Condition condition, ConditionOperator parsed, ImmutableArray<string> values, RequestContext context, bool variables) =>
        values.Aggregate(Answer.No, (any, value) => any.IsTrue ? any : any.Or(One(condition, parsed, value, context, variables)));

    /// <summary>Whether one value of the request matches one of the condition's, or none where the operator is negated.</summary>
    private static Answer One(Condition condition, ConditionOperator parsed, string actual, RequestContext context, bool variables)
    {
        bool negated = IsNegated(parsed.Name);
        string positive = negated ? parsed.Name.Replace("Not", "", StringComparison.Ordinal) : parsed.Name;
        Answer any = Answer.No;
        foreach (string written in condition.Values)
        {
            any = any.Or(Compare(positive, written, actual, context, variables));
            if (any.IsTrue)
            {
                break;
            }
        }

        return negated ? any.Not() : any;
    }

    private static Answer Compare(string operatorName, string written, string actual, RequestContext context, bool variables)
    {
        // Strings, ARNs and booleans take variables; numbers, dates, addresses and binaries do not.
        bool takesVariables = variables && operatorName is [('S' or 'A' or 'B'), ..] and not "BinaryEquals";
        if (!takesVariables || !written.Contains("${", StringComparison.Ordinal))
        {
            return Answer.Of(ValueComparison.Matches(operatorName, written, actual, literals: false));
        }

        if (!PolicyText.TryExpand(written, context, out string expanded, out string missing))
        {
            return context.IsOpen ? Answer.Open(missing) : Answer.No;
        }

        return Answer.Of(ValueComparison.Matches(operatorName, expanded, PolicyText.Literal(actual), literals: true));
    }

    private static bool IsNegated(string name) => name.Contains("Not", StringComparison.Ordinal);
}
