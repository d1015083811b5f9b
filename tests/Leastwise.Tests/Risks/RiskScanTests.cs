using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

public sealed class RiskScanTests
{
    private static readonly Dictionary<Severity, int> Order = new() { [Severity.Critical] = 0, [Severity.High] = 1, [Severity.Medium] = 2, [Severity.Low] = 3 };

    [Fact]
    public void Findings_stand_worst_first_and_their_ids_are_unique_and_stable()
    {
        ImmutableArray<Finding> first = Scan(Acme());
        ImmutableArray<Finding> again = Scan(Acme());
        first.ShouldNotBeEmpty();
        again.Select(finding => finding.Id).ShouldBe(first.Select(finding => finding.Id));
        first.Select(finding => finding.Id).Distinct().Count().ShouldBe(first.Length);
        first.Select(finding => (Order[finding.Severity], finding.Kind, finding.Principal, finding.Id)).ShouldBe(
            first.Select(finding => (Order[finding.Severity], finding.Kind, finding.Principal, finding.Id))
                .OrderBy(key => key.Item1).ThenBy(key => key.Kind, StringComparer.Ordinal).ThenBy(key => key.Principal, StringComparer.Ordinal).ThenBy(key => key.Id, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_finding_of_the_sample_account_names_its_principal_its_statements_and_what_to_do()
    {
        foreach (Finding finding in Scan(Acme()))
        {
            string name = finding.Principal[(finding.Principal.LastIndexOf('/') + 1)..];
            finding.Title.ShouldContain(name);
            finding.Statements.ShouldNotBeEmpty(finding.Title);
            finding.Explanation.ShouldMatch("[Ss]tatement (\"|#)");
            finding.Actions.ShouldNotBeEmpty(finding.Title);
            foreach (string sentence in (string[])[finding.Explanation, finding.Recommendation, .. finding.Conditions])
            {
                sentence.ShouldEndWith(".");
                sentence.ShouldNotContain("  ");
                char.IsUpper(sentence[0]).ShouldBe(!ActionCatalog.Default.Services.Any(service => sentence.StartsWith($"{service.Prefix}:", StringComparison.Ordinal)), sentence);
            }

            Risk.Find(finding.Kind).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Taking_a_right_away_by_a_Deny_never_adds_a_finding_of_its_kind()
    {
        JsonNode account = JsonNode.Parse("""
            {"users": {"alice": {"inline": {"own": {"Effect": "Allow", "Action": ["iam:*", "s3:*", "lambda:*"], "Resource": "*"}, "deny": {"Effect": "Deny", "Action": "none:None", "Resource": "*"}}}},
             "roles": {"worker": {"trust": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}}}
            """)!;
        HashSet<string?> before = [.. ScanPaths(account)];
        before.ShouldBe([null], ignoreOrder: true);
        account["users"]!["alice"]!["inline"]!["deny"]!["Action"] = "iam:Create*";
        HashSet<string?> after = [.. ScanPaths(account)];
        after.ShouldContain("iam-008");
        account["users"]!["alice"]!["inline"]!["deny"]!["Action"] = "iam:*";
        ScanPaths(account).ShouldAllBe(path => path == null || !path.StartsWith("iam-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_finding_carries_every_privilege_that_it_counts()
    {
        Finding[] found = [.. Scan([CaseAccount.Read(JsonNode.Parse("""
            {"users": {"alice": {"inline": {"a": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}, "z": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}}}
            """)!)])];
        Finding changes = found.Single(finding => finding.Kind == "InfrastructureModification");
        changes.Actions.Length.ShouldBeGreaterThan(300);
        changes.Title.ShouldEndWith($"with {changes.Actions.Length} privileges");
        changes.Actions.ShouldContain("s3:PutBucketPolicy");
        changes.Statements.Select(source => source.Policy.Name).ShouldBe(["a", "z"], "the statements of all privileges, not only of the first by alphabet");
        Finding data = found.Single(finding => finding.Kind == "ResourceExposure");
        data.Title.ShouldEndWith($" and {data.Actions.Length - 4} more, not limited to any resource");
    }

    [SkippableFact]
    public void Real_accounts_are_scanned_to_the_end()
    {
        string folder = Path.Combine(Repository.SharedData, "iam");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);
        foreach (string file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);
            ImmutableArray<Finding> findings = Scan([.. details.Accounts]);
            findings.Select(finding => finding.Id).Distinct().Count().ShouldBe(findings.Length, file);
        }
    }

    private static IEnumerable<string?> ScanPaths(JsonNode account) => Scan([CaseAccount.Read(account)]).Select(finding => finding.PathId);

    private static AccountSnapshot[] Acme() =>
        [.. AuthorizationDetailsReader.Read(Directory.EnumerateFiles(Repository.PathOf("samples", "acme", "iam"), "*.json").Order(StringComparer.Ordinal)).Accounts];

    private static ImmutableArray<Finding> Scan(AccountSnapshot[] accounts)
    {
        OrganizationSnapshot? organization = null;
        var calculator = new GrantCalculator(ActionCatalog.Default);
        return RiskScan.Run(ActionCatalog.Default, accounts, organization, principal =>
            calculator.GrantsOf(principal, accounts.Single(account => account.AccountId == principal.AccountId), organization));
    }
}
