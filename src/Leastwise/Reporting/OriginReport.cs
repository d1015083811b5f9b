using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Principals;
using Leastwise.Sessions;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The answers of <c>usage --by-origin</c>: for each person or machine behind a principal's sessions what they used.</summary>
public static class OriginReport
{
    /// <summary>One principal as text.</summary>
    public static string Text(IamPrincipal principal, ImmutableArray<OriginUsage> origins, UsageWindow window, UsageStyle style)
    {
        var ink = new Ink(style.Colour);
        var text = new StringBuilder();
        text.Append(ink.Bold($"{(principal is IamRole ? "role" : "user")} {Legible.Plain(principal.Name)}")).Append($"  {Legible.Plain(principal.Arn)}\n");
        text.Append(origins.IsEmpty
            ? $"{window.InWords}: nobody used it.\n"
            : $"{window.InWords}: {Legible.Count(origins.Sum(one => one.Events), "event")} by {Legible.Count(origins.Length, "person or machine", "people and machines")}\n");
        foreach (OriginUsage one in origins)
        {
            text.Append('\n').Append(ink.Bold(Legible.Plain(SessionWords.Name(one.Origin)))).Append($": {Legible.Count(one.Events, "event")}");
            text.Append($", {Legible.Days(DateOnly.FromDateTime(one.First.UtcDateTime), DateOnly.FromDateTime(one.Last.UtcDateTime))}");
            text.Append(one.DeniedCalls > 0 ? $"; {Legible.Number(one.DeniedCalls)} denied\n" : "\n");
            foreach (SessionOrigin way in one.Ways.Where(way => !way.Chain.IsEmpty))
            {
                text.Append(ink.Faint(Legible.Plain($"    by {SessionWords.Way(way)}: {Legible.Count(way.Sessions, "session")}, last on {Legible.Day(way.Last)}"))).Append('\n');
            }

            PrivilegeUsage[] kept = [.. one.Privileges.Where(style.Filter.Keeps)];
            int width = kept.Select(privilege => privilege.Action.FullName.Length).DefaultIfEmpty(0).Max();
            foreach (PrivilegeUsage privilege in style.CountsOnly ? [] : kept)
            {
                string name = UsageWords.Mark(privilege.Verdict) + privilege.Action.FullName.PadRight(width);
                text.Append(UsageWords.Paint(ink, privilege.Verdict, name)).Append(UsageWords.Evidence(privilege.Verdict) is { } use ? $"  {UsageWords.Evidence(use)}\n" : "\n");
            }

            foreach (UnresolvedEvent unresolved in one.Unresolved)
            {
                text.Append(ink.Faint(Legible.Plain($"# {unresolved.Source} {unresolved.Name}: {Legible.Count(unresolved.Count, "event")} that the catalogue cannot place"))).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>One principal as a Markdown table.</summary>
    public static string Markdown(IamPrincipal principal, ImmutableArray<OriginUsage> origins, UsageFilter filter)
    {
        var text = new StringBuilder($"## {(principal is IamRole ? "role" : "user")} {MarkdownTable.Escape(principal.Name)}\n\n");
        MarkdownTable.Begin(text, "Who", "", "Privilege", "Times", "First", "Last", "Regions");
        foreach ((OriginUsage one, PrivilegeUsage privilege, UseEvidence use) in Rows(origins, filter))
        {
            MarkdownTable.Row(
                text, SessionWords.Name(one.Origin), UsageWords.Mark(privilege.Verdict).Trim(), privilege.Action.FullName, Legible.Number(use.Count), JsonText.Day(use.First), JsonText.Day(use.Last),
                string.Join(' ', use.Regions));
        }

        return text.Append('\n').ToString();
    }

    /// <summary>A row for each principal, origin and privilege.</summary>
    public static void WriteCsv(IEnumerable<(IamPrincipal Principal, ImmutableArray<OriginUsage> Origins)> principals, UsageFilter filter, TextWriter output)
    {
        CsvRow.Write(output, "account", "arn", "name", "origin", "originKind", "action", "verdict", "count", "firstUsed", "lastUsed", "regions", "inferred");
        foreach ((IamPrincipal principal, ImmutableArray<OriginUsage> origins) in principals)
        {
            foreach ((OriginUsage one, PrivilegeUsage privilege, UseEvidence use) in Rows(origins, filter))
            {
                CsvRow.Write(
                    output, principal.AccountId, principal.Arn, principal.Name, one.Origin.Label, SessionWords.Kind(one.Origin), privilege.Action.FullName, UsageWords.Name(privilege.Verdict),
                    $"{use.Count}", CsvRow.Time(use.First), CsvRow.Time(use.Last), string.Join(' ', use.Regions), use.Inferred ? "yes" : "no");
            }
        }
    }

    /// <summary>An object for each principal, with its origins.</summary>
    public static void WriteJson(UsageHead head, IEnumerable<(IamPrincipal Principal, ImmutableArray<OriginUsage> Origins)> principals, UsageFilter filter, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        UsageJson.WriteHead(json, head);
        json.WriteStartArray("actors");
        foreach ((IamPrincipal principal, ImmutableArray<OriginUsage> origins) in principals)
        {
            json.WriteStartObject();
            json.WriteString("arn", principal.Arn);
            json.WriteString("name", principal.Name);
            json.WriteString("type", principal is IamRole ? "role" : "user");
            json.WriteStartArray("origins");
            foreach (OriginUsage one in origins)
            {
                json.WriteStartObject();
                json.WriteString("origin", one.Origin.Label);
                json.WriteString("kind", SessionWords.Kind(one.Origin));
                json.WriteNumber("events", one.Events);
                json.WriteTime("firstUsed", one.First);
                json.WriteTime("lastUsed", one.Last);
                json.WriteNumber("deniedCalls", one.DeniedCalls);
                json.WriteStartArray("ways");
                foreach (SessionOrigin way in one.Ways)
                {
                    SessionReport.WriteWay(json, way);
                }

                json.WriteEndArray();
                PrincipalJson.WritePrivileges(json, one.Privileges.Where(filter.Keeps), reasons: null);
                PrincipalJson.WriteUnresolved(json, one.Unresolved);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static IEnumerable<(OriginUsage Origin, PrivilegeUsage Privilege, UseEvidence Use)> Rows(ImmutableArray<OriginUsage> origins, UsageFilter filter) =>
        from one in origins
        from privilege in one.Privileges
        where filter.Keeps(privilege)
        let use = UsageWords.Evidence(privilege.Verdict)
        where use is not null
        select (one, privilege, use);
}
