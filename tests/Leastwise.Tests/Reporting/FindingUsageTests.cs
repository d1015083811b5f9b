using Leastwise.Principals;
using Leastwise.Reporting;

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
    public void A_list_that_is_cut_is_never_taken_for_the_whole()
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal alice = small.Principals.Single(principal => principal.Arn == SmallAssessment.Alice);
        var joined = AssessedFinding.Of(small.Findings[3].Finding with { Actions = ["s3:PutBucketPolicy"], ActionCount = 3 }, alice);
        joined.Usage.Cost.ShouldBe(RemovalCost.Part);
        joined.Usage.Sentence(10).ShouldBe("1 of 3 privileges can go, not used in 10 days of logs; 2 not listed here.");
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
