using Leastwise.Catalog;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

public sealed class RiskyActionsTests
{
    private static readonly RiskyActions Risks = new(ActionCatalog.Default);

    [Theory]
    [InlineData("iam:CreateAccessKey", "CredentialsExposure")]
    [InlineData("s3:GetObject", "DataExfiltration")]
    [InlineData("iam:PassRole", "PassRoleTooWide")]
    [InlineData("iam:AttachUserPolicy", "PrivilegeEscalation")]
    [InlineData("s3:PutBucketPolicy", "ResourceExposure")]
    [InlineData("ec2:TerminateInstances", "InfrastructureModification")]
    public void An_action_belongs_to_its_risk(string action, string kind) => KindsOf(action).ShouldContain(kind);

    [Theory]
    [InlineData("sts:GetCallerIdentity")]
    [InlineData("s3:ListAllMyBuckets")]
    public void A_harmless_action_belongs_to_none(string action) => KindsOf(action).ShouldBeEmpty();

    [Fact]
    public void Every_action_of_a_path_belongs_to_escalation_and_the_path_is_named()
    {
        EscalationPath path = EscalationPath.Known.First(path => path.Id == "iam-001");
        foreach (string action in path.Requires)
        {
            Risks.RisksOf(ActionCatalog.Default.Find(action)!).ShouldContain(risk => risk.Kind.Kind == "PrivilegeEscalation" && risk.Why.Contains("iam-001"));
        }
    }

    private static IEnumerable<string> KindsOf(string action) => Risks.RisksOf(ActionCatalog.Default.Find(action).ShouldNotBeNull()).Select(risk => risk.Kind.Kind);
}
