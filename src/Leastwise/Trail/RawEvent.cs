namespace Leastwise.Trail;

/// <summary>
/// One CloudTrail record on the hot path: the same facts as <see cref="TrailEvent"/>, as UTF-8 without escapes, in buffers that are valid only
/// while the sink is called. An empty text means that the record does not say (or says nothing).
/// </summary>
internal readonly ref struct RawEvent
{
    private readonly ReadOnlySpan<byte> text;
    private readonly ReadOnlySpan<byte> scratch;
    private readonly ReadOnlySpan<RawText> fields;
    private readonly ReadOnlySpan<RawPair> resources;
    private readonly ReadOnlySpan<RawPair> parameters;
    private readonly ReadOnlySpan<int> roles;

    /// <summary>An event whose pieces lie in <paramref name="text"/> and <paramref name="scratch"/>.</summary>
    public RawEvent(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> scratch,
        ReadOnlySpan<RawText> fields,
        ReadOnlySpan<RawPair> resources,
        ReadOnlySpan<RawPair> parameters,
        ReadOnlySpan<int> roles)
    {
        this.text = text;
        this.scratch = scratch;
        this.fields = fields;
        this.resources = resources;
        this.parameters = parameters;
        this.roles = roles;
    }

    /// <summary>When, Unix seconds; fractions are cut off.</summary>
    public required long Time { get; init; }

    /// <summary>The first eight bytes of <see cref="TrailEvent.Fingerprint"/>, big endian.</summary>
    public required ulong FingerprintHigh { get; init; }

    /// <summary>The last eight bytes of <see cref="TrailEvent.Fingerprint"/>, big endian.</summary>
    public required ulong FingerprintLow { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The <c>readOnly</c> flag; null where the record has none.</summary>
    public required bool? ReadOnly { get; init; }

    /// <summary>Whether the session was begun with MFA; null where the record does not say.</summary>
    public required bool? Mfa { get; init; }

    /// <summary>When the session began, Unix seconds; null outside sessions.</summary>
    public required long? SessionBegan { get; init; }

    /// <summary>
    /// A number that stands for the caller, or zero. Events of one scanner with the same number, other than zero, have the same <c>userIdentity</c>, byte for
    /// byte, and so all texts from <see cref="CallerType"/> to <see cref="SourceIdentity"/> and <see cref="SessionBegan"/>; the reverse does not hold.
    /// </summary>
    public int IdentityNumber { get; init; }

    /// <summary>Whether the call issued a session, which the <c>Issued…</c> texts describe.</summary>
    public required bool IssuesSession { get; init; }

    /// <summary>Whether the call created a long-term access key, which the <c>CreatedKey…</c> texts describe.</summary>
    public required bool CreatesKey { get; init; }

    /// <summary>The <c>eventID</c>.</summary>
    public ReadOnlySpan<byte> EventId => this[RawField.EventId];

    /// <summary>The <c>sharedEventID</c>.</summary>
    public ReadOnlySpan<byte> SharedEventId => this[RawField.SharedEventId];

    /// <summary>The <c>eventSource</c>; never empty.</summary>
    public ReadOnlySpan<byte> Source => this[RawField.Source];

    /// <summary>The <c>eventName</c>; never empty.</summary>
    public ReadOnlySpan<byte> Name => this[RawField.Name];

    /// <summary>The <c>eventType</c>; empty means an API call.</summary>
    public ReadOnlySpan<byte> Type => this[RawField.Type];

    /// <summary>The <c>eventCategory</c>, or <c>Data</c> where an old record says that it is no management event.</summary>
    public ReadOnlySpan<byte> Category => this[RawField.Category];

    /// <summary>The account whose trail holds the record; the caller's where the record does not say.</summary>
    public ReadOnlySpan<byte> Recipient => this[RawField.Recipient];

    /// <summary>The <c>awsRegion</c>; <c>unknown</c> where the record does not say.</summary>
    public ReadOnlySpan<byte> Region => this[RawField.Region];

    /// <summary>The <c>sourceIPAddress</c>: an address, or a service's name.</summary>
    public ReadOnlySpan<byte> SourceAddress => this[RawField.SourceAddress];

    /// <summary>The <c>vpcEndpointId</c>.</summary>
    public ReadOnlySpan<byte> VpcEndpointId => this[RawField.VpcEndpointId];

    /// <summary>The <c>errorCode</c>.</summary>
    public ReadOnlySpan<byte> ErrorCode => this[RawField.ErrorCode];

    /// <summary>The <c>errorMessage</c>.</summary>
    public ReadOnlySpan<byte> ErrorMessage => this[RawField.ErrorMessage];

    /// <summary>The <see cref="CallerIdentity.Type"/>.</summary>
    public ReadOnlySpan<byte> CallerType => this[RawField.CallerType];

    /// <summary>The <see cref="CallerIdentity.PrincipalId"/>.</summary>
    public ReadOnlySpan<byte> PrincipalId => this[RawField.PrincipalId];

    /// <summary>The <see cref="CallerIdentity.Arn"/>.</summary>
    public ReadOnlySpan<byte> CallerArn => this[RawField.CallerArn];

    /// <summary>The <see cref="CallerIdentity.AccountId"/>.</summary>
    public ReadOnlySpan<byte> CallerAccount => this[RawField.CallerAccount];

    /// <summary>The <see cref="CallerIdentity.UserName"/>.</summary>
    public ReadOnlySpan<byte> UserName => this[RawField.UserName];

    /// <summary>The <see cref="CallerIdentity.AccessKeyId"/>.</summary>
    public ReadOnlySpan<byte> AccessKeyId => this[RawField.AccessKeyId];

    /// <summary>The <see cref="CallerIdentity.InvokedBy"/>.</summary>
    public ReadOnlySpan<byte> InvokedBy => this[RawField.InvokedBy];

    /// <summary>The <see cref="CallerIdentity.IdentityProvider"/>.</summary>
    public ReadOnlySpan<byte> IdentityProvider => this[RawField.IdentityProvider];

    /// <summary>The <see cref="CallerIdentity.IssuerArn"/>.</summary>
    public ReadOnlySpan<byte> IssuerArn => this[RawField.IssuerArn];

    /// <summary>The <see cref="CallerIdentity.IssuerId"/>.</summary>
    public ReadOnlySpan<byte> IssuerId => this[RawField.IssuerId];

    /// <summary>The <see cref="CallerIdentity.SourceIdentity"/>.</summary>
    public ReadOnlySpan<byte> SourceIdentity => this[RawField.SourceIdentity];

    /// <summary>The <see cref="IssuedSession.AccessKeyId"/>; like its neighbours meaningful only where <see cref="IssuesSession"/>.</summary>
    public ReadOnlySpan<byte> IssuedAccessKeyId => this[RawField.IssuedAccessKeyId];

    /// <summary>The <see cref="IssuedSession.RoleArn"/>.</summary>
    public ReadOnlySpan<byte> IssuedRoleArn => this[RawField.RequestRole];

    /// <summary>The <see cref="IssuedSession.AssumedRoleArn"/>.</summary>
    public ReadOnlySpan<byte> IssuedSessionArn => this[RawField.IssuedSessionArn];

    /// <summary>The <see cref="IssuedSession.AssumedRoleId"/>.</summary>
    public ReadOnlySpan<byte> IssuedSessionId => this[RawField.IssuedSessionId];

    /// <summary>The <see cref="IssuedSession.SessionName"/>.</summary>
    public ReadOnlySpan<byte> IssuedSessionName => this[RawField.RequestSessionName];

    /// <summary>The created access key; like its neighbour meaningful only where <see cref="CreatesKey"/>.</summary>
    public ReadOnlySpan<byte> CreatedKeyId => this[RawField.CreatedKeyId];

    /// <summary>The user whom the created access key is for.</summary>
    public ReadOnlySpan<byte> CreatedKeyUser => this[RawField.CreatedKeyUser];

    /// <summary>How many resources the record names.</summary>
    public int ResourceCount => resources.Length;

    /// <summary>How many request parameters are kept: see <see cref="RequestParameter"/>.</summary>
    public int ParameterCount => parameters.Length;

    /// <summary>How many role ARNs the request's parameters hold, each counted once.</summary>
    public int RoleCount => roles.Length;

    /// <summary>The text of a field; empty where the record does not have it.</summary>
    public ReadOnlySpan<byte> this[RawField field] => Resolve(fields[(int)field]);

    /// <summary>The type of a resource; empty where the record does not say.</summary>
    public ReadOnlySpan<byte> ResourceType(int index) => Resolve(resources[index].Name);

    /// <summary>The ARN of a resource, or the beginning of ARNs.</summary>
    public ReadOnlySpan<byte> ResourceArn(int index) => Resolve(resources[index].Value);

    /// <summary>The name of a request parameter.</summary>
    public ReadOnlySpan<byte> ParameterName(int index) => Resolve(parameters[index].Name);

    /// <summary>The value of a request parameter.</summary>
    public ReadOnlySpan<byte> ParameterValue(int index) => Resolve(parameters[index].Value);

    /// <summary>The ARN of a role, or of an instance profile, that the request's parameters hold.</summary>
    public ReadOnlySpan<byte> Role(int index) => ParameterValue(roles[index]);

    /// <summary>Whether the record has the field, even if it is empty.</summary>
    public bool Has(RawField field) => fields[(int)field].IsThere;

    private ReadOnlySpan<byte> Resolve(RawText piece) =>
        piece.Start >= 0 ? text.Slice(piece.Start, piece.Length) : scratch.Slice(~piece.Start, piece.Length);
}
