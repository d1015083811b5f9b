using Leastwise.Risks;

namespace Leastwise.Reporting.Scans;

/// <summary>A finding with the use that its principal makes of its privileges; null where no logs were given.</summary>
internal readonly record struct UsedFinding(Finding Finding, FindingUsage? Usage);
