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
    private const string RequestedRegion = "aws:requestedregion";

    // Each of them makes its holder an administrator, at once or by IAM's own privileges.
    private static readonly string[] Raising = ["policy/AdministratorAccess", "policy/IAMFullAccess"];

    /// <summary>Whether <paramref name="condition"/> limits what <paramref name="principal"/> can do.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="principal">Whose call it is.</param>
    /// <param name="passedTo">The service that a role is passed to, the value of <c>iam:PassedToService</c>; null outside <c>iam:PassRole</c>.</param>
    /// <param name="now">A time that has passed: calls to come are later.</param>
    /// <param name="effect">Of which statement; what a caller can choose in order to be allowed, it need not be able to choose in order not to be denied.</param>
    /// <param name="region">Where the call goes; null where the caller chooses.</param>
    public static ConditionEffect Judge(Condition condition, IamPrincipal principal, string? passedTo, DateTimeOffset now, Effect effect = Effect.Allow, string? region = null)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        string? known = KnownValue(condition.Key, principal, passedTo, region);
        // A user's session carries the user's own tags and no others.
        bool isAbsent = known is null && principal is IamUser { IsMadeUp: false } && condition.Key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase);
        if (op.Set is not null && known is null && !isAbsent)
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
            return (isAbsent || known is not null) && condition.Values is [var wanted]
                ? Answer(string.Equals(wanted, isAbsent ? "true" : "false", StringComparison.OrdinalIgnoreCase))
                : ConditionEffect.Depends;
        }

        if (op.Name == "bool" && condition.Values is [var wantedValue] && bool.TryParse(wantedValue, out bool isWanted))
        {
            return ByTruth(condition.Key, isWanted, effect);
        }

        if (known is null && Is(condition.Key, RequestedRegion))
        {
            return ConditionEffect.CallersChoice;
        }

        if (op.Compare is not { } matches)
        {
            return ConditionEffect.Depends;
        }

        if (isAbsent)
        {
            // An absent key satisfies IfExists, ForAllValues and, where there is no set operator, negations.
            return Answer(op.IfExists || op.Set == "forallvalues" || (op.Set is null && op.Negated));
        }

        if (!(op.IfExists && known is null) && op.Set is null && !condition.Values.IsEmpty && condition.Values.All(value => PolicyVariables.IsVoid(value, principal)))
        {
            // Nothing equals a variable without value, whatever the key's.
            return Answer(op.Negated);
        }

        if (op.Set is null && Is(condition.Key, "iam:PolicyARN") && IsChoice(condition, op, principal, effect))
        {
            return ConditionEffect.CallersChoice;
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

    // Whoever may attach one policy that raises may do without the others.
    private static bool IsChoice(Condition condition, ConditionOperatorParts op, IamPrincipal principal, Effect effect) =>
        op.Compare is { } matches && Raising.Any(policy =>
            (condition.Values.Any(value => matches(value, $"arn:{Arn.PartitionOf(principal.Arn)}:iam::aws:{policy}")) != op.Negated) == (effect == Effect.Allow));

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
    private static string? KnownValue(string key, IamPrincipal principal, string? passedTo, string? region) => key.ToLowerInvariant() switch
    {
        "aws:principalaccount" => principal.AccountId,
        "aws:principalarn" or "aws:principaltype" or "aws:username" when principal.IsMadeUp => null,
        "aws:principalarn" => principal.Arn,
        "aws:principaltype" => principal is IamUser ? "User" : "AssumedRole",
        "aws:username" when principal is IamUser => principal.Name,
        "iam:passedtoservice" => passedTo,
        RequestedRegion => region,
        var other when principal is IamUser && other.StartsWith(PrincipalTag, StringComparison.Ordinal) => principal.Tags
            .Where(tag => tag.Key.Equals(key[PrincipalTag.Length..], StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value).FirstOrDefault(),
        _ => null,
    };

    private static bool Is(string key, string other) => string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
