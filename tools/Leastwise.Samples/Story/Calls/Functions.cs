using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story.Calls;

/// <summary>Lambda, whose event names carry the date of the API's version, and API Gateway, whose privileges are HTTP verbs.</summary>
public static class Functions
{
    /// <summary>ListFunctions.</summary>
    public static Call All { get; } = Call.Of("lambda", "ListFunctions20150331", """{"maxItems":50}""");

    /// <summary>GetFunction.</summary>
    public static Call One(string function) => Call.Of("lambda", "GetFunction20150331v2", $$"""{"functionName":"{{function}}"}""");

    /// <summary>UpdateFunctionCode.</summary>
    public static Call Update(string function) =>
        Call.Of("lambda", "UpdateFunctionCode20150331v2", $$"""{"functionName":"{{function}}","publish":false,"dryRun":false}""")
        .Answering($$"""{"functionName":"{{function}}","runtime":"python3.12","state":"Active"}""");

    /// <summary>PublishVersion.</summary>
    public static Call Publish(string function) => Call.Of("lambda", "PublishVersion20150331", $$"""{"functionName":"{{function}}"}""")
        .Answering($$"""{"functionName":"{{function}}","version":"7"}""");

    /// <summary>CreateFunction with a role: another sign of iam:PassRole.</summary>
    public static Call Create(string function, string roleArn) => Call.Of("lambda", "CreateFunction20150331",
            $$"""{"functionName":"{{function}}","runtime":"python3.12","role":"{{roleArn}}","handler":"main.handle","timeout":30,"publish":false}""")
        .Answering($$"""{"functionName":"{{function}}","role":"{{roleArn}}","state":"Pending"}""");

    /// <summary>GetRestApis: apigateway:GET.</summary>
    public static Call RestApis { get; } = Call.Of("apigateway", "GetRestApis", """{"limit":500,"template":false}""");

    /// <summary>GetStages: apigateway:GET too.</summary>
    public static Call Stages { get; } = Call.Of("apigateway", "GetStages", """{"restApiId":"acme0api01","template":false}""");

    /// <summary>CreateInvalidation of CloudFront, whose event name carries a date with underscores.</summary>
    public static Call Invalidate { get; } = (Call.Of("cloudfront", "CreateInvalidation2020_05_31",
            """{"distributionId":"EACME0000001","invalidationBatch":{"callerReference":"deploy","paths":{"quantity":1,"items":["/*"]}}}""") with
    { ApiVersion = "2020_05_31" })
        .Answering("""{"invalidation":{"id":"IACME0000001","status":"InProgress"}}""");

    /// <summary>ListDistributions of CloudFront.</summary>
    public static Call Distributions { get; } = Call.Of("cloudfront", "ListDistributions2020_05_31") with { ApiVersion = "2020_05_31" };
}
