using System.Collections.Immutable;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Policies.Templates;
using Leastwise.Reporting;
using Leastwise.Reporting.Scans;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

/// <summary>Policies with far more statements than AWS takes: work grows with their number and not with its square, and output is bounded.</summary>
public sealed class ManyStatementsTests
{
    private static readonly string[] Actions = ["s3:*", "ec2:Describe*", "iam:PassRole", "lambda:CreateFunction", "dynamodb:GetItem", "sts:AssumeRole", "kms:Decrypt"];
    [Fact]
    public void Four_times_the_statements_are_about_four_times_the_work()
    {
        // Allocation is the same on every machine and at every load; whoever reads all statements for each statement allocates for each pair.
        _ = Allocated(250);
        long some = Allocated(500), more = Allocated(2_000);
        more.ShouldBeLessThan(some * 7);
    }

    [Fact]
    public void Hundreds_of_denies_take_away_what_they_name_and_nothing_else()
    {
        // Enough pairs to be looked up by ARN; every third user is denied, and one more by a pattern.
        string[] statements =
        [
            .. Enumerable.Range(0, 150).Select(i => $$"""{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:iam::000000000000:user/u{{i}}"}"""),
            .. Enumerable.Range(0, 150).Where(i => i % 3 == 0).Select(i => $$"""{"Effect": "Deny", "Action": "iam:*", "Resource": ["arn:aws:iam::000000000000:user/u{{i}}", "arn:aws:iam::000000000000:user/none{{i}}"]}"""),
            .. Enumerable.Range(200, 100).Select(i => $$"""{"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::000000000000:user/u{{i}}"}"""),
            """{"Effect": "Deny", "Action": "iam:PutUserPolicy", "Resource": "arn:aws:iam::*:user/u1?"}""",
        ];
        var document = Leastwise.Policies.PolicyParser.Parse($$"""{"Version": "2012-10-17", "Statement": [{{string.Join(',', statements)}}]}""", "many");
        var user = new Leastwise.Principals.IamUser
        {
            Arn = "arn:aws:iam::000000000000:user/mallory",
            Name = "mallory",
            Path = "/",
            UniqueId = "AIDA",
            AccountId = "000000000000",
            InlinePolicies = [new Leastwise.Principals.NamedPolicy { Name = "many", Kind = Leastwise.Principals.PolicyKind.Inline, Document = document }],
        };
        var account = new Leastwise.Principals.AccountSnapshot { AccountId = "000000000000", Users = [user], Roles = [], Groups = [], Policies = [] };
        var grants = new Leastwise.Evaluation.GrantCalculator(ActionCatalog.Default).GrantsOf(user, account, null);

        int[] Held(string action) => [.. grants[ActionCatalog.Default.Find(action)!]!.Allows.Select(allow => allow.Statement.Index)];
        Held("iam:DeleteUser").ShouldBe(Enumerable.Range(0, 150).Where(i => i % 3 != 0));
        Held("iam:PutUserPolicy").ShouldBe(Enumerable.Range(0, 150).Where(i => i % 3 != 0 && i is not (>= 10 and < 20)));
    }

    [Fact]
    public void No_more_statements_are_listed_than_a_reader_could_use()
    {
        ScanReport report = Report(3_000);
        using var json = new MemoryStream();
        ScanJson.Write(report, json);
        json.Length.ShouldBeLessThan(3_000_000);
        Encoding.UTF8.GetString(json.ToArray()).ShouldContain("\"unlistedStatements\":");
    }

    [Fact]
    public void Beyond_a_bound_statements_are_left_out()
    {
        FoundPolicy found = PolicyFileReader.Read(Encoding.UTF8.GetBytes(Policy(30)), "many.json").Policies.Single();
        PolicyFileScan.Bounded(found, most: 10).Document.Statements.Select(statement => statement.Index).ShouldBe(Enumerable.Range(0, 10));
        PolicyFileScan.Bounded(found).ShouldBeSameAs(found);
    }

    private static long Allocated(int statements)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScanReport report = Report(statements);
        using var page = new MemoryStream();
        AssessmentHtml.Write(new ScanPage { Name = "p", Version = "0", CatalogVersion = "0", Accounts = [] }.Join([.. report.All]), page);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ScanReport Report(int statements)
    {
        ImmutableArray<FoundPolicy> policies = PolicyFileReader.Read(Encoding.UTF8.GetBytes(Policy(statements)), "many.json").Policies;
        return new ScanSources
        {
            Name = "many",
            Version = "0",
            CatalogVersion = "0",
            Policies = PolicyFileScan.Run(ActionCatalog.Default, policies, request => request),
            PoliciesStandAlone = true,
        }.Join();
    }

    private static string Policy(int statements) => "{\"Version\": \"2012-10-17\", \"Statement\": ["
        + string.Join(",\n", Enumerable.Range(0, statements).Select(i => $$"""{"Effect": "Allow", "Action": "{{Actions[i % Actions.Length]}}", "Resource": "*"}""")) + "]}";
}
