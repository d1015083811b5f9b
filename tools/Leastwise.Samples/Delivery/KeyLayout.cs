namespace Leastwise.Samples.Delivery;

/// <summary>Where CloudTrail puts its files in a bucket.</summary>
public static class KeyLayout
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The key of a log file.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="delivered">When the file was delivered; its day is the folder.</param>
    public static string LogFile(string account, string region, DateTime delivered)
    {
        var stamp = delivered.ToString("yyyyMMdd'T'HHmm'Z'");
        var tail = Dice.For("file", account, region, stamp).Word(16, Alphabet);
        return $"AWSLogs/{account}/CloudTrail/{region}/{delivered:yyyy'/'MM'/'dd}/{account}_CloudTrail_{region}_{stamp}_{tail}.json.gz";
    }

    /// <summary>The key of a digest file.</summary>
    public static string DigestFile(string account, string region, DateTime end) =>
        $"AWSLogs/{account}/CloudTrail-Digest/{region}/{end:yyyy'/'MM'/'dd}/{account}_CloudTrail-Digest_{region}_acme-trail_{Acme.Places.Virginia}_{end:yyyyMMdd'T'HHmmss'Z'}.json.gz";
}
