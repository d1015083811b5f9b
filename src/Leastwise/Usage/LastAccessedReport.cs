using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>When an action was last tried.</summary>
/// <param name="Last">When; null for never in the tracking period.</param>
/// <param name="Region">Where; null where the report does not say.</param>
public sealed record LastAccess(DateTimeOffset? Last, string? Region);

/// <summary>A service in a report.</summary>
/// <param name="Whole">The last attempt at any of its actions.</param>
/// <param name="Actions">Those actions that IAM tracks one by one, by plain name; empty in reports of services alone.</param>
public sealed record LastAccessedService(LastAccess Whole, ImmutableDictionary<string, LastAccess> Actions);

/// <summary>
/// What <c>aws iam get-service-last-accessed-details</c> prints for one user or role: when each service, and some actions, were last tried.
/// </summary>
/// <param name="Made">When IAM made it.</param>
/// <param name="Services">By service prefix, without regard to case.</param>
public sealed record LastAccessedReport(DateTimeOffset Made, ImmutableDictionary<string, LastAccessedService> Services);
