using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>The part of the summary that says what could not be read, and so what the verdicts do not rest on.</summary>
internal static class MissingEvidence
{
    private const int Shown = 3;

    public static void Write(TextLines lines, Ink ink, Assessment assessment)
    {
        Evidence evidence = assessment.Evidence;
        ImmutableArray<Diagnostic> notable = [.. assessment.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Note)];
        if (evidence.FilesNotRead.IsEmpty && evidence.BadRecords == 0 && evidence.Unresolved.IsEmpty && notable.IsEmpty)
        {
            return;
        }

        lines.Add();
        lines.Wrap("What this does not rest on (all of it under Evidence in the report)");
        Group(lines, ink, evidence.FilesNotRead.Length, "log file", "log files", "not read", evidence.FilesNotRead.Select(file => $"{file.Path}: {file.Reason}"));
        if (evidence.BadRecords > 0)
        {
            lines.Wrap($"{Legible.Count(evidence.BadRecords, "record")} passed over in files that were read", indent: 2);
        }

        Group(lines, ink, evidence.Unresolved.Length, "event name", "event names", "not in the catalogue",
            evidence.Unresolved.Select(name => $"{name.Source}:{name.Name} ({Legible.Count(name.Count, "time")})"));
        Group(lines, ink, notable.Length, "remark", "remarks", "on account files and policies", notable.Select(diagnostic => diagnostic.ToString()));
    }

    private static void Group(TextLines lines, Ink ink, int count, string one, string many, string what, IEnumerable<string> items)
    {
        if (count == 0)
        {
            return;
        }

        lines.Wrap($"{Legible.Count(count, one, many)} {what}{(count > Shown ? $", the first {Shown}:" : ":")}", indent: 2);
        foreach (string item in items.Take(Shown))
        {
            lines.Wrap(Legible.Plain(item), indent: 4, hang: 2, most: 2, paint: ink.Faint);
        }
    }
}
