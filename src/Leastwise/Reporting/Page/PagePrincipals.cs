using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Reporting.Page;

/// <summary>
/// Principals as the page holds them: what was used with its evidence, and for the rest, which may be all 22,000 privileges of an administrator,
/// runs of privilege numbers by reason.
/// </summary>
internal sealed class PagePrincipals(PageActions actions)
{
    private readonly ReasonTable reasons = new();
    private readonly Interned<string> lists = new(), words = new();
    private readonly Interned<HeldPolicy> held = new();

    public void Write(Utf8JsonWriter json, ImmutableArray<AssessedPrincipal> principals)
    {
        json.WriteStartObject("columns");
        json.WriteColumn("arn", principals, principal => principal.Arn);
        json.WriteColumn("name", principals, principal => principal.Name);
        json.WriteColumn("type", principals, principal => words.NumberOf(principal.Type));
        json.WriteColumn("account", principals, principal => words.NumberOf(principal.AccountId));
        json.WriteColumn("created", principals, principal => principal.Created is { } made ? words.NumberOf(JsonText.Time(made)) : -1);
        json.WriteColumn("events", principals, principal => principal.Events);
        json.WriteColumn("deniedCalls", principals, principal => principal.DeniedCalls);
        json.WriteColumn("firstUsed", principals, principal => principal.FirstUsed);
        json.WriteColumn("lastUsed", principals, principal => principal.LastUsed);
        json.WriteColumn("granted", principals, principal => principal.Counts.Granted);
        json.WriteColumn("used", principals, principal => principal.Counts.Used);
        json.WriteColumn("unused", principals, principal => principal.Counts.Unused);
        json.WriteColumn("unknown", principals, principal => principal.Counts.Unknown);
        json.WriteColumn("ungranted", principals, principal => principal.Counts.Ungranted);
        json.WriteColumn("evidence", principals, WriteUsed);
        json.WriteColumn("rest", principals, WriteRest);
        json.WriteColumn("policies", principals, WritePolicies);
        json.WriteColumn("trust", principals, principal => principal.Trust is { } trust ? lists.NumberOf(trust) : -1);
        json.WriteEndObject();
        WriteMore(json, principals);
        reasons.Write(json);
        json.WriteColumn("held", held.Values, WriteHeld);
        json.WriteStrings("lists", [.. lists.Values]);
        json.WriteStrings("words", [.. words.Values]);
    }

    /// <summary>Writes what few principals have: sessions, permission sets, trimmed policies, events without an answer.</summary>
    private static void WriteMore(Utf8JsonWriter json, ImmutableArray<AssessedPrincipal> principals)
    {
        json.WriteStartArray("more");
        for (int i = 0; i < principals.Length; i++)
        {
            AssessedPrincipal principal = principals[i];
            if (principal is { Origins.IsEmpty: true, PermissionSet: null, Trim: null, Unresolved.IsEmpty: true })
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteNumber("at", i);
            PrincipalJson.WriteOrigins(json, principal.Origins);
            PrincipalJson.WritePermissionSet(json, principal.PermissionSet);
            PrincipalJson.WriteTrim(json, principal.Trim);
            PrincipalJson.WriteUnresolved(json, principal.Unresolved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePolicies(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteStartArray();
        foreach (HeldPolicy policy in principal.Policies)
        {
            json.WriteNumberValue(held.NumberOf(policy));
        }

        json.WriteEndArray();
    }

    /// <summary>Writes <c>[name, arn, how, managed by AWS, group]</c>.</summary>
    private static void WriteHeld(Utf8JsonWriter json, HeldPolicy policy)
    {
        json.WriteStartArray();
        json.WriteStringValue(policy.Name);
        json.WriteStringValue(policy.Arn);
        json.WriteStringValue(policy.How);
        json.WriteBooleanValue(policy.ManagedByAws);
        json.WriteStringValue(policy.ViaGroup);
        json.WriteEndArray();
    }

    /// <summary>Writes <c>[[action, count, first, last, regions, events, inferred, cause], …]</c>; cause is null where it is granted.</summary>
    private void WriteUsed(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteStartArray();
        foreach (PrivilegeUsage privilege in principal.Privileges)
        {
            (UseEvidence? evidence, string? cause) = privilege.Verdict switch
            {
                Verdict.Used used => (used.Evidence, null),
                Verdict.Ungranted ungranted => (ungranted.Evidence, ungranted.LikelyCause),
                _ => ((UseEvidence?)null, (string?)null),
            };
            if (evidence is null)
            {
                continue;
            }

            json.WriteStartArray();
            json.WriteNumberValue(actions.NumberOf(privilege.Action));
            json.WriteNumberValue(evidence.Count);
            json.WriteNumberValue(evidence.First.ToUnixTimeSeconds());
            json.WriteNumberValue(evidence.Last.ToUnixTimeSeconds());
            json.WriteNumberValue(lists.NumberOf(string.Join(", ", evidence.Regions)));
            json.WriteNumberValue(lists.NumberOf(string.Join(", ", evidence.Events)));
            json.WriteBooleanValue(evidence.Inferred);
            json.WriteStringValue(cause);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes <c>[[reason, skip, run, skip, run, …], …]</c>: from 0, pass over so many numbers, take so many, and so on.</summary>
    private void WriteRest(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        if (principal.Privileges.IsEmpty)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        var groups = new SortedDictionary<int, List<int>>();
        // Verdicts are shared, and neighbours mostly have the same.
        (Verdict? Verdict, int? Reason, List<int> Members) last = (null, null, []);
        int guess = 0;
        foreach (PrivilegeUsage privilege in principal.Privileges)
        {
            if (!ReferenceEquals(privilege.Verdict, last.Verdict))
            {
                last = (privilege.Verdict, reasons.NumberOf(privilege), []);
                if (last.Reason is { } reason)
                {
                    if (groups.TryGetValue(reason, out List<int>? members))
                    {
                        last.Members = members;
                    }
                    else
                    {
                        groups.Add(reason, last.Members);
                    }
                }
            }

            if (last.Reason is not null)
            {
                int number = actions.NumberOf(privilege.Action, guess);
                last.Members.Add(number);
                guess = number + 1;
            }
        }

        json.WriteStartArray();
        foreach ((int reason, List<int> members) in groups)
        {
            SortIfNot(members);
            json.WriteStartArray();
            json.WriteNumberValue(reason);
            WriteRuns(json, members);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // Nearly always they are in order, and an administrator has 22,000.
    private static void SortIfNot(List<int> members)
    {
        for (int i = 1; i < members.Count; i++)
        {
            if (members[i] < members[i - 1])
            {
                members.Sort();
                return;
            }
        }
    }

    private static void WriteRuns(Utf8JsonWriter json, List<int> members)
    {
        int at = 0;
        for (int i = 0; i < members.Count;)
        {
            int start = members[i], length = 1;
            while (i + length < members.Count && members[i + length] == start + length)
            {
                length++;
            }

            json.WriteNumberValue(start - at);
            json.WriteNumberValue(length);
            at = start + length;
            i += length;
        }
    }
}
