using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The answers of <c>usage</c> and <c>actors</c> as CSV: a row for each privilege, or for each actor. Several values of a field are separated by a space.</summary>
public static class UsageCsv
{
    /// <summary>A row for each root user that was used, of type <c>root</c>, with its events and no privilege; then one for each privilege that the filter keeps.</summary>
    public static void WriteUsage(UsageHead head, IEnumerable<(ActorUsage Actor, IamPrincipal? As)> actors, UsageStyle style, TextWriter output)
    {
        CsvRow.Write(
            output, "account", "arn", "name", "type", "usedBy", "action", "levels", "verdict", "count", "firstUsed", "lastUsed", "regions", "inferred", "reason", "settle", "events",
            "resources", "grantedOn");
        foreach (RootUse root in head.Root)
        {
            CsvRow.Write(
                output, root.AccountId, ArnOf(root), "root", "root", "", "", "", "used", $"{root.Events}", CsvRow.Time(root.First), CsvRow.Time(root.Last), "", "", "", "",
                string.Join(' ', root.EventNames), "", "");
        }

        foreach ((ActorUsage actor, IamPrincipal? @as) in actors)
        {
            IamPrincipal principal = actor.Principal;
            foreach (PrivilegeUsage privilege in actor.Privileges.Where(style.Filter.Keeps))
            {
                UseEvidence? use = UsageWords.Evidence(privilege.Verdict);
                CsvRow.Write(
                    output, principal.AccountId, principal.Arn, principal.Name, principal is IamRole ? "role" : "user", @as?.Arn ?? "",
                    privilege.Action.FullName, string.Join(' ', LevelWords.Of(privilege.Action.Levels)), UsageWords.Name(privilege.Verdict),
                    $"{use?.Count ?? 0}", CsvRow.Time(use?.First), CsvRow.Time(use?.Last), string.Join(' ', use?.Regions ?? []), use is null ? "" : use.Inferred ? "yes" : "no",
                    UsageWords.Reason(privilege.Verdict), privilege.Verdict is Verdict.Unknown unknown ? unknown.Settle : "", string.Join(' ', use?.Events ?? []),
                    string.Join(' ', use?.Resources ?? []),
                    style.GrantedOn is { } grantedOn && privilege.Verdict is not Verdict.Ungranted ? string.Join(' ', grantedOn(principal, privilege.Action)) : "");
            }
        }
    }

    /// <summary>A row for each root user that was used, then one for each actor.</summary>
    public static void WriteActors(UsageHead head, IEnumerable<ActorUsage> actors, IEnumerable<VanishedActor> vanished, TextWriter output)
    {
        UsageWindow window = head.Window;
        CsvRow.Write(
            output, "account", "arn", "name", "uniqueId", "active", "firstUsed", "lastUsed", "events", "granted", "used", "unused", "unknown", "ungranted", "created", "createdAfterStart",
            "iamLastUsed", "inAccountFile");
        foreach (RootUse root in head.Root)
        {
            CsvRow.Write(output, root.AccountId, ArnOf(root), "root", root.AccountId, "yes", CsvRow.Time(root.First), CsvRow.Time(root.Last), $"{root.Events}", "", "", "", "", "", "", "", "", "no");
        }

        foreach (ActorUsage actor in actors)
        {
            IamPrincipal principal = actor.Principal;
            CsvRow.Write(
                output, principal.AccountId, principal.Arn, principal.Name, principal.UniqueId, actor.IsActive ? "yes" : "no", CsvRow.Time(actor.FirstUsed), CsvRow.Time(actor.LastUsed),
                $"{actor.Events}", $"{actor.Granted}", $"{actor.Used}", $"{actor.Unused}", $"{actor.Unknown}", $"{actor.Ungranted}", CsvRow.Time(principal.Created),
                principal.Created is { } created && !window.IsNone && created > window.Start ? "yes" : "no", CsvRow.Time((principal as IamRole)?.LastUsed), "yes");
        }

        foreach (VanishedActor one in vanished)
        {
            CsvRow.Write(
                output, one.AccountId, one.Arn ?? "", one.Name, one.UniqueId ?? "", "yes", CsvRow.Time(one.First), CsvRow.Time(one.Last), $"{one.Events}", "", "", "", "", "", "", "", "", "no");
        }
    }

    private static string ArnOf(RootUse root) => $"arn:aws:iam::{root.AccountId}:root";
}
