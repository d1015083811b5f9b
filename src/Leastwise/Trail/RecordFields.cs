using System.Collections.Immutable;

namespace Leastwise.Trail;

/// <summary>The fields of a record as they were read, before they are given their meaning.</summary>
internal struct RecordFields
{
    public string? EventId;
    public string? SharedEventId;
    public string? Time;
    public string? Source;
    public string? Name;
    public string? Type;
    public string? Category;
    public string? Management;
    public string? ReadOnly;
    public string? Recipient;
    public string? Region;
    public string? ErrorCode;
    public string? ErrorMessage;
    public string? SourceAddress;
    public string? VpcEndpointId;
    public string? SignInMfa;
    public string? SwitchFrom;
    public string? SwitchTo;
    public CallerIdentity Caller;
    public RequestParameters Request;
    public ResponseElements Response;
    public ImmutableArray<TrailResource> Resources;

    /// <summary>The event that the fields describe; time, source and name must be there.</summary>
    public readonly TrailEvent ToEvent(string fingerprint)
    {
        string source = Source ?? "", name = Name ?? "";
        Outcome outcome = ErrorOutcome.Of(source, ErrorCode, ErrorMessage);
        (CallerIdentity caller, IssuedSession? issued) = source == "signin.amazonaws.com" && name == "SwitchRole"
            ? ConsoleSwitch.Read(this, outcome)
            : (WithProvider(), Issued(source, name, outcome));
        return new TrailEvent
        {
            EventId = EventId,
            Fingerprint = fingerprint,
            SharedEventId = string.IsNullOrEmpty(SharedEventId) ? null : SharedEventId,
            Time = IdentityReader.ParseTime(Time) ?? throw new InvalidOperationException("The record's time was checked before."),
            Source = source,
            Name = name,
            Type = Type,
            Category = Category ?? (Management is "false" ? "Data" : null),
            ReadOnly = ReadOnly switch { "true" => true, "false" => false, _ => null },
            RecipientAccountId = string.IsNullOrEmpty(Recipient) ? Caller.AccountId : Recipient,
            Region = string.IsNullOrEmpty(Region) ? "unknown" : Region,
            SourceAddress = string.IsNullOrEmpty(SourceAddress) ? null : SourceAddress,
            VpcEndpointId = string.IsNullOrEmpty(VpcEndpointId) ? null : VpcEndpointId,
            Caller = caller with { Mfa = caller.Mfa ?? Affirmed(SignInMfa) },
            Outcome = outcome,
            ErrorCode = ErrorCode,
            ErrorMessage = ErrorMessage,
            Resources = Resources,
            Parameters = Request.Parameters,
            RequestedRoles = Request.Roles,
            Issued = issued,
            CreatedKey = outcome == Outcome.Ok && source == "iam.amazonaws.com" && name == "CreateAccessKey" && !string.IsNullOrEmpty(Response.CreatedKeyId)
                ? new CreatedKey(Response.CreatedKeyId, string.IsNullOrEmpty(Response.CreatedKeyUser) ? null : Response.CreatedKeyUser)
                : null,
        };
    }

    /// <summary>Of a sign-in's <c>MFAUsed</c>.</summary>
    private static bool? Affirmed(string? text) => text switch { "Yes" => true, "No" => false, _ => null };

    /// <summary>A SAML caller's own record has a hash for its provider; the request names it.</summary>
    private readonly CallerIdentity WithProvider() =>
        Caller.Type == "SAMLUser" && Request.ProviderArn is string provider ? Caller with { IdentityProvider = provider } : Caller;

    private readonly IssuedSession? Issued(string source, string name, Outcome outcome) =>
        outcome == Outcome.Ok
        && source == "sts.amazonaws.com"
        && name is "AssumeRole" or "AssumeRoleWithSAML" or "AssumeRoleWithWebIdentity" or "AssumeRoot" or "GetFederationToken" or "GetSessionToken"
            ? new IssuedSession(Response.AccessKeyId, Request.RoleArn, Response.SessionArn, Response.SessionId, Request.SessionName)
            : null;
}
