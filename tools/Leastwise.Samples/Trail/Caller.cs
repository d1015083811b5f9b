using System.Text.Json.Nodes;

namespace Leastwise.Samples.Trail;

/// <summary>Somebody who makes calls: a user with a key, a session of a role, a service.</summary>
public sealed record Caller
{
    /// <summary>The account that records the calls.</summary>
    public required string Account { get; init; }

    /// <summary>The ARN that error messages name.</summary>
    public required string Arn { get; init; }

    /// <summary>userIdentity.</summary>
    public required JsonObject Identity { get; init; }

    /// <summary>sourceIPAddress.</summary>
    public required string Address { get; init; }

    /// <summary>userAgent.</summary>
    public required string Agent { get; init; }

    /// <summary>The region in which it works.</summary>
    public string Region { get; init; } = Acme.Places.Ireland;

    /// <summary>True if the credentials came from the console.</summary>
    public bool FromConsole { get; init; }

    /// <summary>The role, if this is a session of one.</summary>
    public string? RoleArn { get; init; }

    /// <summary>True for AWS's own machines, which give no TLS details.</summary>
    public bool IsInside => !char.IsAsciiDigit(Address[0]);
}
