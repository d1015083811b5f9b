using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

public sealed class FindingUsageTests
{
    [Theory]
    [InlineData("OT-00000001", RemovalCost.NotMeasured, "The logs do not measure it.")]
    [InlineData("PE-00000002", RemovalCost.Nothing, "lambda:InvokeFunction can go: not used in 10 days of logs, and without it the path is closed.")]
    [InlineData("PE-00000003", RemovalCost.Nothing, "Can go: iam:CreatePolicyVersion was not used in 10 days of logs.")]
    [InlineData("RE-00000004", RemovalCost.Part, "1 of 2 privileges can go, not used in 10 days of logs; 1 cannot be known.")]
    [InlineData("DE-00000005", RemovalCost.Unknown, "No use seen in 10 days of logs, but the logs need not show s3:GetObject.")]
    [InlineData("AR-00000006", RemovalCost.InUse, "In use: sts:AssumeRole was used. Replace it before you remove it.")]
    public void Removal_costs_what_the_verdicts_say(string id, RemovalCost cost, string sentence)
    {
        FindingUsage usage = SmallAssessment.Create().Findings.Single(finding => finding.Finding.Id == id).Usage;
        usage.Cost.ShouldBe(cost);
        usage.Sentence(10).ShouldBe(sentence);
    }

    [Fact]
    public void A_trust_is_not_judged_by_what_the_role_itself_may_assume()
    {
        Assessment small = SmallAssessment.Create();
        AssessedFinding assumes = small.Findings.Single(finding => finding.Finding.Id == "AR-00000006");
        var trust = assumes.Finding.Statements[0] with { Policy = assumes.Finding.Statements[0].Policy with { Kind = PolicyKind.Trust } };
        AssessedPrincipal deploy = small.Principals.Single(principal => principal.Arn == SmallAssessment.Deploy);
        var joined = AssessedFinding.Of(assumes.Finding with { Principal = deploy.Arn, Statements = [trust] }, deploy);
        joined.Usage.Cost.ShouldBe(RemovalCost.NotMeasured);
        joined.Usage.Sentence(10).ShouldBe("The role is in use, entered by alice, ?. Keep what they need.");
    }

    [Fact]
    public void A_privilege_that_was_used_but_is_not_granted_counts_as_in_use()
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal deploy = small.Principals.Single(principal => principal.Arn == SmallAssessment.Deploy);
        var joined = AssessedFinding.Of(small.Findings[4].Finding with { Actions = ["s3:ListBucket"] }, deploy);
        joined.Usage.Cost.ShouldBe(RemovalCost.InUse);
    }

    [Fact]
    public void A_long_list_is_judged_whole_and_shows_what_was_used_first()
    {
        Assessment small = SmallAssessment.Create();
        ImmutableArray<PrivilegeUsage> unused = [.. Enumerable.Range(0, 60).Select(number => SmallAssessment.Unused($"ec2:Action{number:00}"))];
        AssessedPrincipal alice = small.Principals.Single(principal => principal.Arn == SmallAssessment.Alice) with
        {
            Privileges = [.. unused, SmallAssessment.Unknown("s3:GetObject"), SmallAssessment.Used("s3:PutBucketPolicy", 4)],
        };
        var joined = AssessedFinding.Of(small.Findings[3].Finding with { Actions = [.. alice.Privileges.Select(privilege => privilege.Action.FullName)] }, alice);
        joined.Usage.Used.ShouldBe(["s3:PutBucketPolicy"]);
        joined.Usage.Counts.ShouldBe(new UseCounts(1, 60, 1));
        joined.Usage.Listed.Length.ShouldBe(FindingUsage.MostListed);
        joined.Usage.Listed[..3].ShouldBe(["s3:PutBucketPolicy", "ec2:Action00", "ec2:Action01"]);
        joined.Usage.Unlisted.ShouldBe(12);
        joined.Usage.Sentence(10).ShouldBe("60 of 62 privileges can go, not used in 10 days of logs; 1 in use, 1 cannot be known.");
        joined.Usage.Brief(10).ShouldBe("60 of 62 privileges can go.");

        JsonNode written = JsonNode.Parse(AssessmentJsonTests.Report(small with { Findings = [joined] }))!["findings"]![0]!;
        written["actions"]!.AsArray().Count.ShouldBe(50);
        written["usage"]!["used"]!.ToJsonString().ShouldBe("""["s3:PutBucketPolicy"]""");
        written["usage"]!["unused"]!.AsArray().Count.ShouldBe(49);
        written["usage"]!["counts"]!["unused"]!.GetValue<int>().ShouldBe(60);
        written["usage"]!["unlisted"]!.GetValue<int>().ShouldBe(12);
    }

    [Fact]
    public void A_list_that_is_cut_can_go_whole_where_none_of_it_was_used()
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal alice = small.Principals.Single(principal => principal.Arn == SmallAssessment.Alice) with
        {
            Privileges = [.. Enumerable.Range(0, 1060).Select(number => SmallAssessment.Unused($"ec2:Action{number:0000}"))],
        };
        var joined = AssessedFinding.Of(small.Findings[3].Finding with { Actions = [.. alice.Privileges.Select(privilege => privilege.Action.FullName)] }, alice);
        joined.Usage.Cost.ShouldBe(RemovalCost.Nothing);
        joined.Usage.Sentence(10).ShouldBe("Can go: none of its 1,060 privileges was used in 10 days of logs.");
    }

    [Fact]
    public void A_full_administrator_is_judged_by_all_that_it_holds()
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal deploy = small.Principals.Single(principal => principal.Arn == SmallAssessment.Deploy);
        Finding finding = small.Findings[2].Finding with { Kind = "FullAdministrator", PathId = null, Actions = ["iam:CreatePolicyVersion", "iam:PassRole"] };
        var joined = AssessedFinding.Of(finding, deploy);
        joined.Usage.Cost.ShouldBe(RemovalCost.Part);
        joined.Usage.Counts.ShouldBe(new UseCounts(2, 2, 1));
        joined.Usage.Sentence(10).ShouldBe("Of its 5 privileges it used 2.");
        joined.Usage.Brief(10).ShouldBe("Of its 5 privileges it used 2.");
        joined.Usage.Listed.ShouldBe(["iam:PassRole", "iam:CreatePolicyVersion"]);
        joined.Usage.Unlisted.ShouldBe(3);
        AssessedFinding.Of(finding, null).Usage.Cost.ShouldBe(RemovalCost.NotMeasured);
    }

    [Theory]
    [InlineData("sts:*", RemovalCost.InUse, "In use: sts:* was used. Replace it before you remove it. Of the 1 privilege behind the wildcards it used 1.")]
    [InlineData("s3:Put*", RemovalCost.Nothing, "Can go: s3:Put* was not used in 10 days of logs. Of the 1 privilege behind the wildcards it used 0.")]
    [InlineData("s3:*", RemovalCost.Unknown, "No use seen in 10 days of logs, but the logs need not show s3:*. Of the 2 privileges behind the wildcards it used 0.")]
    [InlineData("ec2:*", RemovalCost.NotMeasured, "The logs do not measure it.")]
    public void A_wildcard_is_what_stands_behind_it(string pattern, RemovalCost cost, string sentence)
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal alice = small.Principals.Single(principal => principal.Arn == SmallAssessment.Alice);
        var joined = AssessedFinding.Of(small.Findings[3].Finding with { Actions = [pattern] }, alice);
        joined.Usage.Cost.ShouldBe(cost);
        joined.Usage.Sentence(10).ShouldBe(sentence);
    }
}
