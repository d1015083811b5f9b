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
    /// <summary>Whether <paramref name="condition"/> limits what <paramref name="principal"/> can do.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="principal">Whose call it is.</param>
    /// <param name="passedTo">The service that a role is passed to, the value of <c>iam:PassedToService</c>; null outside <c>iam:PassRole</c>.</param>
    public static ConditionEffect Judge(Condition condition, IamPrincipal principal, string? passedTo)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        if (op.Set is not null)
        {
            // Keys with several values are optional, and AWS lets ForAllValues hold where the key is absent.
            return ConditionEffect.Depends;
        }

        if (op.Name == "null")
        {
            return KnownValue(condition.Key, principal, passedTo) is not null && condition.Values is [var wanted]
                ? Answer(string.Equals(wanted, "false", StringComparison.OrdinalIgnoreCase))
                : ConditionEffect.Depends;
        }

        if (op.Name == "ipaddress" && condition.Values.Any(value => value is "0.0.0.0/0" or "::/0"))
        {
            return ConditionEffect.AlwaysHolds;
        }

        if (op.Name == "bool" && Is(condition.Key, "aws:SecureTransport") && condition.Values is [var secure]
            && string.Equals(secure, "true", StringComparison.OrdinalIgnoreCase))
        {
            // Whoever attacks uses TLS like everyone else.
            return ConditionEffect.AlwaysHolds;
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

    private static ConditionEffect Answer(bool holds) => holds ? ConditionEffect.AlwaysHolds : ConditionEffect.NeverHolds;

    // Keys that are in the context of every request of an IAM user or role ("AWS global condition context keys").
    private static string? KnownValue(string key, IamPrincipal principal, string? passedTo) => key.ToLowerInvariant() switch
    {
        "aws:principalaccount" => principal.AccountId,
        "aws:principalarn" => principal.Arn,
        "aws:principaltype" => principal is IamUser ? "User" : "AssumedRole",
        "aws:username" when principal is IamUser => principal.Name,
        "iam:passedtoservice" => passedTo,
        _ => null,
    };

    private static bool Is(string key, string other) => string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
