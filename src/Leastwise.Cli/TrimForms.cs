using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>The options of <c>trim</c> that say how it is written.</summary>
internal sealed class TrimForms
{
    private const string Text = "text", Json = "json", Policy = "policy", Cli = "cli", Terraform = "terraform", CloudFormation = "cloudformation", Markdown = "markdown";

    private readonly Option<string> format = new("--format")
    {
        Description = "text for people, json for programs; the policy alone; or what deploys or explains it",
        HelpName = "text|json|policy|cli|terraform|cloudformation|markdown",
        DefaultValueFactory = _ => Text,
    };

    private readonly Option<bool> patch = new("--patch") { Description = "What changes in today's policies, as a diff, where that is shorter than new ones" };
    private readonly Option<string?> folder = new("--output", "-o") { Description = "Write all forms into this folder, a folder each", HelpName = "FOLDER" };
    private readonly Option<bool> force = new("--even-if-it-breaks") { Description = "Print policies, too, under which some of history would be denied" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        format.AcceptOnlyFromAmong(Text, Json, Policy, Cli, Terraform, CloudFormation, Markdown);
        foreach (Option option in new Option[] { format, patch, folder, force })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the form is one document for one subject, and no folder is named.</summary>
    public bool IsSingle(CommandResult result) => result.GetValue(folder) is null && (result.GetValue(format) ?? Text) is not (Text or Json) && !result.GetValue(patch);

    /// <summary>Where trims are written.</summary>
    public TrimOutput Open(ParseResult parsed, Terminal terminal, bool colour, bool several) => new(
        terminal, parsed.GetRequiredValue(format), parsed.GetValue(patch), parsed.GetValue(folder), parsed.GetValue(force), colour, several);
}
