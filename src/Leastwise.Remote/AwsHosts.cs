namespace Leastwise.Remote;

/// <summary>Which of AWS's endpoints are asked: those with validated cryptography, those that speak IPv6 too, both, or the usual ones.</summary>
/// <param name="Fips">Whether FIPS endpoints.</param>
/// <param name="DualStack">Whether dual-stack endpoints.</param>
/// <remarks>
/// Source: "Dual-stack and FIPS endpoints", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html; hosts: "Service endpoints and quotas", AWS General Reference,
/// https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html. In GovCloud (US) most usual endpoints are FIPS endpoints. A host that a service does not have in a region fails, as that page says.
/// </remarks>
public sealed record AwsHosts(bool Fips, bool DualStack)
{
    /// <summary>The usual ones.</summary>
    public static AwsHosts Usual { get; } = new(false, false);

    /// <summary>A service's host in a region, and the region that signatures name.</summary>
    /// <exception cref="RemoteException">The partition has no FIPS endpoints.</exception>
    internal (string Host, string SigningRegion) Of(string prefix, string region)
    {
        AwsPartition partition = AwsPartition.Of(region);
        if (Fips && partition == AwsPartition.China)
        {
            throw new RemoteException($"There are no FIPS endpoints in China ({region}); do not set AWS_USE_FIPS_ENDPOINT or use_fips_endpoint for it.");
        }

        string signing = prefix switch { "iam" => partition.IamRegion, "organizations" => partition.OrganizationsRegion, _ => region };
        bool isNamed = Fips && (partition != AwsPartition.GovCloud || prefix == "athena");
        if (prefix == "iam")
        {
            string name = isNamed ? "iam-fips" : "iam";
            return (DualStack ? partition == AwsPartition.GovCloud ? $"iam.us-gov.{partition.DualStackSuffix}" : $"{name}.global.{partition.DualStackSuffix}" : isNamed ? $"{name}.{partition.Suffix}" : partition.IamHost, signing);
        }

        return ($"{prefix}{(isNamed ? "-fips" : "")}.{signing}.{(DualStack ? partition.DualStackSuffix : partition.Suffix)}", signing);
    }
}
