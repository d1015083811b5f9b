using System.Text;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>How <c>usage</c> writes its lists.</summary>
public sealed record UsageStyle
{
    /// <summary>What stays out of the lists.</summary>
    public UsageFilter Filter { get; init; } = new();

    /// <summary>By which a list is grouped: <c>verdict</c>, <c>service</c> or <c>level</c>; null for none.</summary>
    public string? GroupBy { get; init; }

    /// <summary>Only counts, no lists.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>How often, first, last, where.</summary>
    public bool WithEvidence { get; init; }

    /// <summary>The resources that were used, and those that are granted; null where nobody asked. Gives the granted ones of a privilege.</summary>
    public Func<IamPrincipal, CatalogAction, IEnumerable<string>>? GrantedOn { get; init; }

    /// <summary>Whether colours are wanted.</summary>
    public bool Colour { get; init; }
}

/// <summary>
/// The list that <c>usage</c> prints, with the marks that CloudTracker's users know: two spaces = granted and used, <c>- </c> = granted, not used,
/// <c>? </c> = granted, cannot be known, <c>+ </c> = used, not granted now. Sorted, one privilege a line; what explains the marks comes after the list.
/// </summary>
public static class UsageText
{
    private static readonly string[] Verdicts = ["used", "unused", "unknown", "ungranted"];
    private static readonly string[] ByWeight = ["ungranted", "used", "unused", "unknown"];

    /// <summary>Writes who it is about, then a line for each privilege, in ordinal order of their names.</summary>
    /// <param name="actor">Whom.</param>
    /// <param name="window">The days.</param>
    /// <param name="style">How.</param>
    /// <param name="as">Who acted, where it is about another's sessions of the role; else null.</param>
    public static string Write(ActorUsage actor, UsageWindow window, UsageStyle style, IamPrincipal? @as = null)
    {
        var ink = new Ink(style.Colour);
        var text = new StringBuilder();
        Header(text, ink, actor, window, @as);
        PrivilegeUsage[] kept = [.. actor.Privileges.Where(style.Filter.Keeps)];
        int width = style.WithEvidence ? kept.Select(one => one.Action.FullName.Length).DefaultIfEmpty(0).Max() : 0;
        foreach ((string? heading, IReadOnlyCollection<PrivilegeUsage> members) in Groups(kept, style.GroupBy))
        {
            if (heading is not null)
            {
                text.Append(ink.Bold($"{heading}: {Legible.Number(members.Count)}")).Append(style.GroupBy == "verdict" ? "\n" : $"  {Tally(members)}\n");
            }

            foreach (PrivilegeUsage privilege in style.CountsOnly ? [] : members)
            {
                Line(text, ink, actor, privilege, style, width);
            }
        }

        foreach (UnresolvedEvent unresolved in actor.Unresolved.Where(_ => !style.Filter.UnusedOnly))
        {
            text.Append(ink.Faint(Legible.Plain($"# {unresolved.Source} {unresolved.Name}: {Legible.Count(unresolved.Count, "event")} that the catalogue cannot place"))).Append('\n');
        }

        UsageFootnotes.Write(text, ink, actor, kept);
        return text.ToString();
    }

    private static void Header(StringBuilder text, Ink ink, ActorUsage actor, UsageWindow window, IamPrincipal? @as)
    {
        IamPrincipal principal = actor.Principal;
        string type = principal is IamRole ? "role" : "user";
        string created = principal.Created is { } date ? $", made on {Legible.Day(date)}" : "";
        string whose = @as is null ? "" : $"{(@as is IamRole ? "role" : "user")} {Legible.Plain(@as.Name)} as ";
        text.Append(ink.Bold($"{whose}{type} {Legible.Plain(principal.Name)}")).Append($"  {Legible.Plain(principal.Arn)}{created}\n");
        if (principal is IamRole { PermissionSet: { } set })
        {
            text.Append($"made by the permission set {Legible.Plain(set.Name)} of IAM Identity Center, {Legible.Plain(set.Arn)}\n");
        }

        text.Append($"{window.InWords}: {Legible.Count(actor.Events, "event")}; {Legible.Number(actor.Used)} used, ")
            .Append($"{Legible.Number(actor.Unused)} unused, {Legible.Number(actor.Unknown)} unknown of {Legible.Number(actor.Granted)} granted")
            .Append(actor.Ungranted > 0 ? $"; {Legible.Number(actor.Ungranted)} used and not granted now\n" : "\n");
    }

    private static void Line(StringBuilder text, Ink ink, ActorUsage actor, PrivilegeUsage privilege, UsageStyle style, int width)
    {
        string name = privilege.Action.FullName;
        UseEvidence? use = UsageWords.Evidence(privilege.Verdict);
        text.Append(UsageWords.Paint(ink, privilege.Verdict, UsageWords.Mark(privilege.Verdict) + name));
        if (style.WithEvidence)
        {
            string why = use is not null ? UsageWords.Evidence(use) : privilege.Verdict is Verdict.Unknown unknown ? UsageWords.Kind(unknown.Reason) : "";
            text.Append(why.Length == 0 ? "" : new string(' ', width - name.Length + 2) + ink.Faint(why));
        }

        text.Append('\n');
        if (style.GrantedOn is { } grantedOn)
        {
            foreach (string resource in use?.Resources ?? [])
            {
                text.Append(ink.Faint($"      used on {Legible.Plain(resource)}")).Append('\n');
            }

            foreach (string pattern in privilege.Verdict is Verdict.Ungranted ? [] : grantedOn(actor.Principal, privilege.Action))
            {
                text.Append(ink.Faint($"      granted on {Legible.Plain(pattern)}")).Append('\n');
            }
        }
    }

    private static IEnumerable<(string? Heading, IReadOnlyCollection<PrivilegeUsage> Members)> Groups(PrivilegeUsage[] kept, string? by) => by switch
    {
        null => [(null, kept)],
        "verdict" => ByWeight
            .Select(name => ((string?)VerdictHeading(name), (IReadOnlyCollection<PrivilegeUsage>)[.. kept.Where(one => UsageWords.Name(one.Verdict) == name)]))
            .Where(group => group.Item2.Count > 0),
        "level" => LevelWords.All
            .Select(name => ((string?)name, (IReadOnlyCollection<PrivilegeUsage>)[.. kept.Where(one => LevelWords.Of(one.Action.Levels).LastOrDefault() == name)]))
            .Where(group => group.Item2.Count > 0),
        _ => kept.GroupBy(one => one.Action.Prefix, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => ((string?)group.Key, (IReadOnlyCollection<PrivilegeUsage>)[.. group])),
    };

    private static string VerdictHeading(string name) => name == "ungranted" ? "used, not granted now" : name;

    private static string Tally(IReadOnlyCollection<PrivilegeUsage> members) => string.Join(", ", Verdicts
        .Select(name => (Name: name, Count: members.Count(one => UsageWords.Name(one.Verdict) == name)))
        .Where(pair => pair.Count > 0)
        .Select(pair => $"{Legible.Number(pair.Count)} {VerdictHeading(pair.Name)}"));
}
