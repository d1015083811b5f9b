using System.Text;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Reporting.Trims;

/// <summary>A trim as a change request in Markdown, for whoever must agree: what goes and on what evidence, what stays, the proof, the trial and the way back.</summary>
public static class ChangeRequest
{
    /// <summary>Writes it.</summary>
    public static string Write(TrimResult result)
    {
        var text = new StringBuilder();
        TrimSubject subject = result.Subject;
        text.Append($"# Take away what {MarkdownTable.Escape(subject.Label)} does not need\n\n");
        text.Append(TrimWords.Summary(result)).Append("\n\n");
        MarkdownTable.Begin(text, "What", "Value");
        MarkdownTable.Row(text, "Whose", subject.Arn);
        MarkdownTable.Row(text, "Evidence", $"CloudTrail, {Legible.Days(result.Window.FirstDay, result.Window.LastDay)}");
        MarkdownTable.Row(text, "Policies today", string.Join(", ", subject.Sources.Select(policy => policy.Arn ?? $"{policy.Name} (inline)")));
        MarkdownTable.Row(text, "Policies then", string.Join(", ", result.Policies.Select(policy => result.IsInline ? $"{policy.Name} (inline)" : policy.Name)));
        if (subject.Kind is SubjectKind.Group or SubjectKind.Policy)
        {
            MarkdownTable.Row(text, "Members", string.Join(", ", subject.Members.Select(member => member.Arn)));
        }

        Replay(text, result);
        Privileges(text, result, stays: false, "What goes, and why");
        Privileges(text, result, stays: true, "What stays, and why");
        Patterns(text, result);
        Suggestions(text, result);
        text.Append("\n## The policies\n");
        foreach (NamedPolicy policy in result.Policies)
        {
            text.Append($"\n{MarkdownTable.Escape(policy.Name)}:\n\n```json\n{PolicyWriter.Write(policy.Document)}\n```\n");
        }

        Steps(text, result);
        return text.ToString();
    }

    private static void Replay(StringBuilder text, TrimResult result)
    {
        text.Append("\n## The proof\n\n");
        if (result.Replay is not { } replay)
        {
            return;
        }

        text.Append(ReplayText.Answer(replay)).Append(" Every event of the window was decided under the new policies.\n");
        ReplayedCall[] open = [.. replay.Calls.Where(call => call.Outcome is ReplayOutcome.WouldBreak or ReplayOutcome.CannotBeDecided)];
        if (open.Length > 0)
        {
            text.Append('\n');
            MarkdownTable.Begin(text, "Call", "Who, how often", "Why");
            foreach (ReplayedCall call in open)
            {
                (string what, string who, string why) = ReplayText.Describe(call);
                MarkdownTable.Row(text, $"{(call.Outcome == ReplayOutcome.WouldBreak ? "would break: " : "cannot be decided: ")}{what}", who, why);
            }
        }

        foreach (string remark in result.Remarks.Concat(new[] { result.Problem }.OfType<string>()))
        {
            text.Append($"\n- {MarkdownTable.Escape(remark)}");
        }

        text.Append(result.Remarks.IsEmpty && result.Problem is null ? "" : "\n");
    }

    private static void Privileges(StringBuilder text, TrimResult result, bool stays, string title)
    {
        TrimmedPrivilege[] some = [.. result.Privileges.Where(one => one.Stays == stays)];
        if (some.Length == 0)
        {
            return;
        }

        text.Append($"\n## {title} ({Legible.Number(some.Length)})\n\n");
        MarkdownTable.Begin(text, "Privilege", "Verdict", "Evidence");
        foreach (TrimmedPrivilege one in some)
        {
            MarkdownTable.Row(text, one.Action, TrimWords.Heading(one.Fate), one.Because);
        }
    }

    private static void Patterns(StringBuilder text, TrimResult result)
    {
        if (result.Patterns.IsEmpty)
        {
            return;
        }

        text.Append($"\n## Resources ({Legible.Number(result.Patterns.Length)})\n\n");
        MarkdownTable.Begin(text, "Pattern", "Rule", "Seen", "Actions", "Events", "Count", "Last");
        foreach (PatternEvidence one in result.Patterns)
        {
            MarkdownTable.Row(
                text, one.Pattern, one.Rule, Legible.Count(one.Seen, "resource"), string.Join(", ", one.Actions), string.Join(", ", one.Events), Legible.Number(one.Count), Legible.Day(one.Last));
        }
    }

    private static void Suggestions(StringBuilder text, TrimResult result)
    {
        if (result.Suggestions.IsEmpty)
        {
            return;
        }

        text.Append("\n## Conditions that could be added\n\n");
        foreach (SuggestedCondition one in result.Suggestions)
        {
            text.Append($"- {one.Operator} {MarkdownTable.Escape(one.Key)}: {MarkdownTable.Escape(string.Join(", ", one.Values))}. {MarkdownTable.Escape(one.Because)}\n");
        }
    }

    private static void Steps(StringBuilder text, TrimResult result)
    {
        TrimSubject subject = result.Subject;
        string trial = CliForm.TrialOf(result) ?? "As a permissions boundary the new policy limits the old ones, so that a mistake is undone by one command: `sh apply.sh trial`, wait, `sh apply.sh end-trial`."
            + (subject.Kind == SubjectKind.Role ? $" {CliForm.OfResources}" : "");
        text.Append("\n## How\n\n");
        text.Append($"1. **Trial.** {trial}\n");
        text.Append(subject.IsReserved ? "2. **Change.** The permission set, in IAM Identity Center.\n" : "2. **Change.** `sh apply.sh apply`, or the Terraform or CloudFormation beside it.\n");
        text.Append("3. **Watch** for denied calls: `leastwise usage --denied`.\n");
        text.Append(subject.IsReserved ? "4. **Way back.** The permission set as it was.\n" : "4. **Way back.** `sh apply.sh rollback` puts today's policies back as they are.\n");
    }
}
