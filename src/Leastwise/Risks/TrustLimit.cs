using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>What the conditions of a trust statement hold people to.</summary>
internal enum TrustLimit
{
    /// <summary>Nothing that keeps a stranger out.</summary>
    None,

    /// <summary>Something that depends on the call, such as an address, and does not say who calls.</summary>
    Other,

    /// <summary>A shared secret word, <c>sts:ExternalId</c>.</summary>
    ExternalId,

    /// <summary>Who calls: an organization, an account, an ARN, a principal's tag or name.</summary>
    Identity,
}

/// <summary>Judges the conditions of trust statements, where the caller is not known beforehand.</summary>
internal static class TrustLimits
{
    private static readonly ImmutableHashSet<string> Identities = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:userid", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths");

    /// <summary>The strongest limit that the conditions set; all of them must hold, so one strong one is enough.</summary>
    public static TrustLimit Of(ImmutableArray<Condition> conditions) =>
        conditions.IsEmpty ? TrustLimit.None : conditions.Max(condition => Of(condition));

    private static TrustLimit Of(Condition condition)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        if (op.Name == "ipaddress")
        {
            return op.Negated || condition.Values.Any(value => value.EndsWith("/0", StringComparison.Ordinal)) ? TrustLimit.None : TrustLimit.Other;
        }

        // A negation names who stays out; IfExists and ForAllValues let in whoever does not carry the key, as strangers do.
        bool letsStrangersIn = op.Negated || op.IfExists || op.Set == "forallvalues"
            || (op.HasWildcards && condition.Values.Any(value => WildcardPattern.MatchesEverything(value)));
        if (letsStrangersIn)
        {
            return TrustLimit.None;
        }

        if (op.ComparesText && Identities.Contains(condition.Key))
        {
            // An ARN pattern that leaves the account open, such as arn:aws:iam::*:role/deploy, can be met in anybody's account.
            bool openArn = condition.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)
                && condition.Values.Any(value => !Arn.TryParse(value, out Arn? arn) || WildcardPattern.HasWildcard(arn.Account));
            return openArn ? TrustLimit.None : TrustLimit.Identity;
        }

        if (op.ComparesText && condition.Key.Equals("sts:ExternalId", StringComparison.OrdinalIgnoreCase))
        {
            return TrustLimit.ExternalId;
        }

        return op.Name == "bool" && condition.Key.Equals("aws:MultiFactorAuthPresent", StringComparison.OrdinalIgnoreCase) ? TrustLimit.None : TrustLimit.Other;
    }
}
