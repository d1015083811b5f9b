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
