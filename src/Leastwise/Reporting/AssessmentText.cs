using System.Collections.Immutable;
using Leastwise.Risks;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The summary that <c>assess</c> prints: what matters, what to do, what could not be known. About a screen long.</summary>
public static class AssessmentText
{
    private const int AccountsShown = 4;
    private const int PrioritiesShown = 10;

    /// <summary>A window shorter than a month misses monthly work.</summary>
    private const int FewDays = 31;

    /// <summary>Writes the summary, lines ending with a line feed.</summary>
    /// <param name="assessment">What to speak of.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="colour">Whether ANSI colours are wanted.</param>
    /// <param name="reportPath">Where the page is; null where none was written.</param>
    public static string Write(Assessment assessment, int width = 100, bool colour = false, string? reportPath = null)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        Head(lines, ink, assessment);
        foreach (AssessedAccount account in assessment.Accounts.Where(account => account.Root is not null).Take(AccountsShown))
        {
            Root(lines, ink, assessment, account);
        }

        foreach (AssessedAccount account in Largest(assessment))
        {
            Account(lines, ink, assessment, account);
        }

        if (assessment.Accounts.Length > AccountsShown)
        {
            lines.Wrap($"and {Legible.Count(assessment.Accounts.Length - AccountsShown, "more account")}, in the report");
        }

        Fixes(lines, ink, assessment);
        MissingEvidence.Write(lines, ink, assessment);
        if (reportPath is not null)
        {
            lines.Add();
            lines.Add($"The report: {Legible.Plain(reportPath)}");
        }

        return lines.ToString();
    }

    private static void Head(TextLines lines, Ink ink, Assessment assessment)
    {
        string extent = $"{Legible.Count(assessment.Accounts.Length, "account")}, {Legible.Count(assessment.Principals.Length, "principal")}, "
            + assessment.Window.InWords;
        lines.Add(ink.Bold(Legible.Plain(assessment.Name)));
        lines.Wrap(extent);
        if (assessment.Window is { IsNone: false, DayCount: < FewDays })
        {
            lines.Wrap($"{Legible.Count(assessment.Window.DayCount, "day")} of logs say little about what is done monthly or less often.", paint: ink.Faint);
        }
    }

    private static void Root(TextLines lines, Ink ink, Assessment assessment, AssessedAccount account)
    {
        if (account.Root is not { } root)
        {
            return;
        }

        lines.Add();
        lines.Wrap(
            $"Root of {Legible.Plain(assessment.AccountLabel(account.Id))} was used: {Legible.Count(root.Events, "event")}, last on {Legible.Day(root.Last)} "
            + $"({Legible.Plain(Names(root.EventNames))}). Find out who and why; daily work needs no root.",
            hang: 2,
            paint: ink.Alarm);
    }

    private static void Account(TextLines lines, Ink ink, Assessment assessment, AssessedAccount account)
    {
        ImmutableArray<AssessedPrincipal> principals = [.. assessment.Principals.Where(principal => principal.AccountId == account.Id)];
        var counts = VerdictCounts.Sum(principals);
        int silent = principals.Count(principal => principal.Events == 0);
        lines.Add();
        lines.Add(ink.Bold(Legible.Plain(assessment.AccountLabel(account.Id))));
        lines.Add("  " + Bar(ink, counts, Math.Min(60, lines.Width - 4)));
        lines.Wrap(
            $"{Legible.Count(principals.Length, "principal")}{(silent > 0 ? $", {Legible.Number(silent)} without any activity" : "")}; "
            + $"{Legible.Count(counts.Granted, "privilege")} granted: {Legible.Number(counts.Used)} used, {Legible.Number(counts.Unused)} unused, "
            + $"{Legible.Number(counts.Unknown)} unknown{(counts.Ungranted > 0 ? $"; {Legible.Number(counts.Ungranted)} used but not granted now" : "")}",
            indent: 2);
        lines.Wrap(Reach(assessment, account.Id), indent: 2, most: 2);
    }

    /// <summary>One sentence on how far an account's logs reach.</summary>
    internal static string Reach(Assessment assessment, string accountId)
    {
        LogCoverage? coverage = assessment.Evidence.Coverage.FirstOrDefault(coverage => coverage.AccountId == accountId);
        if (coverage is null or { Days.IsEmpty: true })
        {
            return "No logs of this account: nothing can be said about use.";
        }

        DateOnly first = coverage.Days.Min(day => day.Day), last = coverage.Days.Max(day => day.Day);
        int missing = coverage.Gaps.Sum(gap => gap.Days);
        return $"Logs from {Legible.Days(first, last)}, {Legible.Number(assessment.Window.DayCount - missing)} of {Legible.Count(assessment.Window.DayCount, "day")}"
            + (missing == 0 ? "." : $"; none on {string.Join(", ", coverage.Gaps.Take(3).Select(gap => Legible.Days(gap.From, gap.To)))}"
                + (coverage.Gaps.Length > 3 ? $" and {Legible.Count(coverage.Gaps.Length - 3, "more gap")}." : "."));
    }

    private static void Fixes(TextLines lines, Ink ink, Assessment assessment)
    {
        lines.Add();
        if (assessment.Findings.IsEmpty)
        {
            lines.Add("No findings: none of the risks that Leastwise knows is present.");
            return;
        }

        IEnumerable<string> bySeverity = assessment.Findings
            .GroupBy(finding => finding.Finding.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => $"{Legible.Number(group.Count())} {Word(group.Key)}");
        int free = assessment.Findings.Count(finding => finding.Usage.Cost == RemovalCost.Nothing);
        lines.Wrap(
            $"{Legible.Count(assessment.Findings.Length, "finding")}: {string.Join(", ", bySeverity)}. "
            + (free > 0 ? $"{Legible.Number(free)} can be closed without breaking anything that the logs show. Begin here:" : "Begin here:"));
        int rank = 0;
        foreach (Priority priority in Priorities.Of(assessment.Findings).Take(PrioritiesShown))
        {
            Fix(lines, ink, ++rank, priority, assessment.Window.DayCount);
        }
    }

    private static void Fix(TextLines lines, Ink ink, int rank, Priority priority, int days)
    {
        Finding finding = priority.Lead.Finding;
        string severity = Word(finding.Severity).PadRight(8);
        string more = priority switch
        {
            { Others: 0 } => "",
            { Principals: 1 } => $" (+{Legible.Number(priority.Others)} alike)",
            _ => $" (+{Legible.Number(priority.Others)} alike, {Legible.Number(priority.Principals)} principals)",
        };
        int indent = 14;
        string title = Legible.Plain(finding.Title.TrimEnd('.'));
        int room = lines.Width - indent - more.Length;
        title = title.Length <= room ? title : title[..(room - 1)].TrimEnd() + "…";
        lines.Add($"{rank,3}  {(finding.Severity == Severity.Critical ? ink.Alarm(severity) : ink.Bold(severity))} {title}{ink.Faint(more)}");
        string advice = $"{priority.Lead.Usage.Brief(days)} {FirstSentence(finding.Recommendation)}";
        lines.Wrap(Legible.Plain(advice.TrimStart()), indent, most: 2, paint: ink.Faint);
    }

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and int end ? text[..(end + 1)] : text;

    private static IEnumerable<AssessedAccount> Largest(Assessment assessment)
    {
        var findings = assessment.Findings.ToLookup(finding => finding.Finding.AccountId, StringComparer.Ordinal);
        var shown = assessment.Accounts.OrderByDescending(account => findings[account.Id].Count()).ThenBy(account => account.Id, StringComparer.Ordinal)
            .Take(AccountsShown).ToHashSet();
        return assessment.Accounts.Where(shown.Contains);
    }

    /// <summary>Used, unknown, unused as runs of signs; what exists shows at least one.</summary>
    private static string Bar(Ink ink, VerdictCounts counts, int width)
    {
        if (counts.Granted == 0)
        {
            return ink.Faint(new string('.', width));
        }

        int Share(long part) => part == 0 ? 0 : Math.Max(1, (int)(part * width / counts.Granted));
        int used = Share(counts.Used), unknown = Share(counts.Unknown);
        int unused = counts.Unused == 0 ? 0 : Math.Max(1, width - used - unknown);
        return ink.Used(new string('█', used)) + ink.Unused(new string('░', unused)) + ink.Faint(new string('?', unknown));
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Names(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(3)) + (names.Length > 3 ? $" and {names.Length - 3} more" : "");
}
