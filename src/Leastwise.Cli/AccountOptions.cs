using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>Accounts, organization and resource policies as read.</summary>
/// <param name="Accounts">The accounts; none where the user pointed at none.</param>
/// <param name="Organization">The organization; null where there is none.</param>
/// <param name="Resources">Resource policies.</param>
/// <param name="Problems">What could not be used, as it was said on standard error.</param>
/// <param name="ExitCode">What the run ends with as far as reading goes: 3 where something that was named could not be used.</param>
internal sealed record AccountFiles(
    ImmutableArray<AccountSnapshot> Accounts, OrganizationSnapshot? Organization, ResourcePolicies Resources, IReadOnlyCollection<Diagnostic> Problems, int ExitCode);

/// <summary>The options of the verbs that look at policies and at no logs.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string[]> iam = new("--iam")
    {
        Description = "Account details, as 'aws iam get-account-authorization-details' prints them; '-' reads standard input",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> organization = new("--organization")
    {
        Description = "The organization's accounts and policies: a file, or a folder of what the 'aws organizations' commands print",
        HelpName = "PATH",
    };

    private readonly Option<string?> resources = new("--resource-policies")
    {
        Description = "Policies of resources: JSON of ARN and policy, a file or a folder of such",
        HelpName = "PATH",
    };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(iam);
        command.Add(organization);
        command.Add(resources);
    }

    /// <summary>Refuses policies of resources, which the verb does not look at: taking them in silence would look as if they counted.</summary>
    public void RefuseResources(Command command, string sentence)
    {
        resources.Hidden = true;
        command.Validators.Add(result =>
        {
            if (result.GetResult(resources) is { Implicit: false })
            {
                result.AddError(sentence);
            }
        });
    }

    /// <summary>Demands that the command line names an account.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="folder">The folder among its arguments; null where there is none.</param>
    public void Require(Command command, Func<CommandResult, string?> folder) => command.Validators.Add(result =>
    {
        if (result.GetResult(iam) is not { Implicit: false } && folder(result) is null)
        {
            result.AddError("Say which account: a FOLDER, or --iam FILE with the account's details.");
        }
    });

    /// <summary>The same accounts with logs; null where no logs were named.</summary>
    public InputRequest? RequestOf(ParseResult parsed, string? place, string[] trail, string? ledger) => trail.Length == 0 && ledger is null
        ? null
        : new InputRequest(place, parsed.GetValue(iam) ?? [], trail, parsed.GetValue(organization), null, null, ledger);

    /// <summary>Reads what was pointed at, and says on standard error what could not be used.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="place">The folder with account details and, if there are any, organization and resource policies; null where none was named.</param>
    /// <exception cref="InputException">An account was named and none could be read.</exception>
    public AccountFiles Read(ParseResult parsed, Terminal terminal, string? place)
    {
        string[] files = parsed.GetValue(iam) ?? [];
        if (place is not null && !Directory.Exists(place))
        {
            throw new InputException(File.Exists(place)
                ? $"{place}: this is a file. Name a folder, or give the file with --iam."
                : $"{place}: there is no such folder; check the path.");
        }

        InputFiles found = InputFiles.Find(new InputRequest(place, files, [], parsed.GetValue(organization), null, null, null));
        var problems = new List<Diagnostic>();
        AuthorizationDetails? details = found.Iam.IsEmpty ? null : InputReading.ReadAccounts(found.Iam);
        if (details is not null)
        {
            details = details with { Accounts = CollectedNotes.Read(found.Notes, problems).Join(details.Accounts) };
            problems.AddRange(details.Diagnostics.Concat(details.Accounts.SelectMany(account => account.Diagnostics)));
        }

        OrganizationSnapshot? read = found.Organization is { } file ? OrganizationReader.Read(file) : null;
        problems.AddRange(read?.Diagnostics ?? []);
        ResourcePolicies policies = (parsed.GetValue(resources) ?? found.ResourcePolicies) is { } path ? ResourcePoliciesReader.Read(path) : ResourcePolicies.None;
        problems.AddRange(policies.Diagnostics);
        Problems.Write(terminal, problems, "correct these first");
        if ((place is not null || files.Length > 0) && details is null or { Accounts.IsEmpty: true })
        {
            throw new InputException(details is null && place is not null
                ? $"{place}: no account details here. Put the output of 'aws iam get-account-authorization-details' into the folder, or name it with --iam."
                : "No account could be read, so there is nobody to speak of.");
        }

        HashSet<string> named = [.. files.Select(StandardInput.Called), .. new[] { place, parsed.GetValue(organization), parsed.GetValue(resources) }.OfType<string>()];
        bool unusable = problems.Any(problem => problem is { Severity: DiagnosticSeverity.Error, Position.Line: 0 } && named.Contains(problem.Position.File));
        return new AccountFiles(details?.Accounts ?? [], read, policies, problems, unusable ? ExitCode.Input : ExitCode.Done);
    }
}
