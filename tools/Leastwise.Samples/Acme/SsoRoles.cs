using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Roles that IAM Identity Center makes for its permission sets.</summary>
public static class SsoRoles
{
    /// <summary>The role of a permission set in an account; people sign in with their name as session name.</summary>
    public static Role Of(string account, string permissionSet, string suffix) => new()
    {
        Account = account,
        Path = $"/aws-reserved/sso.amazonaws.com/{Places.Ireland}/",
        Name = $"AWSReservedSSO_{permissionSet}_{suffix}",
        Created = Calendar.At(2023, 3, 1, 7, 30),
        Trust = Document.Of(
            Trust(Document.Federated($"arn:aws:iam::{account}:saml-provider/AWSSSO_{suffix}_DO_NOT_DELETE"), "sts:AssumeRoleWithSAML",
            "sts:TagSession")
            .When("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml")),
    };
}
