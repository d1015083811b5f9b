using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>What is to become of the findings.</summary>
/// <param name="Format">What standard output carries.</param>
/// <param name="Folder">Where files are written; null for none.</param>
/// <param name="FailOn">The severity from which the exit code is 1; null for never.</param>
/// <param name="Severities">The severities that are wanted; none for all.</param>
/// <param name="Exclusions">What is excluded.</param>
/// <param name="Baseline">Ids of an earlier run's findings; null where none is given.</param>
internal sealed record ScanChoices(
    string Format, string? Folder, Severity? FailOn, ImmutableArray<Severity> Severities, Exclusions Exclusions, IReadOnlySet<string>? Baseline);

/// <summary>The options of the scanning verbs that say what becomes of findings.</summary>
/// <param name="withFiles">Whether files are written.</param>
/// <param name="manyAccounts">Whether there is a report for each of several accounts.</param>
internal sealed class ScanResultOptions(bool withFiles, bool manyAccounts = false)
{
    private static readonly string[] Levels = ["low", "medium", "high", "critical"];

    private readonly Option<string> format = Only(
        new Option<string>("--format") { Description = "What standard output carries", HelpName = string.Join('|', ScanFormat.All), DefaultValueFactory = _ => ScanFormat.Text }, ScanFormat.All);

    private readonly Option<string?> output = manyAccounts
        ? new("-o", "--output-directory", "--output") { Description = "The folder that NAME.json and NAME.html of each account and all-accounts.json and .html are written into", HelpName = "DIR" }
        : new("-o", "--output") { Description = "The folder that NAME.json and NAME.html are written into, NAME being the input's; by default the current one, or none with --format", HelpName = "DIR" };

    private readonly Option<string?> exclusions = new("-e", "--exclusions-file") { Description = "What to exclude, in YAML; Cloudsplaining's files work, see create-exclusions-file", HelpName = "FILE" };
    private readonly Option<string?> baseline = new("--baseline") { Description = "The JSON of an earlier run: what it has does not count for --fail-on", HelpName = "FILE" };
    private readonly Option<string?> failOn = Only(new Option<string?>("--fail-on") { Description = "Exit with 1 where a finding is at least as bad, neither excluded nor in the baseline", HelpName = string.Join('|', Levels) }, Levels);

    private readonly Option<string[]> severities = new("-f", "--filter-severity")
    {
        Description = "Only findings of these severities",
        HelpName = string.Join('|', Levels),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> highOnly = new("--high-priority-only") { Description = "Only findings of the severities high and critical" };
    private readonly Option<bool> skipOpen = new("-s", "--skip-open-report") { Description = "For Cloudsplaining's users: no browser is ever opened" };
    private readonly Option<bool> minimize = new("-m", "--minimize") { Description = "For Cloudsplaining's users: the page is small and asks nothing of any network anyhow" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        severities.Validators.Add(result =>
        {
            foreach (string wrong in (result.GetValueOrDefault<string[]>() ?? []).Where(value => SeverityOf(value) is null && !value.Equals("none", StringComparison.OrdinalIgnoreCase)))
            {
                result.AddError($"'{wrong}' is no severity; write one of {string.Join(", ", Levels)}.");
            }
        });
        Option[] files = withFiles ? [output, skipOpen, minimize] : [output, highOnly];
        foreach (Option option in new Option[] { format, exclusions, baseline, failOn, severities }.Concat(files))
        {
            command.Add(option);
        }
    }

    /// <summary>Whether a folder for files was named.</summary>
    public bool NamesFolder(CommandResult result) => result.GetValue(output) is not null;

    /// <summary>What was typed, with the files that it names.</summary>
    /// <exception cref="UsageException">The exclusions file cannot be used.</exception>
    public ScanChoices Read(ParseResult parsed, Terminal terminal)
    {
        bool textAlone = parsed.GetRequiredValue(format) == ScanFormat.Text && withFiles && !manyAccounts;
        return new ScanChoices(
            parsed.GetRequiredValue(format),
            parsed.GetValue(output) ?? (textAlone ? "." : null),
            parsed.GetValue(failOn) is { } level ? SeverityOf(level) : null,
            parsed.GetResult(highOnly) is not null && parsed.GetValue(highOnly)
                ? [Severity.High, Severity.Critical]
                : [.. (parsed.GetValue(severities) ?? []).Select(SeverityOf).OfType<Severity>()],
            parsed.GetValue(exclusions) is { } file ? ReadExclusions(file, terminal) : Exclusions.None,
            parsed.GetValue(baseline) is { } earlier ? ReadBaseline(earlier) : null);
    }

    private static Option<T> Only<T>(Option<T> option, string[] values)
    {
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Severity? SeverityOf(string text) => Enum.TryParse(text, ignoreCase: true, out Severity severity) && !char.IsAsciiDigit(text[0]) ? severity : null;

    private static Exclusions ReadExclusions(string file, Terminal terminal)
    {
        Exclusions read = ExclusionsReader.Read(ReadText(file), file, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        if (read.Diagnostics.FirstOrDefault(problem => problem.Severity == DiagnosticSeverity.Error) is { } wrong)
        {
            // A file that is understood in part would hide too much or too little: neither is what somebody decided.
            throw new UsageException(Reporting.Legible.Plain(wrong.ToString()));
        }

        Problems.Write(terminal, read.Diagnostics, "correct these first");
        return read;
    }

    private static IReadOnlySet<string> ReadBaseline(string file) =>
        ScanBaseline.Read(ReadText(file)) ?? throw new UsageException($"{file}: this is no result of 'leastwise scan'; give the JSON that an earlier run wrote.");

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(File.Exists(file) ? $"{file}: the file cannot be read ({exception.Message.TrimEnd('.')})." : $"{file}: there is no such file; check the path.");
        }
    }
}
