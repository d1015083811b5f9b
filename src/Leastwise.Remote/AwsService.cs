namespace Leastwise.Remote;

/// <summary>A service as it is called: its host, its protocol, its privileges.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Prefix">The first part of its host names, and the service in the scope of its signatures.</param>
/// <param name="Privileges">The prefix of its IAM actions.</param>
/// <param name="Variable">The end of <c>AWS_ENDPOINT_URL_…</c>, its service id in capitals.</param>
public sealed record AwsService(string Name, string Prefix, string Privileges, string Variable)
{
    /// <summary>IAM.</summary>
    public static AwsService Iam { get; } = new("IAM", "iam", "iam", "IAM") { QueryVersion = "2010-05-08" };

    /// <summary>STS.</summary>
    public static AwsService Sts { get; } = new("STS", "sts", "sts", "STS") { QueryVersion = "2011-06-15" };

    /// <summary>Organizations.</summary>
    public static AwsService Organizations { get; } = new("Organizations", "organizations", "organizations", "ORGANIZATIONS") { Target = "AWSOrganizationsV20161128" };

    /// <summary>CloudTrail.</summary>
    public static AwsService CloudTrail { get; } = new("CloudTrail", "cloudtrail", "cloudtrail", "CLOUDTRAIL") { Target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101" };

    /// <summary>The permission sets of IAM Identity Center.</summary>
    public static AwsService IdentityCenter { get; } = new("IAM Identity Center", "sso", "sso", "SSO_ADMIN") { Target = "SWBExternalService" };

    /// <summary>Athena.</summary>
    public static AwsService Athena { get; } = new("Athena", "athena", "athena", "ATHENA") { Target = "AmazonAthena" };

    /// <summary>The API's version, where it speaks the query protocol (form in, XML out); else null.</summary>
    public string? QueryVersion { get; init; }

    /// <summary>What comes before the operation in <c>X-Amz-Target</c>, where it speaks JSON; else null.</summary>
    public string? Target { get; init; }

    /// <summary>AWS's own endpoint for a region, and the region that signatures name.</summary>
    internal (Uri Endpoint, string SigningRegion) PlaceIn(string region, AwsHosts hosts)
    {
        (string host, string signing) = hosts.Of(Prefix, region);
        return (new Uri($"https://{host}/"), signing);
    }
}
