using System.Collections.Immutable;

namespace Leastwise.Trail;

/// <summary>How a call ended, as far as privileges go.</summary>
public enum Outcome
{
    /// <summary>It worked.</summary>
    Ok,

    /// <summary>A policy denied it: the privilege was not exercised.</summary>
    Denied,

    /// <summary>It failed for another reason, which comes after authorization: the privilege was exercised.</summary>
    FailedAfterAuthorization,

    /// <summary>It failed in a way that says nothing about authorization, such as a wrong password.</summary>
    Unclear,
}

/// <summary>Who made a call, as the record says.</summary>
public sealed record CallerIdentity
{
    /// <summary>The <c>userIdentity.type</c>, such as <c>IAMUser</c>, <c>AssumedRole</c>, <c>Root</c>, <c>AWSService</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The <c>arn</c>; for an assumed role the session's, whose role path is lost.</summary>
    public string? Arn { get; init; }

    /// <summary>The <c>principalId</c>: a unique id, for sessions followed by a colon and the session name.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>The caller's account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The <c>userName</c>.</summary>
    public string? UserName { get; init; }

    /// <summary>The access key the call was signed with.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The <c>sessionContext.sessionIssuer.arn</c>: the role or user behind temporary credentials, with its path.</summary>
    public string? IssuerArn { get; init; }

    /// <summary>The session issuer's unique id.</summary>
    public string? IssuerId { get; init; }

    /// <summary>The <c>sourceIdentity</c> that a chain of sessions carries along.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The service that called on the caller's behalf, or was the caller.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>The federated provider's id, where the caller came from SAML or web identity.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>When the session began (<c>sessionContext.attributes.creationDate</c>), UTC; null outside sessions.</summary>
    public DateTimeOffset? SessionBegan { get; init; }

    /// <summary>
    /// Whether multi-factor authentication vouched for the caller: of a session's <c>mfaAuthenticated</c>, of a sign-in's <c>MFAUsed</c>.
    /// Null where the record says neither.
    /// </summary>
    public bool? Mfa { get; init; }
}

/// <summary>Temporary credentials that a call issued.</summary>
/// <param name="AccessKeyId">The issued access key.</param>
/// <param name="RoleArn">The role that was assumed, path included, where the request names it; else null.</param>
/// <param name="AssumedRoleArn">The session's ARN, where the response names it.</param>
/// <param name="AssumedRoleId">The session's <c>AROA…:name</c>, where the response names it.</param>
/// <param name="SessionName">The session name.</param>
public sealed record IssuedSession(string? AccessKeyId, string? RoleArn, string? AssumedRoleArn, string? AssumedRoleId, string? SessionName);

/// <summary>A long-term access key that a call created.</summary>
/// <param name="AccessKeyId">The key.</param>
/// <param name="UserName">The user it is for, where the response names one.</param>
public sealed record CreatedKey(string AccessKeyId, string? UserName);

/// <summary>A resource that a record names.</summary>
/// <param name="Type">Its type, such as <c>AWS::S3::Object</c>; null where the record does not say.</param>
/// <param name="Arn">Its ARN, or the beginning of ARNs where the record gives an <c>ARNPrefix</c>.</param>
public sealed record TrailResource(string? Type, string Arn);

/// <summary>One CloudTrail record, reduced to what Leastwise asks of it.</summary>
public sealed record TrailEvent
{
    /// <summary>The <c>eventID</c>; null in a few old or foreign records.</summary>
    public string? EventId { get; init; }

    /// <summary>
    /// Sixteen bytes, as hexadecimal digits, that name this record: of the <c>eventID</c>, or of the record's own bytes where it has none.
    /// Two deliveries of one record have the same.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>The <c>sharedEventID</c> that both accounts' records of one cross-account call carry.</summary>
    public string? SharedEventId { get; init; }

    /// <summary>When, in UTC, to the second.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The <c>eventSource</c>, such as <c>s3.amazonaws.com</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The <c>eventName</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>eventType</c>; null means an API call.</summary>
    public string? Type { get; init; }

    /// <summary>The <c>eventCategory</c>: Management, Data, Insight, NetworkActivity; null in old records.</summary>
    public string? Category { get; init; }

    /// <summary>The <c>readOnly</c> flag; null where the record has none.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>The account whose trail holds the record.</summary>
    public string? RecipientAccountId { get; init; }

    /// <summary>The <c>awsRegion</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The <c>sourceIPAddress</c>: an address, or the name of the service that called.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>The VPC endpoint through which the call came.</summary>
    public string? VpcEndpointId { get; init; }

    /// <summary>Who.</summary>
    public required CallerIdentity Caller { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The <c>errorCode</c> as written.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The <c>errorMessage</c> as written.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The resources that the record names, in order.</summary>
    public ImmutableArray<TrailResource> Resources { get; init; } = [];

    /// <summary>The request's parameters that can name a resource, in order.</summary>
    public ImmutableArray<RequestParameter> Parameters { get; init; } = [];

    /// <summary>Role and instance profile ARNs in the request's parameters, each once, in order: passed to a service, or asked to be assumed.</summary>
    public ImmutableArray<string> RequestedRoles { get; init; } = [];

    /// <summary>The credentials that the call issued, if it did.</summary>
    public IssuedSession? Issued { get; init; }

    /// <summary>The access key that the call created, if it did.</summary>
    public CreatedKey? CreatedKey { get; init; }
}
