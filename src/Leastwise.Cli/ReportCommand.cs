using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Reporting;
using Leastwise.Reporting.Reading;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>report FILE</c> makes the page again from <c>report.json</c>; <c>report diff OLD NEW</c> compares two.</summary>
internal static class ReportCommand
{
    private const string Json = "report.json";
    private const string Markdown = "markdown";
    private const string Html = "html";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "A report.json that assess wrote, or the folder that holds it", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("-o", "--output") { Description = "The page to write; without it, report.html beside FILE", HelpName = "PAGE" };
        var command = new Command("report", "Make the page again from report.json, without account files and logs.") { file, output };
        command.Add(Difference(terminal));
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && !result.Children.OfType<System.CommandLine.Parsing.CommandResult>().Any())
            {
                result.AddError("Name the report.json, or the folder that holds it.");
            }
        });
        command.SetAction(parsed =>
        {
            string path = PathOf(parsed.GetValue(file) ?? "");
            Assessment assessment = Read(path);
            string page = parsed.GetValue(output) ?? Path.Combine(Path.GetDirectoryName(path) ?? "", "report.html");
            WritePage(page, "-o", stream => AssessmentHtml.Write(assessment, stream, CustomPageFiles.Read()));
            terminal.Out.WriteLine($"The report: {Legible.Plain(page)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Difference(Terminal terminal)
    {
        var before = new Argument<string>("OLD") { Description = "The earlier report.json, or the folder that holds it" };
        var after = new Argument<string>("NEW") { Description = "The later one" };
        var fail = new Option<bool>("--fail-if-worse") { Description = "End with 1 where a finding or a way to administrator is new or worse" };
        var format = new Option<string>("--format") { Description = "text for people, markdown for a ticket, json for programs, html for a page of its own", HelpName = $"{OutputFormat.Text}|{Markdown}|{OutputFormat.Json}|{Html}", DefaultValueFactory = _ => OutputFormat.Text };
        format.AcceptOnlyFromAmong(OutputFormat.Text, Markdown, OutputFormat.Json, Html);
        var page = new Option<string?>("--html") { Description = "Write the page into this file, too", HelpName = "FILE" };
        var command = new Command("diff", "Show what changed between two assessments: new, worse, better, gone.") { before, after, fail, format, page };
        command.SetAction(parsed =>
        {
            ReportDifference difference = ReportComparison.Compare(Read(PathOf(parsed.GetRequiredValue(before))), Read(PathOf(parsed.GetRequiredValue(after))));
            if (parsed.GetValue(page) is { } file)
            {
                WritePage(file, "--html", stream => DifferenceHtml.Write(difference, stream));
            }

            switch (parsed.GetRequiredValue(format))
            {
                case Html:
                    terminal.WriteJson(stream => DifferenceHtml.Write(difference, stream));
                    break;
                case OutputFormat.Json:
                    terminal.WriteJson(stream => DifferenceJson.Write(difference, stream));
                    break;
                case Markdown:
                    terminal.Out.Write(DifferenceText.WriteMarkdown(difference));
                    break;
                default:
                    terminal.Out.Write(DifferenceText.Write(difference, terminal.Width, terminal.Color));
                    break;
            }

            return parsed.GetValue(fail) && difference.IsWorse ? ExitCode.Found : ExitCode.Done;
        });
        return command;
    }

    private static void WritePage(string file, string option, Action<Stream> write)
    {
        try
        {
            OutputFile.Replace(file, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Legible.Plain(file)}: the page cannot be written here ({exception.Message.TrimEnd('.')}). Name another file with {option}.");
        }
    }

    private static string PathOf(string typed) => Directory.Exists(typed) ? Path.Combine(typed, Json) : typed;

    private static Assessment Read(string path) =>
        ReportReader.Read(path, ActionCatalog.Default, out Diagnostic? problem) ?? throw new InputException(Legible.Plain(problem?.ToString() ?? path));
}
