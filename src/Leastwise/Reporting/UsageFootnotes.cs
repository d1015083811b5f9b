using System.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What explains the marks of a list: each <c>+</c>, and the reasons behind the <c>?</c>s with what would settle them.</summary>
internal static class UsageFootnotes
{
    private const int ShownUsers = 3;

    public static void Write(StringBuilder text, Ink ink, ActorUsage actor, PrivilegeUsage[] kept)
    {
        Ungranted(text, ink, actor, kept);
        Unknown(text, ink, kept);
        if (actor.DeniedCalls > 0)
        {
            text.Append($"\nDenied besides: {Legible.Count(actor.DeniedCalls, "call")}, which do not count as use; --denied says which, and what would allow them.\n");
        }

        foreach (FormerPrincipal former in actor.Former)
        {
            text.Append($"\nA deleted namesake, unique id {Legible.Plain(former.UniqueId)}, made {Legible.Count(former.Events, "event")}, last on {Legible.Day(former.Last)}: not counted here.\n");
        }
    }

    private static void Ungranted(StringBuilder text, Ink ink, ActorUsage actor, PrivilegeUsage[] kept)
    {
        PrivilegeUsage[] ungranted = [.. kept.Where(one => one.Verdict is Verdict.Ungranted)];
        if (ungranted.Length == 0)
        {
            return;
        }

        text.Append('\n').Append(ink.Bold("+ Used and not granted now")).Append('\n');
        foreach (PrivilegeUsage privilege in ungranted)
        {
            if (privilege.Verdict is Verdict.Ungranted verdict)
            {
                text.Append(ink.Alarm($"+ {privilege.Action.FullName}")).Append($"  {UsageWords.Evidence(verdict.Evidence)}\n");
                string by = string.Join("; ", verdict.By.Take(ShownUsers).Select(use => $"{Who(use, actor)}, {UsageWords.Times(use.Count)}, last on {Legible.Day(use.Last)}"));
                if (by.Length > 0)
                {
                    text.Append($"    by {Legible.Plain(by)}{(verdict.By.Length > ShownUsers ? $"; and {verdict.By.Length - ShownUsers} more" : "")}\n");
                }

                text.Append($"    {Legible.Plain(verdict.LikelyCause)}\n");
            }
        }
    }

    private static string Who(UsedBy use, ActorUsage actor) => use.Who == actor.Principal.Arn ? "itself" : SessionWords.Name(use.Who);

    private static void Unknown(StringBuilder text, Ink ink, PrivilegeUsage[] kept)
    {
        var reasons = kept.Select(one => one.Verdict).OfType<Verdict.Unknown>()
            .GroupBy(verdict => verdict.Reason)
            .OrderBy(group => group.Key)
            .ToList();
        if (reasons.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(ink.Bold("? Cannot be known, and what would settle it")).Append('\n');
        foreach (IGrouping<UnknownReason, Verdict.Unknown> group in reasons)
        {
            // Sentences of one reason differ by resource type or call; that of most stands for them.
            string settle = group.CountBy(verdict => verdict.Settle).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
            text.Append($"{Legible.Number(group.Count()),7}  {UsageWords.Kind(group.Key)}\n").Append(ink.Faint($"         {Legible.Plain(settle)}")).Append('\n');
        }
    }
}
