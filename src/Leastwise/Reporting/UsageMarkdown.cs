using System.Text;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The answers of <c>usage</c> and <c>actors</c> as Markdown, for a ticket or a page.</summary>
public static class UsageMarkdown
{
    /// <summary>What stands above: the window, root users' use, what the logs lack.</summary>
    public static string Head(UsageHead head)
    {
        var text = new StringBuilder($"{MarkdownTable.Escape(head.Window.InWords)}\n\n");
        foreach (RootUse root in head.Root)
        {
            text.Append($"**Root user of {MarkdownTable.Escape(head.AccountLabel(root.AccountId))}: {Legible.Count(root.Events, "event")}, last on {Legible.Day(root.Last)}.**\n\n");
        }

        foreach (string note in head.Notes)
        {
            text.Append($"**{MarkdownTable.Escape(note)}**\n\n");
        }

        return text.ToString();
    }

    /// <summary>One actor: a heading, its counts, a table of its privileges.</summary>
    public static string WriteUsage(ActorUsage actor, UsageStyle style, IamPrincipal? @as)
    {
        var text = new StringBuilder();
        string whose = @as is null ? "" : $"{MarkdownTable.Escape(@as.Name)} as ";
        text.Append($"## {whose}{(actor.Principal is IamRole ? "role" : "user")} {MarkdownTable.Escape(actor.Principal.Name)}\n\n{MarkdownTable.Escape(actor.Principal.Arn)}: ")
            .Append($"{Legible.Count(actor.Events, "event")}; {Legible.Number(actor.Used)} used, {Legible.Number(actor.Unused)} unused, {Legible.Number(actor.Unknown)} unknown of ")
            .Append($"{Legible.Number(actor.Granted)} granted; {Legible.Number(actor.Ungranted)} used and not granted now.\n\n");
        MarkdownTable.Begin(text, "", "Privilege", "Level", "Times", "First", "Last", "Regions", "Why");
        foreach (PrivilegeUsage privilege in actor.Privileges.Where(style.Filter.Keeps))
        {
            UseEvidence? use = UsageWords.Evidence(privilege.Verdict);
            MarkdownTable.Row(
                text, UsageWords.Mark(privilege.Verdict).Trim(), privilege.Action.FullName, string.Join(' ', LevelWords.Of(privilege.Action.Levels)),
                use is null ? "" : Legible.Number(use.Count), use is null ? "" : JsonText.Day(use.First), use is null ? "" : JsonText.Day(use.Last), string.Join(' ', use?.Regions ?? []),
                privilege.Verdict is Verdict.Unknown unknown ? UsageWords.Kind(unknown.Reason) : privilege.Verdict is Verdict.Ungranted ungranted ? ungranted.LikelyCause : use is { Inferred: true } ? "inferred" : "");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>A table of actors.</summary>
    public static string WriteActors(IEnumerable<ActorUsage> actors, IEnumerable<VanishedActor> vanished, UsageWindow window)
    {
        var text = new StringBuilder();
        MarkdownTable.Begin(text, "", "Name", "Account", "First", "Last", "Events", "Used", "Granted", "Remarks");
        foreach (ActorUsage actor in actors)
        {
            MarkdownTable.Row(
                text, actor.IsActive ? "" : "-", actor.Principal.Name, actor.Principal.AccountId, actor.FirstUsed is { } first ? JsonText.Day(first) : "", actor.LastUsed is { } last ? JsonText.Day(last) : "never seen",
                Legible.Number(actor.Events), Legible.Number(actor.Used), Legible.Number(actor.Granted), string.Join("; ", ActorsText.Remarks(actor, window)));
        }

        foreach (VanishedActor one in vanished)
        {
            MarkdownTable.Row(text, "x", one.Name, one.AccountId, JsonText.Day(one.First), JsonText.Day(one.Last), Legible.Number(one.Events), "", "", $"not in the account file{(one.UniqueId is null ? "" : $"; unique id {one.UniqueId}")}");
        }

        return text.ToString();
    }
}
