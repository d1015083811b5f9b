using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies.Templates;
using Leastwise.Reporting;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>scan-policy-file -i FILE</c>: the risks of policies by themselves, from whatever file holds them.</summary>
internal static class ScanPolicyFileCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new Option<string?>("-i", "--input-file")
        {
            Description = "A policy, a list of policies or statements, a CloudFormation template (YAML or JSON), or a Terraform plan (JSON); '-', or none with redirected input, reads standard input",
            HelpName = "FILE",
        };
        var allRisky = new Option<bool>("-aR", "--flag-all-risky-actions") { Description = "Flag actions whatever their resources and conditions; a Deny counts still" };
        var results = new ScanResultOptions(withFiles: false);
        var command = new Command("scan-policy-file", "Find the risks in policies by themselves, and what in them AWS does not read as it seems to be meant.") { input, allRisky };
        results.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(input) is not { Implicit: false } && !terminal.HasInput)
            {
                result.AddError("Say which policy: -i FILE, or '-' to read standard input.");
            }
        });
        command.SetAction(parsed =>
        {
            ScanChoices choices = results.Read(parsed, terminal);
            return new ScanWriter(terminal).Write(Run(parsed.GetValue(input) ?? StandardInput.Sign, parsed.GetValue(allRisky), choices, terminal), choices);
        });
        return command;
    }

    private static Scanned Run(string path, bool allRisky, ScanChoices choices, Terminal terminal)
    {
        string file = StandardInput.Called(path);
        FoundPolicies found = PolicyFileReader.Read(ReadBytes(path), file);
        if (found.Policies.All(policy => policy.Document.Statements.IsEmpty) && found.Diagnostics.FirstOrDefault(problem => problem.Severity == DiagnosticSeverity.Error) is { } unusable)
        {
            throw new InputException(Legible.Plain(unusable.ToString()));
        }

        Diagnostic[] tooLong = [.. found.Policies.Where(policy => policy.Document.Statements.Length > PolicyFileScan.MostStatements).Select(TooLong)];
        found = found with { Policies = [.. found.Policies.Select(policy => PolicyFileScan.Bounded(policy))], Diagnostics = [.. found.Diagnostics, .. tooLong] };
        ActionCatalog catalog = ActionCatalog.Default;
        ImmutableArray<PolicyRisks> risks = PolicyFileScan.Run(catalog, found.Policies, request => request with
        {
            KnownAccounts = choices.Exclusions.KnownAccounts,
            IncludedActions = choices.Exclusions.IncludedActions,
            IgnoresLimits = allRisky,
        });
        var lint = new PolicyLint(catalog);
        Problems.Write(terminal, found.Diagnostics, "correct these first");
        ScanReport report = new ScanSources
        {
            Name = path == StandardInput.Sign ? "policy" : Path.GetFileNameWithoutExtension(path),
            Version = CommandLine.Version,
            CatalogVersion = catalog.Version,
            Policies = risks,
            Remarks = risks.SelectMany(one => lint.Check(one.Policy.Document).Select(remark => (Id: PolicyIdentity.Of(one.Policy), remark))).ToLookup(pair => pair.Id, pair => pair.remark, StringComparer.Ordinal),
            PoliciesStandAlone = true,
            Exclusions = choices.Exclusions,
            Baseline = choices.Baseline,
            Severities = choices.Severities,
            Diagnostics = found.Diagnostics,
        }.Join();
        var page = new ScanPage { Name = report.Name, Version = report.Version, CatalogVersion = report.CatalogVersion, Accounts = [], Diagnostics = report.Diagnostics };
        return new Scanned(report, page.Join([.. report.All]), tooLong.Length > 0 || found.Policies.Any(policy => policy.Document.MayLackDeny) ? ExitCode.Input : ExitCode.Done, path);
    }

    private static Diagnostic TooLong(FoundPolicy policy) => new(
        DiagnosticSeverity.Error,
        FormattableString.Invariant($"The policy {policy.Name} has {policy.Document.Statements.Length:N0} statements, more than AWS takes in any policy; the first {PolicyFileScan.MostStatements:N0} are judged, and what the others allow or deny is not known."),
        policy.Document.Statements[PolicyFileScan.MostStatements].Position);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return path == StandardInput.Sign ? StandardInput.ReadAll() : File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Legible.Plain(File.Exists(path) || Directory.Exists(path)
                ? $"{path}: the policy cannot be read ({exception.Message.TrimEnd('.')})."
                : $"{path}: there is no such file; check the path."));
        }
    }
}
