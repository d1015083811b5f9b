using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Trail;

/// <summary>One API call as somebody makes it: which service, which event name, what was asked, how it ended.</summary>
/// <param name="Service">The event source without <c>.amazonaws.com</c>.</param>
/// <param name="Name">The event name as CloudTrail writes it.</param>
public sealed record Call(string Service, string Name)
{
    private static readonly ImmutableArray<string> s_readingWords = ["Get", "List", "Describe", "Head", "Filter", "Batch", "Decrypt",
        "GenerateDataKey", "Assume"];

    private static readonly ImmutableArray<string> s_globalServices = ["cloudfront", "iam", "organizations"];

    /// <summary>requestParameters.</summary>
    public JsonNode? Request { get; init; }

    /// <summary>responseElements; CloudTrail keeps them for calls that change something.</summary>
    public JsonNode? Response { get; init; }

    /// <summary>additionalEventData.</summary>
    public JsonNode? Extra { get; init; }

    /// <summary>serviceEventDetails.</summary>
    public JsonNode? ServiceDetails { get; init; }

    /// <summary>Type and ARN of the resources that the event names.</summary>
    public ImmutableArray<(string Type, string Arn)> Resources { get; init; } = [];

    /// <summary>errorCode.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>errorMessage.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>True for a data event.</summary>
    public bool IsData { get; init; }

    /// <summary>The service that makes the call in the caller's name.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>eventType.</summary>
    public string Type { get; init; } = "AwsApiCall";

    /// <summary>apiVersion, which few services give.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The region that it is made in, where it is not the caller's.</summary>
    public string? Region { get; init; }

    /// <summary>sharedEventID of a call that two accounts record.</summary>
    public string? SharedId { get; init; }

    /// <summary>True for services that record everything in us-east-1.</summary>
    public bool IsGlobal => s_globalServices.Contains(Service);

    /// <summary>readOnly, judged by the name.</summary>
    public bool Reads => s_readingWords.Any(word => Name.StartsWith(word, StringComparison.Ordinal));

    /// <summary>A call with requestParameters in JSON, or none.</summary>
    public static Call Of(string service, string name, string? request = null) => new(service, name) { Request = Parse(request) };

    /// <summary>The call with responseElements in JSON.</summary>
    public Call Answering(string response) => this with { Response = Parse(response) };

    /// <summary>The call, failed.</summary>
    public Call Failing(string code, string message) => this with { ErrorCode = code, ErrorMessage = message, Response = null };

    /// <summary>The call as a service makes it in the caller's name.</summary>
    public Call Through(string service) => this with { InvokedBy = service };

    /// <summary>The call in another region.</summary>
    public Call In(string region) => this with { Region = region };

    /// <summary>The call with a resource that the event names.</summary>
    public Call About(string type, string arn) => this with { Resources = Resources.Add((type, arn)) };

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}
