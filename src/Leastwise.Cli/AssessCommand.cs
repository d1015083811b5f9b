using System.CommandLine;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>assess</c>: the main job.</summary>
internal static class AssessCommand
{
    private const string DefaultFolder = "leastwise-report";

    public static Command Create(Terminal terminal)
    {
        var inputs = new InputOptions();
        var output = new Option<string>("-o", "--output")
        {
            Description = "The folder that report.html and report.json are written into",
            HelpName = "DIR",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var resources = new Option<string?>("--existing") { Description = "What runs with roles, so that escalation over it is sure: JSON, see docs/paths.md", HelpName = "FILE" };
        var command = new Command("assess", "Say for every principal what is granted, what was used, what was not, what cannot be known, and what of it is dangerous.");
        inputs.AddTo(command);
        command.Add(output);
        command.Add(resources);
        command.SetAction((parsed, cancellation) =>
        {
            ExistingResources existing = parsed.GetValue(resources) is { } file ? ExistingResourcesReader.Read(file) : ExistingResources.None;
            Assessed assessed = new Assessor(terminal, cancellation).Run(inputs.Read(parsed), withPaths: true, existing: existing);
            string page = WriteReport(assessed.Assessment, parsed.GetRequiredValue(output), CustomPageFiles.Read());
            terminal.Out.Write(AssessmentText.Write(assessed.Assessment, terminal.Width, terminal.Color, page));
            return Task.FromResult(existing.Diagnostics.Any(problem => problem.Severity == DiagnosticSeverity.Error) ? ExitCode.Input : assessed.ExitCode);
        });
        return command;
    }

    private static string WriteReport(Assessment assessment, string folder, CustomPages custom)
    {
        string page = Path.Combine(folder, "report.html");
        try
        {
            Directory.CreateDirectory(folder);
            var json = Task.Run(() => OutputFile.Replace(Path.Combine(folder, "report.json"), stream => AssessmentJson.Write(assessment, stream)));
            OutputFile.Replace(page, stream => AssessmentHtml.Write(assessment, stream, custom));
            json.GetAwaiter().GetResult();
            return page;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the report cannot be written here ({exception.Message.TrimEnd('.')}). Name another folder with -o.");
        }
    }
}
