namespace Leastwise.Risks;

/// <summary>Privileges that switch off, blind or delete what records and watches an account.</summary>
internal static class LoggingTampering
{
    private static readonly ListedRisk Listed = new(
        Risk.LoggingTampering,
        "can switch off what records and watches",
        "",
        "Attackers do this first, so that nobody sees the rest.",
        "Leave these to one role that is rarely assumed, and deny them to all others by a service control policy.");

    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject) => Listed.Find(subject, subject.Context.Facts.Logging);
}
