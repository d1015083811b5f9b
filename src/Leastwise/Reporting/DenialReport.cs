using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Evaluation.Decisions;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The answers of <c>usage --denied</c>: who was denied what, by which layer, and what would allow it.</summary>
public static class DenialReport
{
    /// <summary>Principal by principal, most frequent first.</summary>
    public static string Text(ImmutableArray<DenialAnswer> answers, UsageWindow window, bool colour)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder($"{window.InWords}: {Legible.Count(answers.Sum(one => one.Denied.Count), "denied call")}\n");
        foreach (IGrouping<string, DenialAnswer> group in answers.GroupBy(one => one.Principal.Arn, StringComparer.Ordinal))
        {
            text.Append('\n').Append(ink.Bold(Legible.Plain(group.First().Principal.Name))).Append($"  {Legible.Plain(group.Key)}\n");
            foreach (DenialAnswer one in group.OrderByDescending(one => one.Denied.Count))
            {
                DeniedUse denied = one.Denied;
                string times = denied.Count == 1 ? $"once, on {Legible.Day(denied.Last)}" : $"{Legible.Number(denied.Count)} times, last on {Legible.Day(denied.Last)}";
                string on = one.On is { } resource ? $" on {Legible.Plain(resource)}" : "";
                text.Append("  ").Append(ink.Alarm(one.Action ?? Legible.Plain($"{denied.Source}:{denied.Name}"))).Append($"{on}: {times}\n");
                text.Append($"      {(denied.Denial?.Reason is { } reason ? $"denied because of: {Legible.Plain(reason)}" : "the message does not say which policy denied it")}\n");
                text.Append($"      {Legible.Plain(one.Sentence)}\n");
                foreach (MissingGrant grant in one.Grants)
                {
                    text.Append(ink.Used($"      + in {Legible.Plain(grant.Where)}: {Legible.Plain(grant.Statement)}")).Append('\n');
                }

                foreach (DecidingStatement statement in one.DeniedBy)
                {
                    text.Append($"      - {LayerWords.Statement(statement.Layer, statement.Policy, statement.Statement)}\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A Markdown table.</summary>
    public static string Markdown(ImmutableArray<DenialAnswer> answers)
    {
        var text = new StringBuilder();
        MarkdownTable.Begin(text, "Who", "Privilege", "Resource", "Times", "Last", "Denied by", "What would allow it");
        foreach (DenialAnswer one in answers)
        {
            MarkdownTable.Row(
                text, one.Principal.Name, one.Action ?? $"{one.Denied.Source}:{one.Denied.Name}", one.On ?? "", Legible.Number(one.Denied.Count), JsonText.Day(one.Denied.Last),
                one.Denied.Denial?.Reason ?? "", string.Join(" ", one.Grants.Select(grant => $"In {grant.Where}: {grant.Statement}").Prepend(one.Sentence)));
        }

        return text.ToString();
    }

    /// <summary>A row for each.</summary>
    public static void WriteCsv(ImmutableArray<DenialAnswer> answers, TextWriter output)
    {
        CsvRow.Write(output, "account", "arn", "name", "action", "resource", "eventSource", "eventName", "count", "first", "last", "deniedBy", "remedy", "sentence", "grants", "deniedByStatements");
        foreach (DenialAnswer one in answers)
        {
            CsvRow.Write(
                output, one.Principal.AccountId, one.Principal.Arn, one.Principal.Name, one.Action ?? "", one.On ?? "", one.Denied.Source, one.Denied.Name, $"{one.Denied.Count}",
                CsvRow.Time(one.Denied.First), CsvRow.Time(one.Denied.Last), one.Denied.Denial?.Reason ?? "", JsonText.Word(one.Remedy), one.Sentence,
                string.Join(' ', one.Grants.Select(grant => grant.Statement)), string.Join("; ", one.DeniedBy.Select(by => LayerWords.Statement(by.Layer, by.Policy, by.Statement))));
        }
    }

    /// <summary>An object with <c>denied</c>.</summary>
    public static void WriteJson(UsageHead head, ImmutableArray<DenialAnswer> answers, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        UsageJson.WriteHead(json, head);
        json.WriteStartArray("denied");
        foreach (DenialAnswer one in answers)
        {
            Write(json, one);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void Write(Utf8JsonWriter json, DenialAnswer one)
    {
        json.WriteStartObject();
        json.WriteString("arn", one.Principal.Arn);
        json.WriteString("action", one.Action);
        json.WriteString("resource", one.On);
        json.WriteString("eventSource", one.Denied.Source);
        json.WriteString("eventName", one.Denied.Name);
        json.WriteNumber("count", one.Denied.Count);
        json.WriteTime("first", one.Denied.First);
        json.WriteTime("last", one.Denied.Last);
        json.WriteString("deniedBy", one.Denied.Denial?.Reason);
        json.WriteString("remedy", JsonText.Word(one.Remedy));
        json.WriteString("sentence", one.Sentence);
        json.WriteStartArray("grants");
        foreach (MissingGrant grant in one.Grants)
        {
            json.WriteStartObject();
            json.WriteString("layer", LayerWords.Name(grant.Layer));
            json.WriteString("where", grant.Where);
            json.WritePropertyName("statement");
            json.WriteRawValue(grant.Statement);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("statements");
        foreach (DecidingStatement statement in one.DeniedBy)
        {
            json.WriteStartObject();
            json.WriteString("layer", LayerWords.Name(statement.Layer));
            json.WriteString("policy", statement.Policy.Name);
            json.WriteString("sid", statement.Statement.Sid);
            json.WriteNumber("index", statement.Statement.Index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
