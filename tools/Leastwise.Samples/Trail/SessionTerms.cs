namespace Leastwise.Samples.Trail;

/// <summary>What else is asked when a role is assumed.</summary>
public sealed record SessionTerms
{
    /// <summary>externalId.</summary>
    public string? ExternalId { get; init; }

    /// <summary>serialNumber of the MFA device, if one was used.</summary>
    public string? MfaSerial { get; init; }

    /// <summary>sourceIdentity, which stays along a chain.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>When the record of the assumption is delivered, if late.</summary>
    public DateTime? DeliveredLate { get; init; }

    /// <summary>How long the credentials live.</summary>
    public int Hours { get; init; } = 1;

    /// <summary>True if the session was opened with MFA.</summary>
    public bool Mfa => MfaSerial is not null;
}
