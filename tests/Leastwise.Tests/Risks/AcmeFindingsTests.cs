using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>The findings on the sample organization against what its story says, written by hand in <c>tests/cases/acme/truth.json</c>.</summary>
public sealed class AcmeFindingsTests
{
    private static readonly Lazy<ImmutableArray<Finding>> Found = new(Scan);

    [SkippableFact]
    public void What_the_story_calls_dangerous_is_found()
    {
        string[] missing = [.. Truth("findings")
            .Where(wanted => !Found.Value.Any(finding => finding.Principal == wanted.Principal && Kinds(wanted.Kind).Contains(finding.Kind)))
            .Select(wanted => $"{wanted.Kind} on {wanted.Principal}: {wanted.Why}")];
        missing.ShouldBeEmpty();
    }

    [SkippableFact]
    public void What_the_story_calls_harmless_is_not_found()
    {
        string[] wrong = [.. Truth("noFindings")
            .SelectMany(unwanted => Found.Value
                .Where(finding => finding.Principal == unwanted.Principal && Kinds(unwanted.Kind).Contains(finding.Kind))
                .Select(finding => $"{finding.Title} although: {unwanted.Why}\n  {finding.Explanation}"))];
        wrong.ShouldBeEmpty();
    }

    // The story has its own words for some kinds; an administrator is told as one who has escalated already.
    private static string[] Kinds(string told) => told switch
    {
        "PrivilegeEscalation" => ["PrivilegeEscalation", "FullAdministrator"],
        "TrustOpenToAnyoneWithConditions" => ["TrustOpenToAnyone"],
        "TrustWebIdentityWithoutSubject" => ["TrustFederatedTooWide"],
        _ => [told],
    };

    private static (string Principal, string Kind, string Why)[] Truth(string list)
    {
        string file = Repository.PathOf("tests", "cases", "acme", "truth.json");
        Skip.IfNot(File.Exists(file), "The story's truth, tests/cases/acme/truth.json, is not in this checkout.");
        return [.. JsonNode.Parse(File.ReadAllText(file))![list]!.AsArray().Select(node => ((string)node!["principal"]!, (string)node["kind"]!, (string)node["why"]!))];
    }

    private static ImmutableArray<Finding> Scan()
    {
        ImmutableArray<AccountSnapshot> accounts =
            AuthorizationDetailsReader.Read(Directory.EnumerateFiles(Repository.PathOf("samples", "acme", "iam"), "*.json").Order(StringComparer.Ordinal)).Accounts;
        OrganizationSnapshot organization = OrganizationReader.Read(Repository.PathOf("samples", "acme", "organization.json"));
        var calculator = new GrantCalculator(ActionCatalog.Default);
        return RiskScan.Run(ActionCatalog.Default, accounts, organization, principal =>
            calculator.GrantsOf(principal, accounts.Single(account => account.AccountId == principal.AccountId), organization));
    }
}
