using System.Collections.Frozen;

namespace Leastwise.Trail;

/// <summary>CloudTrail's own spelling of names that tables give in small letters.</summary>
/// <remarks>Source: "CloudTrail record contents" and "CloudTrail userIdentity element", AWS CloudTrail User Guide; "Query AWS CloudTrail logs", Amazon Athena User Guide.</remarks>
internal static class KeyCase
{
    private static readonly FrozenDictionary<string, string> Names = new[]
    {
        "additionalEventData", "apiVersion", "awsRegion", "errorCode", "errorMessage", "eventCategory", "eventID", "eventName", "eventSource", "eventTime", "eventType",
        "eventVersion", "insightDetails", "managementEvent", "readOnly", "recipientAccountId", "requestID", "requestParameters", "resources", "responseElements",
        "serviceEventDetails", "sharedEventID", "sourceIPAddress", "tlsDetails", "userAgent", "userIdentity", "vpcEndpointId", "vpcEndpointAccountId",
        "accessKeyId", "accountId", "arn", "attributes", "creationDate", "credentialId", "federatedProvider", "identityProvider", "invokedBy", "mfaAuthenticated",
        "principalId", "sessionContext", "sessionIssuer", "sourceIdentity", "type", "userName", "webIdFederationData",
    }.ToFrozenDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The name as CloudTrail writes it; as it is where it is not one of those that matter.</summary>
    public static string Restore(string name, bool ofResource = false)
    {
        string lower = name.ToLowerInvariant();
        return ofResource && lower == "arn" ? "ARN" : Names.GetValueOrDefault(lower, name);
    }
}
