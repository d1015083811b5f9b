namespace Leastwise.Risks;

/// <summary>That an action belongs to a risk: whoever holds it can have a finding of that kind.</summary>
/// <param name="Kind">The kind of risk.</param>
/// <param name="Why">What of the action makes it belong there, without a full stop.</param>
public sealed record RiskMembership(RiskKind Kind, string Why);
