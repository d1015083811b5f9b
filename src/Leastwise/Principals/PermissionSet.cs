namespace Leastwise.Principals;

/// <summary>A permission set of IAM Identity Center, which makes a role in each account that it is provisioned to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <remarks>Source: "Referencing permission sets in resource policies, Amazon EKS cluster config maps, and AWS KMS key policies", IAM Identity Center User Guide,
/// https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html: <c>AWSReservedSSO_NAME_SUFFIX</c> below the path <c>/aws-reserved/sso.amazonaws.com/</c>.</remarks>
public sealed record PermissionSet(string Name, string Arn)
{
    private const string Prefix = "AWSReservedSSO_";
    private const int SuffixLength = 16;

    /// <summary>Whether it is the one that made a role. The suffix is hexadecimal; the name may hold underscores itself.</summary>
    public bool Made(IamRole role)
    {
        int expected = Prefix.Length + Name.Length + 1 + SuffixLength;
        return role.Path.StartsWith("/aws-reserved/sso.amazonaws.com/", StringComparison.Ordinal)
            && role.Name.Length == expected
            && role.Name.StartsWith($"{Prefix}{Name}_", StringComparison.Ordinal)
            && role.Name[(expected - SuffixLength)..].All(char.IsAsciiHexDigitLower);
    }
}
