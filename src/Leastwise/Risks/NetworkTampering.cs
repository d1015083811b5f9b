namespace Leastwise.Risks;

/// <summary>Privileges that open networks, lead traffic elsewhere or take a network's guards away.</summary>
internal static class NetworkTampering
{
    private static readonly ListedRisk Listed = new(
        Risk.NetworkTampering,
        "can open networks and lead traffic elsewhere",
        "",
        "What was closed to the internet opens, and traffic can be read on its way.",
        "Name the groups, tables and zones that the work is on, and leave the rest to a network team's role.");

    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject) => Listed.Find(subject, subject.Context.Facts.Network);
}
