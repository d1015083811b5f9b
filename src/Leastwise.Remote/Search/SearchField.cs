using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Remote.Search;

/// <summary>A field of CloudTrail's record by which calls are grouped.</summary>
/// <param name="Name">Its name in the record, with dots where it lies in others.</param>
/// <param name="Needed">Whether nothing can be said without it.</param>
/// <param name="Lacks">What is lost where it cannot be grouped by.</param>
internal sealed record RecordField(string Name, bool Needed, Usage.AggregatedLacks Lacks)
{
    /// <summary>
    /// All of them. Resources and request parameters are lists and objects, of which an index holds the parts without saying which belong together, so they are not among
    /// them. Source: "CloudTrail record contents", https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html.
    /// </summary>
    public static ImmutableArray<RecordField> All { get; } =
    [
        new("eventSource", true, Usage.AggregatedLacks.None), new("eventName", true, Usage.AggregatedLacks.None), new("eventType", false, Usage.AggregatedLacks.None),
        new("eventCategory", false, Usage.AggregatedLacks.None), new("managementEvent", false, Usage.AggregatedLacks.None), new("readOnly", false, Usage.AggregatedLacks.None),
        new("recipientAccountId", true, Usage.AggregatedLacks.None), new("awsRegion", true, Usage.AggregatedLacks.None), new("errorCode", true, Usage.AggregatedLacks.None),
        new("errorMessage", false, Usage.AggregatedLacks.Messages), new("sourceIPAddress", false, Usage.AggregatedLacks.Circumstances),
        new("vpcEndpointId", false, Usage.AggregatedLacks.Circumstances), new("userIdentity.type", true, Usage.AggregatedLacks.None), new("userIdentity.arn", true, Usage.AggregatedLacks.None),
        new("userIdentity.principalId", true, Usage.AggregatedLacks.None), new("userIdentity.accountId", true, Usage.AggregatedLacks.None),
        new("userIdentity.userName", false, Usage.AggregatedLacks.Sessions), new("userIdentity.accessKeyId", false, Usage.AggregatedLacks.Sessions),
        new("userIdentity.invokedBy", true, Usage.AggregatedLacks.None), new("userIdentity.identityProvider", false, Usage.AggregatedLacks.Sessions),
        new("userIdentity.sessionContext.attributes.mfaAuthenticated", false, Usage.AggregatedLacks.Circumstances),
        new("userIdentity.sessionContext.sessionIssuer.arn", true, Usage.AggregatedLacks.None),
        new("userIdentity.sessionContext.sessionIssuer.principalId", true, Usage.AggregatedLacks.None),
        new("userIdentity.sessionContext.sourceIdentity", false, Usage.AggregatedLacks.Sessions),
        new("userIdentity.sessionContext.webIdFederationData.federatedProvider", false, Usage.AggregatedLacks.Sessions),
        new("additionalEventData.MFAUsed", false, Usage.AggregatedLacks.Circumstances),
    ];
}

/// <summary>Which fields an index has, by the field capabilities API, which speaks of all indices of a pattern at once.</summary>
internal sealed class SearchFields(JsonElement fields)
{
    /// <summary>Types of which a value is one whole, so that it can be grouped by.</summary>
    private static readonly string[] Whole = ["keyword", "constant_keyword", "wildcard", "ip", "boolean", "long", "integer"];

    /// <summary>Whether there is a field of this name.</summary>
    public bool Has(string name) => fields.At(name).ValueKind == JsonValueKind.Object;

    /// <summary>Whether a field is a date, everywhere.</summary>
    public bool IsDate(string name) => TypesOf(name) is { Length: > 0 } types && types.All(type => type is "date" or "date_nanos");

    /// <summary>The types that a field has in the indices.</summary>
    public string[] TypesOf(string name) => Has(name) ? [.. fields.At(name).EnumerateObject().Select(type => type.Name).Where(type => type != "unmapped").Order(StringComparer.Ordinal)] : [];

    /// <summary>The field to group by: the field itself, or its part that keeps texts whole; null where there is none.</summary>
    public string? WholeOf(string name, string? suffix)
    {
        IEnumerable<string> candidates = suffix is null ? [name, $"{name}.keyword", $"{name}.raw"] : suffix.Length == 0 ? [name] : [name, $"{name}.{suffix.TrimStart('.')}"];
        return candidates.FirstOrDefault(IsWhole);
    }

    private bool IsWhole(string name) => TypesOf(name) is { Length: > 0 } types && types.All(type => Whole.Contains(type, StringComparer.Ordinal))
        && fields.At(name).EnumerateObject().All(type => type.Name == "unmapped" || type.Value.At("aggregatable").ValueKind == JsonValueKind.True);
}
