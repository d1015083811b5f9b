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
    private readonly Interned<string> lists = new();

    public void Write(Utf8JsonWriter json, ImmutableArray<AssessedPrincipal> principals)
    {
        json.WriteStartArray("principals");
        foreach (AssessedPrincipal principal in principals)
        {
            json.WriteStartObject();
            WriteWho(json, principal);
            WriteUsed(json, principal);
            WriteRest(json, principal);
            PrincipalJson.WriteAround(json, principal);
            PrincipalJson.WriteUnresolved(json, principal.Unresolved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        reasons.Write(json);
        json.WriteStrings("lists", [.. lists.Values]);
    }

    private static void WriteWho(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteString("arn", principal.Arn);
        json.WriteString("name", principal.Name);
        json.WriteString("type", principal.Type);
        json.WriteString("account", principal.AccountId);
        json.WriteTime("created", principal.Created);
        json.WriteNumber("events", principal.Events);
        json.WriteNumber("deniedCalls", principal.DeniedCalls);
        json.WriteTime("firstUsed", principal.FirstUsed);
        json.WriteTime("lastUsed", principal.LastUsed);
        PrincipalJson.WriteCounts(json, principal.Counts);
    }

    /// <summary>Writes <c>"used": [[action, count, first, last, regions, events, inferred, cause], …]</c>; cause is null where it is granted.</summary>
    private void WriteUsed(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteStartArray("used");
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

    /// <summary>Writes <c>"rest": [[reason, skip, run, skip, run, …], …]</c>: from 0, pass over so many numbers, take so many, and so on.</summary>
    private void WriteRest(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        var groups = new SortedDictionary<int, List<int>>();
        (int Reason, List<int> Members) last = (-1, []);
        foreach (PrivilegeUsage privilege in principal.Privileges)
        {
            if (reasons.NumberOf(privilege) is not { } number)
            {
                continue;
            }

            if (number != last.Reason)
            {
                if (!groups.TryGetValue(number, out List<int>? members))
                {
                    groups.Add(number, members = []);
                }

                last = (number, members);
            }

            last.Members.Add(actions.NumberOf(privilege.Action));
        }

        json.WriteStartArray("rest");
        foreach ((int reason, List<int> members) in groups)
        {
            members.Sort();
            json.WriteStartArray();
            json.WriteNumberValue(reason);
            WriteRuns(json, members);
            json.WriteEndArray();
        }

        json.WriteEndArray();
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
