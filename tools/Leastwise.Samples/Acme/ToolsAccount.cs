using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>acme-tools: pipelines, scanners, artifacts. Six days of its logs are lost.</summary>
public static class ToolsAccount
{
    /// <summary>The runner of the pipelines.</summary>
    public static User CiRunner { get; } = Of("ci-runner", 2022) with
    {
        Path = "/machines/",
        Inline = [new("run", Document.Of(
            Allow("codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"),
            Allow("sts:AssumeRole", "sts:SetSourceIdentity").On($"arn:aws:iam::{Places.Tools}:role/pipeline-orchestrator")))],
    };

    /// <summary>Administrator of the tools.</summary>
    public static User Trent { get; } = Of("trent.admin", 2021) with { Groups = ["ToolsAdmins"] };

    /// <summary>Never seen in the logs; but the logs have a gap.</summary>
    public static User Peggy { get; } = Of("peggy.old", 2018) with { Attached = [AwsManagedPolicies.ReadOnly.Arn] };

    /// <summary>Pushes and pulls artifacts.</summary>
    public static User Artifacts { get; } = Of("svc-artifacts", 2022) with
    {
        Path = "/machines/",
        Inline = [new("artifacts", Document.Of(
            Allow("ecr:DescribeRepositories", "ecr:GetAuthorizationToken", "ecr:PutImage", "ecr:BatchDeleteImage", "s3:GetObject")))],
    };

    /// <summary>The scanner's machine, which goes on to audit-reader in every account.</summary>
    public static Role Scanner { get; } = RoleOf("security-scanner", Document.TrustService("ec2.amazonaws.com")) with
    {
        HasInstanceProfile = true,
        Inline = [new("scan", Document.Of(
            Allow("sts:AssumeRole").On("arn:aws:iam::*:role/audit-reader"),
            Allow("organizations:ListAccounts", "ssm:UpdateInstanceInformation")))],
    };

    /// <summary>First hop of the pipeline.</summary>
    public static Role Orchestrator { get; } = RoleOf("pipeline-orchestrator",
        Document.Of(
            Trust(Document.Aws($"arn:aws:iam::{Places.Tools}:user/machines/ci-runner"), "sts:AssumeRole", "sts:SetSourceIdentity"))) with
    {
        Inline = [new("orchestrate", Document.Of(
            Allow("sts:AssumeRole", "sts:SetSourceIdentity").On(Places.ProdRole("deploy-entry")),
                Allow("codepipeline:GetPipelineState", "codepipeline:PutJobSuccessResult")))],
    };

    /// <summary>Cleans up artifacts.</summary>
    public static Role ArtifactLambda { get; } = RoleOf("artifact-lambda", Document.TrustService("lambda.amazonaws.com")) with
    {
        Attached = [AwsManagedPolicies.LambdaBasicExecution.Arn],
        Inline = [new("clean", Document.Of(Allow("ecr:BatchDeleteImage", "ecr:DescribeImages", "ecr:DescribeRepositories")))],
    };

    /// <summary>Developers who sign in through IAM Identity Center.</summary>
    public static Role SsoDeveloper { get; } = SsoRoles.Of(Places.Tools, "Developer", "00112233445566aa") with
    {
        Attached = [AwsManagedPolicies.ReadOnly.Arn],
    };

    /// <summary>Support.</summary>
    public static Role Support { get; } = RoleOf("AWSServiceRoleForSupport", Document.TrustService("support.amazonaws.com")) with
    {
        Path = "/aws-service-role/support.amazonaws.com/",
        Attached = [AwsManagedPolicies.SupportLinked.Arn],
    };

    /// <summary>The account. Its documents are URL-encoded, as the raw API returns them.</summary>
    public static Account Account { get; } = new()
    {
        Id = Places.Tools,
        Users = [CiRunner, Peggy, Artifacts, Trent],
        Groups = [new() { Account = Places.Tools, Name = "ToolsAdmins", Created = Calendar.At(2021, 1, 8),
            Attached = [AwsManagedPolicies.Administrator.Arn] }],
        Roles = [ArtifactLambda, Scanner, Orchestrator, SsoDeveloper, Support],
        Policies = AwsManagedPolicies.InTools,
        EncodesDocuments = true,
    };

    private static User Of(string name, int year) =>
        new() { Account = Places.Tools, Name = name, Created = Calendar.At(year, 3, 3, 12, 0) };

    private static Role RoleOf(string name, System.Text.Json.Nodes.JsonObject trust) =>
        new() { Account = Places.Tools, Name = name, Created = Calendar.At(2022, 4, 11, 15, 45), Trust = trust };
}
