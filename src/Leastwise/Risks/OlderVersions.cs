using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>What a principal becomes when another version of a policy that it holds is made the default.</summary>
/// <remarks>Source: "Versioning IAM policies", https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html: up to five versions are kept, one of which is in force.</remarks>
internal static class OlderVersions
{
    /// <summary>One version made the default.</summary>
    /// <param name="Policy">The policy as it would be.</param>
    /// <param name="Changed">The principal as it would be.</param>
    internal sealed record Rollback(NamedPolicy Policy, IamPrincipal Changed);

    /// <summary>
    /// Whether the account's file tells versions that are not the default. AWS's own answer tells all of them; some tools leave them out, and then none is there
    /// and nothing is known.
    /// </summary>
    public static bool AreKnown(AccountSnapshot account) => account.Policies.Any(policy => !policy.OtherVersions.IsEmpty);

    /// <summary>Every other version of the customer managed policies of the principal that <paramref name="covers"/> names by ARN.</summary>
    public static IEnumerable<Rollback> Of(IamPrincipal principal, Func<string, bool> covers) =>
        from policy in Held(principal).DistinctBy(policy => policy.Arn, StringComparer.Ordinal)
        where policy is { Kind: PolicyKind.CustomerManaged, Arn: not null } && covers(policy.Arn)
        from version in policy.OtherVersions
        where IsOther(policy, version)
        let older = At(policy, version)
        select new Rollback(older, With(principal, older));

    /// <summary>Whether the version says something else than the default one.</summary>
    public static bool IsOther(NamedPolicy policy, PolicyVersion version) => version.Document.Length > 0 && version.Document != policy.Document.Json;

    /// <summary>The policies attached to the principal and its groups.</summary>
    public static IEnumerable<NamedPolicy> Held(IamPrincipal principal) =>
        principal is IamUser user ? principal.AttachedPolicies.Concat(user.Groups.SelectMany(group => group.AttachedPolicies)) : principal.AttachedPolicies;

    /// <summary>The policy as it would be.</summary>
    public static NamedPolicy At(NamedPolicy policy, PolicyVersion version) =>
        policy with { Document = PolicyParser.Parse(version.Document, policy.Name), VersionId = version.Id, OtherVersions = [] };

    /// <summary>The principal with <paramref name="older"/> in place of the policy of that ARN.</summary>
    public static IamPrincipal With(IamPrincipal principal, NamedPolicy older)
    {
        NamedPolicy Put(NamedPolicy one) => one.Arn == older.Arn ? older : one;
        return principal is IamUser user
            ? user with
            {
                AttachedPolicies = [.. user.AttachedPolicies.Select(Put)],
                Groups = [.. user.Groups.Select(group => group with { AttachedPolicies = [.. group.AttachedPolicies.Select(Put)] })],
            }
            : principal with { AttachedPolicies = [.. principal.AttachedPolicies.Select(Put)] };
    }
}
