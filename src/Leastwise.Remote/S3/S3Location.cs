using System.Text.RegularExpressions;

namespace Leastwise.Remote.S3;

/// <summary>Logs in a bucket, as they are written on the command line.</summary>
/// <param name="Bucket">The bucket, or the alias or ARN of an access point.</param>
/// <param name="Prefix">A folder, an object, or what keys begin with; empty for all of the bucket.</param>
public sealed partial record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Whether a path is meant to be in S3.</summary>
    public static bool IsMeant(string path) => path.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>From <c>s3://bucket/prefix</c>; null where the bucket's name cannot be one.</summary>
    public static S3Location? Parse(string path)
    {
        if (!IsMeant(path))
        {
            return null;
        }

        // The ARN of an access point has a slash of its own: s3://arn:aws:s3:eu-west-1:111111111111:accesspoint/NAME/PREFIX.
        if (AccessPoint().Match(path[Scheme.Length..]) is { Success: true } point)
        {
            return new S3Location(point.Groups["arn"].Value, point.Groups["prefix"].Value);
        }

        string[] parts = path[Scheme.Length..].Split('/', 2);
        return Name().IsMatch(parts[0]) ? new S3Location(parts[0], parts is [_, var prefix] ? prefix : "") : null;
    }

    /// <summary>How messages and the ledger call an object of the bucket.</summary>
    public string Called(string key) => $"{Scheme}{Bucket}/{key}";

    /// <inheritdoc/>
    public override string ToString() => Called(Prefix);

    /// <remarks>Source: "Using Amazon S3 access points", Amazon S3 User Guide, https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html.</remarks>
    [GeneratedRegex(@"\A(?<arn>arn:aws[a-z-]*:s3:[a-z0-9-]+:[0-9]{12}:accesspoint[/:][a-z0-9-]{3,63})(/(?<prefix>.*))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccessPoint();

    /// <remarks>Source: "General purpose bucket naming rules", Amazon S3 User Guide; old buckets of us-east-1 may have capitals, underscores and more letters.</remarks>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
