using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>assess</c>: the main job, on files, or on accounts that are fetched for it.</summary>
internal static class AssessCommand
{
    private const string DefaultFolder = "leastwise-report";

    public static Command Create(Terminal terminal)
    {
        var inputs = new InputOptions();
        var output = new Option<string?>("-o", "--output", "--output-directory")
        {
            Description = $"The folder that report.html and report.json are written into, {DefaultFolder} without it; of fetched accounts NAME.html and NAME.json of each, and all-accounts.html and .json",
            HelpName = "DIR",
        };
        var bucket = new Option<string?>("-b", "--output-bucket") { Description = "Of fetched accounts, the S3 bucket that the reports are put into, with or without -o", HelpName = "BUCKET" };
        var resources = new Option<string?>("--existing") { Description = "What runs with roles, so that escalation over it is sure: JSON, see docs/paths.md", HelpName = "FILE" };
        var command = new Command("assess", "Say for every principal what is granted, what was used, what was not, what cannot be known, and what of it is dangerous.");
        ManyAccountsOptions many = inputs.AddWithAws(command);
        command.Add(output);
        command.Add(bucket);
        command.Add(resources);
        var aws = new AwsCliOptions(withAccounts: true);
        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!many.AreNamed(result) && (aws.IsUsed(result) || result.GetValue(bucket) is not null))
            {
                result.AddError("--profile, --region, --role-arn, --external-id and --output-bucket are for accounts that are fetched: name them with --accounts FILE or --organization.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            ExistingResources existing = parsed.GetValue(resources) is { } file ? ExistingResourcesReader.Read(file) : ExistingResources.None;
            string? folder = parsed.GetValue(output), target = parsed.GetValue(bucket);
            int exitCode = many.AreNamed(parsed.CommandResult)
                ? await new ManyAssessments(terminal, aws.Read(parsed), cancellation).RunAsync(
                    new ManyAssessmentsRequest(inputs.Read(parsed), many.OfFile(parsed), many.Role(parsed) ?? "", many.Parallel(parsed), folder ?? (target is null ? DefaultFolder : null), target, existing))
                : Run(terminal, inputs.Read(parsed), folder ?? DefaultFolder, existing, cancellation);
            return existing.Diagnostics.Any(problem => problem.Severity == DiagnosticSeverity.Error) && exitCode == ExitCode.Done ? ExitCode.Input : exitCode;
        });
        return command;
    }

    private static int Run(Terminal terminal, InputRequest request, string folder, ExistingResources existing, CancellationToken cancellation)
    {
        Assessed assessed = new Assessor(terminal, cancellation).Run(request, withPaths: true, existing: existing);
        string page = ReportFiles.Write(assessed.Assessment, folder, "report", CustomPageFiles.Read());
        terminal.Out.Write(AssessmentText.Write(assessed.Assessment, terminal.Width, terminal.Color, page));
        return assessed.ExitCode;
    }
}
