namespace Leastwise.Remote.Search;

/// <summary>Which index of which OpenSearch or Elasticsearch, and as whom.</summary>
public sealed record SearchOptions
{
    /// <summary>Where it answers, such as <c>https://logs.example.org:9200</c>; a path before the APIs is kept.</summary>
    public required Uri Address { get; init; }

    /// <summary>The index, or a pattern of indices.</summary>
    public string Index { get; init; } = "cloudtrail";

    /// <summary>What stands before the names of CloudTrail's fields, such as <c>message.</c>; empty for nothing.</summary>
    public string FieldPrefix { get; init; } = "";

    /// <summary>The field with the event's time, where <c>eventTime</c> is no date there.</summary>
    public string TimestampField { get; init; } = "eventTime";

    /// <summary>What follows the name of a text field where it is kept whole, such as <c>keyword</c>; null to look for <c>keyword</c> and <c>raw</c>.</summary>
    public string? KeywordSuffix { get; init; }

    /// <summary>As whom.</summary>
    public SearchCredentials Credentials { get; init; } = SearchCredentials.None;

    /// <summary>Rows that are asked for at once; fewer where the server says that it is too many.</summary>
    public int PageSize { get; init; } = 1000;
}

/// <summary>As whom the server is asked. It prints as its kind alone.</summary>
public abstract class SearchCredentials
{
    private SearchCredentials()
    {
    }

    /// <summary>As nobody.</summary>
    public static SearchCredentials None { get; } = new Anonymous();

    /// <summary>A user with a password.</summary>
    public static SearchCredentials Basic(string user, string password) => new Header("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")), password);

    /// <summary>An API key, as Elasticsearch gives it in its encoded form.</summary>
    public static SearchCredentials ApiKey(string encoded) => new Header("ApiKey", encoded, encoded);

    /// <summary>Requests signed as AWS's managed services ask for it.</summary>
    public static SearchCredentials AwsSigned(AwsSession session) => new Aws(session);

    internal sealed class Anonymous : SearchCredentials;

    internal sealed class Header(string scheme, string value, string secret) : SearchCredentials
    {
        public string Scheme => scheme;

        public string Value => value;

        public string Secret => secret;
    }

    internal sealed class Aws(AwsSession session) : SearchCredentials
    {
        public AwsSession Session => session;
    }
}
