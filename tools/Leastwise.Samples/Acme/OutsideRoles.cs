using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Roles of acme-prod that let in somebody from elsewhere: pipelines, other accounts, suppliers, and by mistake anyone.</summary>
public static class OutsideRoles
{
    private const string GitHub = "token.actions.githubusercontent.com";

    /// <summary>Deployments from one repository's main branch.</summary>
    public static Role GitHubDeploy { get; } = Of("github-deploy", TrustGitHub()
        .When("StringLike", GitHub + ":sub", "repo:acme-robotics/shop:ref:refs/heads/main")) with
    {
        Path = "/ci/",
        Attached = [ProdPolicies.Deploy.Arn],
    };

    /// <summary>The same without the sub condition: every repository on GitHub may come in. Nobody did.</summary>
    public static Role GitHubOpen { get; } = Of("github-open", TrustGitHub()) with
    {
        Path = "/ci/",
        Attached = [AwsManagedPolicies.ReadOnly.Arn],
    };

    /// <summary>Auditors from acme-tools.</summary>
    public static Role AuditReader { get; } = Of("audit-reader", Trust(Document.Aws($"arn:aws:iam::{Places.Tools}:role/security-scanner"),
        "sts:AssumeRole")) with
    {
        Attached = [AwsManagedPolicies.SecurityAudit.Arn],
    };

    /// <summary>Second hop of the pipeline: from acme-tools into acme-prod.</summary>
    public static Role DeployEntry { get; } = Of(
        "deploy-entry", Trust(Document.Aws($"arn:aws:iam::{Places.Tools}:role/pipeline-orchestrator"), "sts:AssumeRole",
        "sts:SetSourceIdentity")) with
    {
        Inline = [new("go-on", Document.Of(Allow("sts:AssumeRole", "sts:SetSourceIdentity").On(Places.ProdRole("deploy-apply")),
            Allow("ssm:GetParameter")))],
    };

    /// <summary>Third hop: applies the stacks.</summary>
    public static Role DeployApply { get; } = Of("deploy-apply", Trust(Document.Aws(Places.ProdRole("deploy-entry")), "sts:AssumeRole",
        "sts:SetSourceIdentity")) with
    {
        Inline = [new("apply", Document.Of(
            Allow("cloudformation:*", "ecr:GetAuthorizationToken").When("StringEquals", "aws:RequestedRegion", Places.Ireland)))],
    };

    /// <summary>A supplier, let in with an ExternalId.</summary>
    public static Role VendorMonitoring { get; } = Of("vendor-monitoring",
        Trust(Document.Aws($"arn:aws:iam::{Places.Stranger}:root"), "sts:AssumeRole")
            .When("StringEquals", "sts:ExternalId", "acme-7731")) with
    {
        Inline = [new("watch", Document.Of(Allow("cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "ec2:Describe*")))],
    };

    /// <summary>The same supplier's old role, without an ExternalId, with nearly everything, and unused.</summary>
    public static Role VendorLegacy { get; } = Of("vendor-legacy", Trust(Document.Aws(Places.Stranger), "sts:AssumeRole")) with
    {
        Attached = [AwsManagedPolicies.PowerUser.Arn],
    };

    /// <summary>Open to anyone with an AWS account.</summary>
    public static Role PublicOpen { get; } = Of("public-open", Trust(JsonValue.Create("*"), "sts:AssumeRole")) with
    {
        Inline = [new("look", Document.Of(Allow("lambda:ListFunctions"), Allow("s3:GetObject").On("arn:aws:s3:::acme-public/*")))],
    };

    /// <summary>Looks open, but a condition keeps it within the organization.</summary>
    public static Role PublicOrganization { get; } = Of("public-org",
        Trust(Document.Aws("*"), "sts:AssumeRole").When("StringEquals", "aws:PrincipalOrgID", Places.Organization)) with
    {
        Inline = [new("look", Document.Of(Allow("ec2:DescribeRegions", "s3:ListAllMyBuckets")))],
    };

    /// <summary>Analysts who come through the old SAML provider.</summary>
    public static Role SamlAnalyst { get; } = Of("saml-analyst",
        Trust(Document.Federated($"arn:aws:iam::{Places.Prod}:saml-provider/acme-idp"), "sts:AssumeRoleWithSAML")
            .When("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml")) with
    {
        Inline = [new("analyse", Document.Of(
            Allow("athena:GetQueryExecution", "athena:ListNamedQueries", "athena:ListWorkGroups", "athena:StartQueryExecution",
            "glue:GetTables")))],
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<Role> All { get; } =
        [GitHubDeploy, GitHubOpen, AuditReader, DeployEntry, DeployApply, VendorMonitoring, VendorLegacy, PublicOpen, PublicOrganization,
            SamlAnalyst];

    private static Statement TrustGitHub() =>
        Trust(Document.Federated($"arn:aws:iam::{Places.Prod}:oidc-provider/{GitHub}"), "sts:AssumeRoleWithWebIdentity")
            .When("StringEquals", GitHub + ":aud", "sts.amazonaws.com");

    private static Role Of(string name, Statement trust) =>
        new() { Account = Places.Prod, Name = name, Created = Calendar.At(2023, 5, 9, 14, 10), Trust = Document.Of(trust) };
}
