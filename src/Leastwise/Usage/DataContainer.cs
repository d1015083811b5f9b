namespace Leastwise.Usage;

/// <summary>
/// What a data event says about the trail's selection: resource types, and within which container. A trail selects S3 objects by bucket,
/// other resources one by one or all; one event proves only its own container.
/// </summary>
/// <remarks>Source: "Logging data events", AWS CloudTrail User Guide.</remarks>
internal static class DataContainer
{
    /// <summary>Stands for the containers of a type of which a ledger holds so many that it does not tell them apart.</summary>
    public const string Any = "*";

    private const string S3 = "arn:aws:s3:::";

    /// <summary>Types and containers, each pair once.</summary>
    public static IEnumerable<(string Type, string Container)> Of(IEnumerable<UsedResource> resources) =>
        resources
            .Where(HasOne)
            .Select(resource => (resource.Type, ContainerOf(resource.Arn).ToString()))
            .Distinct();

    /// <summary>Whether a resource has a container, or is one of its own.</summary>
    public static bool HasOne(UsedResource resource) => resource.Type is not "" and not "AWS::S3::Bucket";

    /// <summary>The container's ARN, which the resource's begins with.</summary>
    public static ReadOnlySpan<char> ContainerOf(string arn)
    {
        // Only S3's own partition-wide ARNs have neither region nor account; the bucket ends at the first slash.
        int at = arn.StartsWith(S3, StringComparison.Ordinal) ? S3.Length : arn.IndexOf(":s3:::", StringComparison.Ordinal) is >= 0 and int other ? other + 6 : -1;
        if (at < 0)
        {
            return arn;
        }

        int slash = arn.IndexOf('/', at);
        return slash < 0 ? arn : arn.AsSpan(0, slash);
    }
}
