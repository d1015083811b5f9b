using System.Collections.Immutable;
using Leastwise.Reporting;
using Leastwise.Risks;

namespace Leastwise.Tests.Reporting;

public sealed class AssessmentTextTests
{
    [Fact]
    public void The_summary_reads_as_the_golden_file_says() =>
        GoldenFile.ShouldMatch("assessment.txt", AssessmentText.Write(SmallAssessment.Create(), width: 100, reportPath: "out/report.html"));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        foreach (string line in AssessmentText.Write(SmallAssessment.Create(), width).Split('\n'))
        {
            line.Length.ShouldBeLessThanOrEqualTo(width, line);
        }
    }

    [Fact]
    public void Colour_changes_nothing_but_colour()
    {
        string coloured = AssessmentText.Write(SmallAssessment.Create(), colour: true);
        coloured.ShouldContain("\u001b[");
        System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9;]*m", "").ShouldBe(AssessmentText.Write(SmallAssessment.Create()));
    }

    [Fact]
    public void Many_findings_do_not_make_it_longer_than_a_screen()
    {
        Assessment small = SmallAssessment.Create();
        AssessedFinding one = small.Findings[2];
        ImmutableArray<AssessedFinding> many = [.. Enumerable.Range(0, 500).Select(i => one with
        {
            Finding = one.Finding with { Id = $"PE-{i}", Principal = $"arn:aws:iam::111111111111:role/r{i}", Recommendation = $"Remedy {i}." },
        })];
        string text = AssessmentText.Write(small with { Findings = many });
        text.Split('\n').Length.ShouldBeLessThanOrEqualTo(50);
        text.ShouldContain("500 findings: 500 high.");
    }

    [Fact]
    public void A_hostile_name_cannot_steer_the_terminal()
    {
        Assessment small = SmallAssessment.Create();
        AssessedFinding one = small.Findings[0];
        string text = AssessmentText.Write(small with
        {
            Name = "evil\u001b[2J",
            Findings = [one with { Finding = one.Finding with { Title = "Role \u202Egnp.exe\r\nexit\u0007 is open" } }],
        });
        text.ShouldContain("evil\\u001B[2J");
        text.ShouldContain("Role \\u202Egnp.exe\\u000D\\u000Aexit\\u0007 is open");
        text.ShouldNotContain("\u001b");
        text.ShouldNotContain("\u202E");
    }

    [Fact]
    public void Root_use_comes_before_everything_else()
    {
        string text = AssessmentText.Write(SmallAssessment.Create());
        text.IndexOf("Root of production (111111111111) was used: 2 events", StringComparison.Ordinal).ShouldBeInRange(0, 200);
    }

    [Fact]
    public void An_assessment_without_findings_says_so()
    {
        string text = AssessmentText.Write(SmallAssessment.Create() with { Findings = [] });
        text.ShouldContain("No findings: none of the risks that Leastwise knows is present.");
    }

    [Fact]
    public void Severity_leads_then_what_costs_nothing()
    {
        ImmutableArray<Priority> priorities = Priorities.Of(SmallAssessment.Create().Findings);
        priorities.Select(priority => priority.Lead.Finding.Severity).ShouldBe([Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Low]);
        priorities[1].Others.ShouldBe(1, "both escalations of deploy are one step");
        priorities[3].Lead.Usage.Cost.ShouldBe(RemovalCost.Unknown);
        priorities[4].Lead.Usage.Cost.ShouldBe(RemovalCost.InUse);
    }

    [Fact]
    public void The_same_privileges_by_the_same_statements_are_one_step_whatever_the_kind()
    {
        Assessment small = SmallAssessment.Create();
        AssessedFinding path = small.Findings[2];
        AssessedFinding twin = path with { Finding = path.Finding with { Id = "CE-00000007", Kind = "CredentialsExposure", PathId = null, Title = "deploy can obtain credentials" } };
        Priority step = Priorities.Of([twin, path]).ShouldHaveSingleItem();
        step.Lead.ShouldBe(path, "it says how it is done");
        (step.Others, step.Principals, step.Kinds).ShouldBe((1, 1, 2));

        AssessedFinding graver = twin with { Finding = twin.Finding with { Severity = Severity.Critical } };
        Priorities.Of([path, graver]).ShouldHaveSingleItem().Lead.ShouldBe(graver);

        Priorities.Of([path, twin with { Finding = twin.Finding with { Actions = ["iam:CreatePolicyVersion", "iam:PassRole"] } }]).Length.ShouldBe(2, "other privileges");
        Priorities.Of([path, twin with { Finding = twin.Finding with { Statements = small.Findings[3].Finding.Statements } }]).Length.ShouldBe(2, "other statements");
        Priorities.Of([path, twin with { Finding = twin.Finding with { Principal = SmallAssessment.Idle } }]).Length.ShouldBe(2, "another principal");
    }
}
