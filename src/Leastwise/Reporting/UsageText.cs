using System.Text;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What <c>usage</c> leaves out of its list.</summary>
public sealed record UsageFilter
{
    /// <summary>Only what was used.</summary>
    public bool ShowUsed { get; init; }

    /// <summary>Leaves out what only lists or reads, by access level and not by spelling.</summary>
    public bool IgnoreBenign { get; init; }

    /// <summary>Leaves out what cannot be known.</summary>
    public bool IgnoreUnknown { get; init; }

    /// <summary>Whether a privilege stays.</summary>
    public bool Keeps(PrivilegeUsage privilege) =>
        !(ShowUsed && privilege.Verdict is (Verdict.Unused or Verdict.Unknown))
        && !(IgnoreUnknown && privilege.Verdict is Verdict.Unknown)
        && !(IgnoreBenign && (privilege.Action.Levels & ~(AccessLevels.List | AccessLevels.Read)) == AccessLevels.None);
}

/// <summary>
/// The list that <c>usage</c> prints, with the marks that CloudTracker's users know: two spaces = granted and used, <c>- </c> = granted, not used,
/// <c>? </c> = granted, cannot be known, <c>+ </c> = used, not granted now.
/// </summary>
public static class UsageText
{
    /// <summary>Writes who it is about, then a line for each privilege, in ordinal order of their names.</summary>
    public static string Write(AssessedPrincipal principal, UsageWindow window, UsageFilter filter, bool colour = false)
    {
        var ink = new Ink(colour);
        VerdictCounts counts = principal.Counts;
        var text = new StringBuilder();
        string created = principal.Created is { } date ? $", made on {Legible.Day(date)}" : "";
        text.Append(ink.Bold($"{principal.Type} {Legible.Plain(principal.Name)}")).Append($"  {Legible.Plain(principal.Arn)}{created}\n");
        text.Append($"{window.InWords}: {Legible.Count(principal.Events, "event")}; {Legible.Number(counts.Used)} used, ")
            .Append($"{Legible.Number(counts.Unused)} unused, {Legible.Number(counts.Unknown)} unknown of {Legible.Number(counts.Granted)} granted")
            .Append(counts.Ungranted > 0 ? $"; {Legible.Number(counts.Ungranted)} used and not granted now\n" : "\n");
        foreach (PrivilegeUsage privilege in principal.Privileges.Where(filter.Keeps))
        {
            string name = privilege.Action.FullName;
            text.Append(privilege.Verdict switch
            {
                Verdict.Used => ink.Used($"  {name}"),
                Verdict.Unused => ink.Unused($"- {name}"),
                Verdict.Unknown => ink.Faint($"? {name}"),
                _ => ink.Alarm($"+ {name}"),
            });
            text.Append('\n');
        }

        foreach (UnresolvedEvent unresolved in principal.Unresolved)
        {
            text.Append(ink.Faint($"# {unresolved.Source} {unresolved.Name}: {Legible.Count(unresolved.Count, "event")} that the catalogue cannot place")).Append('\n');
        }

        return text.ToString();
    }
}
