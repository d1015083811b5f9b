using System.Text;
using System.Text.Json;
using Leastwise.Reporting;
using Leastwise.Risks;

namespace Leastwise.Tests.Reporting;

public sealed class ReportComparisonTests
{
    private static readonly Assessment Old = SmallAssessment.Create();

    [Fact]
    public void The_same_report_has_no_changes()
    {
        ReportDifference same = ReportComparison.Compare(Old, SmallAssessment.Create());
        same.Changes.ShouldBeEmpty();
        same.Cautions.ShouldBeEmpty();
        same.IsWorse.ShouldBeFalse();
        DifferenceText.Write(same, 100).ShouldStartWith("Nothing changed in findings, principals and ways to administrator.");
    }

    [Fact]
    public void Changes_read_as_the_golden_files_say()
    {
        ReportDifference difference = ReportComparison.Compare(Old, Changed());
        GoldenFile.ShouldMatch("report-diff.txt", DifferenceText.Write(difference, 100));
        GoldenFile.ShouldMatch("report-diff.md", DifferenceText.WriteMarkdown(difference));
        using var json = new MemoryStream();
        DifferenceJson.Write(difference, json);
        GoldenFile.ShouldMatch("report-diff.json", Encoding.UTF8.GetString(json.ToArray()));
        JsonSchema.Read("report-diff.schema.json").ErrorsOf(JsonDocument.Parse(json.ToArray()).RootElement).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_new_one_way_is_gone_the_other_way_and_worse_is_better()
    {
        var forth = ReportComparison.Compare(Old, Changed()).Changes.Select(change => (change.Kind, change.Subject, change.Id));
        var back = ReportComparison.Compare(Changed(), Old).Changes.Select(change => (Mirrored(change.Kind), change.Subject, change.Id));
        back.ShouldBe(forth, ignoreOrder: true);
    }

    [Fact]
    public void Only_findings_and_ways_make_it_worse()
    {
        ReportComparison.Compare(Old, Old with { Principals = [.. Old.Principals, Old.Principals[0] with { Arn = "arn:aws:iam::111111111111:role/more" }] }).IsWorse.ShouldBeFalse();
        ReportComparison.Compare(Old with { Findings = Old.Findings[1..] }, Old).IsWorse.ShouldBeTrue();
        ReportComparison.Compare(Old with { Paths = Old.Paths! with { Routes = [] } }, Old).IsWorse.ShouldBeTrue();
    }

    [Fact]
    public void What_cannot_be_compared_is_said()
    {
        ReportDifference difference = ReportComparison.Compare(Old, Old with { Paths = null, CatalogVersion = "2027-01-01", Accounts = Old.Accounts[..1] });
        difference.Cautions.Length.ShouldBe(3);
        difference.Cautions.ShouldContain("Account 222222222222 is only in the old one: what is gone of it may be there still.");
        difference.Cautions.ShouldContain(caution => caution.StartsWith("Ways to administrator are not compared"));
    }

    [Fact]
    public void Names_are_only_text_in_Markdown() =>
        DifferenceText.WriteMarkdown(ReportComparison.Compare(Old, HostileAssessment.Create())).ShouldNotContain("<");

    private static ChangeKind Mirrored(ChangeKind kind) => kind switch
    {
        ChangeKind.New => ChangeKind.Gone,
        ChangeKind.Gone => ChangeKind.New,
        ChangeKind.Worse => ChangeKind.Better,
        _ => ChangeKind.Worse,
    };

    internal static Assessment Changed()
    {
        // Made anew: counts that were asked for once are kept in copies.
        Assessment fresh = SmallAssessment.Create();
        return fresh with
        {
            Principals = [fresh.Principals[0] with { Privileges = fresh.Principals[0].Privileges[1..], }, fresh.Principals[1], fresh.Principals[2] with { Arn = "arn:aws:iam::222222222222:role/other", Name = "other" }],
            Findings =
        [
            fresh.Findings[0] with { Finding = fresh.Findings[0].Finding with { Severity = Severity.High } },
            fresh.Findings[1] with { Finding = fresh.Findings[1].Finding with { Actions = [.. fresh.Findings[1].Finding.Actions, "sts:AssumeRole"] } },
            .. fresh.Findings[3..],
            fresh.Findings[2] with { Finding = fresh.Findings[2].Finding with { Id = "PE-00000009" } },
        ],
            Paths = fresh.Paths! with { Routes = [[0]] },
        };
    }
}
