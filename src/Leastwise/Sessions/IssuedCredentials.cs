using Leastwise.Trail;

namespace Leastwise.Sessions;

/// <summary>A call that issued temporary credentials.</summary>
/// <param name="Call">The event's name.</param>
/// <param name="Time">When.</param>
/// <param name="Issued">What it issued.</param>
/// <param name="Issuer">Who called.</param>
/// <param name="IssuerSession">Through which session; null where the caller acted without one.</param>
public sealed record IssuedCredentials(string Call, DateTimeOffset Time, IssuedSession Issued, LoggedActor Issuer, SessionIdentity? IssuerSession);
