using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Sessions;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The answers of <c>sessions</c>: who went where, how often and when, and who may and never did.</summary>
public static class SessionReport
{
    private const int ShownNever = 6;

    /// <summary>Trees, one for each person or machine, then roles that nobody of those who may assumed.</summary>
    /// <param name="head">The window.</param>
    /// <param name="ways">The ways that are wanted.</param>
    /// <param name="trusts">Roles with who may assume them and did not; empty where nobody asked.</param>
    /// <param name="colour">Whether colours are wanted.</param>
    public static string Text(UsageHead head, ImmutableArray<SessionOrigin> ways, ImmutableArray<UnusedTrust> trusts, bool colour)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder(HeadText.Write(head, colour));
        text.Append($"{head.Window.InWords}: {Legible.Count(ways.Sum(way => way.Sessions), "session")} by {Legible.Count(ways.Select(way => way.Origin.Label).Distinct(StringComparer.Ordinal).Count(), "person or machine", "people and machines")}\n");
        foreach (SessionBranch root in SessionBranch.Trees(ways))
        {
            text.Append('\n').Append(ink.Bold(Legible.Plain(root.Name))).Append('\n');
            Branches(text, ink, root.Children, "");
        }

        UnusedTrust[] open = [.. trusts.Where(trust => !trust.Never.IsEmpty)];
        if (open.Length > 0)
        {
            text.Append('\n').Append(ink.Bold("May assume, and never did in the window")).Append(ink.Faint("  (* where conditions are met)")).Append('\n');
            foreach (UnusedTrust trust in open)
            {
                string names = string.Join(", ", trust.Never.Take(ShownNever).Select(one => SessionWords.Name(one.Who) + (one.Conditional ? "*" : "")));
                text.Append($"  {Legible.Plain(SessionWords.Name(trust.Role.Arn))}: {Legible.Plain(names)}{(trust.Never.Length > ShownNever ? $", and {trust.Never.Length - ShownNever} more" : "")}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The ways as a table, most sessions first.</summary>
    public static string Table(UsageHead head, ImmutableArray<SessionOrigin> ways, bool colour)
    {
        var text = new StringBuilder(HeadText.Write(head, colour));
        string[][] rows =
        [
            ["sessions", "events", "first", "last", "who", "where"],
            .. ways.OrderByDescending(way => way.Sessions).ThenByDescending(way => way.Events).Select(way => new[]
            {
                Legible.Number(way.Sessions), Legible.Number(way.Events), JsonText.Day(way.First), JsonText.Day(way.Last), Legible.Plain(SessionWords.Name(way.Origin)), Legible.Plain(SessionWords.Way(way)),
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, 6).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Both as Markdown tables.</summary>
    public static string Markdown(UsageHead head, ImmutableArray<SessionOrigin> ways, ImmutableArray<UnusedTrust> trusts)
    {
        var text = new StringBuilder(UsageMarkdown.Head(head));
        MarkdownTable.Begin(text, "Who", "Where", "Sessions", "Events", "First", "Last");
        foreach (SessionOrigin way in ways)
        {
            MarkdownTable.Row(text, SessionWords.Name(way.Origin), SessionWords.Way(way), Legible.Number(way.Sessions), Legible.Number(way.Events), JsonText.Day(way.First), JsonText.Day(way.Last));
        }

        if (trusts.Any(trust => !trust.Never.IsEmpty))
        {
            text.Append('\n');
            MarkdownTable.Begin(text, "Role", "May assume it, and never did", "Under conditions");
            foreach (UnusedTrust trust in trusts)
            {
                foreach (MayAssume one in trust.Never)
                {
                    MarkdownTable.Row(text, SessionWords.Name(trust.Role.Arn), SessionWords.Name(one.Who), one.Conditional ? "yes" : "");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A row for each way, then for each who may and never did, with 0 sessions.</summary>
    public static void WriteCsv(ImmutableArray<SessionOrigin> ways, ImmutableArray<UnusedTrust> trusts, TextWriter output)
    {
        CsvRow.Write(output, "origin", "originKind", "way", "role", "sessions", "events", "firstUsed", "lastUsed", "conditional");
        foreach (SessionOrigin way in ways)
        {
            CsvRow.Write(
                output, way.Origin.Label, SessionWords.Kind(way.Origin), string.Join(' ', way.Chain.Select(hop => $"{hop.Call.Replace(' ', '-')} {hop.Role}")), way.Chain[^1].Role,
                $"{way.Sessions}", $"{way.Events}", CsvRow.Time(way.First), CsvRow.Time(way.Last), "");
        }

        foreach (UnusedTrust trust in trusts)
        {
            foreach (MayAssume one in trust.Never)
            {
                CsvRow.Write(output, one.Who, "mayAssume", "", trust.Role.Arn, "0", "0", "", "", one.Conditional ? "yes" : "no");
            }
        }
    }

    /// <summary>An object with <c>ways</c> and <c>mayAssume</c>.</summary>
    public static void WriteJson(UsageHead head, ImmutableArray<SessionOrigin> ways, ImmutableArray<UnusedTrust> trusts, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        UsageJson.WriteHead(json, head);
        json.WriteStartArray("ways");
        foreach (SessionOrigin way in ways)
        {
            WriteWay(json, way);
        }

        json.WriteEndArray();
        json.WriteStartArray("mayAssume");
        foreach (UnusedTrust trust in trusts)
        {
            json.WriteStartObject();
            json.WriteString("role", trust.Role.Arn);
            json.WriteNumber("did", trust.Did);
            json.WriteStartArray("never");
            foreach (MayAssume one in trust.Never)
            {
                json.WriteStartObject();
                json.WriteString("who", one.Who);
                json.WriteBoolean("conditional", one.Conditional);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    /// <summary>A way from a person or machine to a role.</summary>
    internal static void WriteWay(Utf8JsonWriter json, SessionOrigin way)
    {
        json.WriteStartObject();
        json.WriteString("origin", way.Origin.Label);
        json.WriteString("kind", SessionWords.Kind(way.Origin));
        json.WriteStartArray("steps");
        foreach (SessionHop hop in way.Chain)
        {
            json.WriteStartObject();
            json.WriteString("call", hop.Call);
            json.WriteString("role", hop.Role);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("sessions", way.Sessions);
        json.WriteNumber("events", way.Events);
        json.WriteTime("firstUsed", way.First);
        json.WriteTime("lastUsed", way.Last);
        json.WriteEndObject();
    }

    private static void Branches(StringBuilder text, Ink ink, ImmutableArray<SessionBranch> branches, string indent)
    {
        for (int i = 0; i < branches.Length; i++)
        {
            SessionBranch branch = branches[i];
            bool last = i == branches.Length - 1;
            string numbers = branch.Own is { } own
                ? $"  {Legible.Count(own.Sessions, "session")}, {Legible.Count(own.Events, "event")}, {(own.First.UtcDateTime.Date == own.Last.UtcDateTime.Date ? "on" : "last on")} {Legible.Day(own.Last)}"
                : "";
            string call = branch.Call == SessionMap.UnseenCall ? "by a call that the logs do not show" : $"by {branch.Call}";
            text.Append($"{indent}{(last ? "└─" : "├─")} {Legible.Plain(branch.Name)}").Append(ink.Faint($"  {Legible.Plain(call)}")).Append($"{numbers}\n");
            Branches(text, ink, branch.Children, indent + (last ? "   " : "│  "));
        }
    }
}
