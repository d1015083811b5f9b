using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>What a condition does to a statement, as far as the policy alone tells.</summary>
internal enum ConditionEffect
{
    /// <summary>It holds in every call that the principal would make; it limits nothing.</summary>
    AlwaysHolds,

    /// <summary>It holds in no call of this principal; the statement has no effect for it.</summary>
    NeverHolds,

    /// <summary>The caller can always make a call for which it holds, such as one in an allowed region; worth showing, but no obstacle.</summary>
    CallersChoice,

    /// <summary>It depends on the call.</summary>
    Depends,
}

/// <summary>Judges conditions of identity policies for a principal whose ARN, account and name are known.</summary>
internal static class ConditionJudgement
{
    private const string PrincipalTag = "aws:principaltag/";

    /// <summary>Whether <paramref name="condition"/> limits what <paramref name="principal"/> can do.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="principal">Whose call it is.</param>
    /// <param name="passedTo">The service that a role is passed to, the value of <c>iam:PassedToService</c>; null outside <c>iam:PassRole</c>.</param>
    /// <param name="now">A time that has passed: calls to come are later.</param>
    /// <param name="effect">Of which statement; what a caller can choose in order to be allowed, it need not be able to choose in order not to be denied.</param>
    public static ConditionEffect Judge(Condition condition, IamPrincipal principal, string? passedTo, DateTimeOffset now, Effect effect = Effect.Allow)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        if (op.Set is not null)
        {
            // AWS lets ForAllValues hold where the key is absent, and whoever sends no tags has no tag keys.
            return effect == Effect.Allow && op is { Set: "forallvalues" } && Is(condition.Key, "aws:TagKeys") ? ConditionEffect.CallersChoice : ConditionEffect.Depends;
        }

        if (ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed) && ForeseenConditions.Judge(condition, parsed, principal is IamRole, now) is { } foreseen)
        {
            return Answer(foreseen);
        }

        if (op.Name == "null")
        {
            return KnownValue(condition.Key, principal, passedTo) is not null && condition.Values is [var wanted]
                ? Answer(string.Equals(wanted, "false", StringComparison.OrdinalIgnoreCase))
                : ConditionEffect.Depends;
        }

        if (op.Name == "bool" && condition.Values is [var wantedValue] && bool.TryParse(wantedValue, out bool isWanted))
        {
            return ByTruth(condition.Key, isWanted, effect);
        }

        if (Is(condition.Key, "aws:RequestedRegion"))
        {
            return ConditionEffect.CallersChoice;
        }

        if (op.Compare is not { } matches)
        {
            return ConditionEffect.Depends;
        }

        string? known = KnownValue(condition.Key, principal, passedTo);
        if (known is null && principal is IamUser && condition.Key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase))
        {
            // A user's session carries the user's own tags and no others; an absent key satisfies negations and IfExists only.
            return Answer(op.Negated || op.IfExists);
        }

        if (known is null)
        {
            bool anyValue = op.HasWildcards && !op.Negated && condition.Values.Any(value => WildcardPattern.MatchesEverything(value));
            return anyValue && op.IfExists ? ConditionEffect.AlwaysHolds : ConditionEffect.Depends;
        }

        if (condition.Values.Any(value => value.Contains("${", StringComparison.Ordinal)))
        {
            return ConditionEffect.Depends;
        }

        return Answer(condition.Values.Any(value => matches(value, known)) != op.Negated);
    }

    // Whoever attacks uses TLS like everyone else, is no service, and makes calls of its own.
    private static ConditionEffect ByTruth(string key, bool wanted, Effect effect) => key.ToLowerInvariant() switch
    {
        "aws:securetransport" => Answer(wanted),
        "aws:principalisawsservice" => Answer(!wanted),
        "aws:viaawsservice" when wanted == (effect == Effect.Deny) => ConditionEffect.CallersChoice,
        _ => ConditionEffect.Depends,
    };

    private static ConditionEffect Answer(bool holds) => holds ? ConditionEffect.AlwaysHolds : ConditionEffect.NeverHolds;

    // Keys that are in the context of every request of an IAM user or role ("AWS global condition context keys").
    private static string? KnownValue(string key, IamPrincipal principal, string? passedTo) => key.ToLowerInvariant() switch
    {
        "aws:principalaccount" => principal.AccountId,
        "aws:principalarn" => principal.Arn,
        "aws:principaltype" => principal is IamUser ? "User" : "AssumedRole",
        "aws:username" when principal is IamUser => principal.Name,
        "iam:passedtoservice" => passedTo,
        var other when principal is IamUser && other.StartsWith(PrincipalTag, StringComparison.Ordinal) => principal.Tags
            .Where(tag => tag.Key.Equals(key[PrincipalTag.Length..], StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value).FirstOrDefault(),
        _ => null,
    };

    private static bool Is(string key, string other) => string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
