using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;

namespace Leastwise.Risks;

/// <summary>Roles that trust a SAML provider: whoever puts a signing key of its own into the provider signs in as each of them.</summary>
/// <remarks>
/// Sources: "UpdateSAMLProvider", AWS IAM API Reference, and "AssumeRoleWithSAML", AWS STS API Reference: the call takes no credentials, only an assertion that keys
/// of the provider's metadata document validate, and does not work on the roles of Identity Center. Trust names a provider by its ARN, also while there is none of that
/// name ("DeleteSAMLProvider", AWS IAM API Reference).
/// </remarks>
internal static class ProviderDoors
{
    /// <summary>What stands in a provider's ARN before its name.</summary>
    public const string Resource = "saml-provider/";

    /// <summary>Whether the action changes the keys of a SAML provider, by itself or with the others.</summary>
    public static bool IsOpenedBy(CatalogAction action) => action.FullName is "iam:CreateSAMLProvider" or "iam:DeleteSAMLProvider" or "iam:UpdateSAMLProvider";

    /// <summary>The roles of the account that trust the provider of that ARN.</summary>
    public static IEnumerable<RiskContext.RoleDoor> Of(RiskContext context, AccountIndex account, string provider) => context.DoorsOf(provider).Where(door =>
        door.Role.AccountId == account.Account.AccountId && !door.Role.Path.StartsWith("/aws-reserved/sso.amazonaws.com/", StringComparison.Ordinal));

    /// <summary>The conditions of the trust besides those on the assertion, which whoever signs it can meet.</summary>
    public static ImmutableArray<Condition> OpenConditions(RiskContext.RoleDoor door) =>
        [.. door.Admission.Conditions.Where(condition => !condition.Key.StartsWith("saml:", StringComparison.OrdinalIgnoreCase))];
}
