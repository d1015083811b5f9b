using System.Text.RegularExpressions;

namespace Leastwise.Remote.Athena;

/// <summary>Where a trail writes: the folder <c>AWSLogs</c> of a bucket, below an organization's id where the trail is an organization's.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What stands before the accounts' folders, ending in a slash: <c>logs/AWSLogs/</c> or <c>AWSLogs/o-abc123/</c>.</param>
/// <remarks>Source: "Finding your CloudTrail log files", AWS CloudTrail User Guide: <c>bucket/prefix/AWSLogs/[O-ID/]account/CloudTrail/region/YYYY/MM/DD</c>.</remarks>
internal sealed partial record LogLocation(string Bucket, string Prefix)
{
    /// <summary>As a URI that ends in a slash.</summary>
    public string Uri => $"s3://{Bucket}/{Prefix}";

    /// <summary>The organization whose trail it is; null where it is an account's.</summary>
    public string? Organization => Prefix.TrimEnd('/').Split('/')[^1] is ['o', '-', ..] id ? id : null;

    /// <summary>Reads what was typed; a folder above <c>AWSLogs</c> means the one in it.</summary>
    /// <param name="text">A URI such as <c>s3://bucket/logs/AWSLogs/o-abc123/</c>.</param>
    /// <param name="organization">The organization's id where it was given apart; else null.</param>
    /// <returns>Null where it is no such place; the message of <see cref="Fault"/> says what is.</returns>
    public static LogLocation? Parse(string text, string? organization = null)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var parts = match.Groups["path"].Value.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        int logs = parts.LastIndexOf("AWSLogs");
        if (logs < 0)
        {
            parts.Add("AWSLogs");
            logs = parts.Count - 1;
        }

        // A folder of one account or region lies below; accounts and regions are options.
        bool named = parts.Count > logs + 1 && IsOrganization(parts[logs + 1]);
        if (parts.Count > logs + (named ? 2 : 1) || (organization is not null && (!IsOrganization(organization) || (named && parts[^1] != organization))))
        {
            return null;
        }

        if (organization is not null && !named)
        {
            parts.Add(organization);
        }

        return new LogLocation(match.Groups["bucket"].Value, string.Join('/', parts) + "/");
    }

    /// <summary>Whether it is a bucket or a folder in one.</summary>
    public static bool IsFolder(string text) => Form().IsMatch(text);

    /// <summary>What is wrong with a place that <see cref="Parse"/> refused.</summary>
    public static string Fault(string text) =>
        $"'{text}' is no place of CloudTrail's logs; write it as s3://BUCKET/PREFIX/AWSLogs/, for an organization's trail s3://BUCKET/PREFIX/AWSLogs/o-ID/, and choose accounts and regions with --account and --region.";

    private static bool IsOrganization(string text) => Organizations().IsMatch(text);

    [GeneratedRegex(@"^s3://(?<bucket>[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9])(?<path>/[A-Za-z0-9!_.*()/=@+\-]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^o-[a-z0-9]{10,32}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Organizations();
}
