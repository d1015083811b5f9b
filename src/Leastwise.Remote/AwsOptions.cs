namespace Leastwise.Remote;

/// <summary>As whom and where AWS is asked; what is null is found as AWS's own tools find it.</summary>
public sealed record AwsOptions
{
    /// <summary>A profile of the AWS configuration files; null for the usual chain of credentials.</summary>
    public string? Profile { get; init; }

    /// <summary>The region, such as <c>eu-central-1</c>; null for that of the environment or profile, and <c>us-east-1</c> where these say none.</summary>
    public string? Region { get; init; }

    /// <summary>Asks the user for the code of an MFA device, told its serial number or ARN; null where nobody can be asked, and null as answer where nobody answers.</summary>
    public Func<string, string?>? MfaCode { get; init; }

    /// <summary>A role to assume with the credentials found; null for none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The external id that the role's trust policy asks for; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The name of the role's session, as it stands in CloudTrail.</summary>
    public string SessionName { get; init; } = "leastwise";
}
