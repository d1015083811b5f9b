using System.Collections.Immutable;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Roles of acme-prod that its machines and its people use.</summary>
public static class ProdRoles
{
    /// <summary>The Lambda function behind orders: a wildcard for each service it ever touched.</summary>
    public static Role OrderProcessor { get; } = Of("order-processor", 2021, Document.TrustService("lambda.amazonaws.com")) with
    {
        Attached = [AwsManagedPolicies.LambdaBasicExecution.Arn],
        Inline = [new("too-much", Document.Of(Allow("dynamodb:*", "kms:*", "s3:*", "sqs:*")))],
    };

    /// <summary>The web servers.</summary>
    public static Role WebServer { get; } = Of("web-server", 2021, Document.TrustService("ec2.amazonaws.com")) with
    {
        HasInstanceProfile = true,
        Inline = [new("serve", Document.Of(
            Allow("cloudwatch:PutMetricData", "ec2:DescribeTags", "ssm:GetParameter", "ssm:GetParametersByPath",
                "ssm:UpdateInstanceInformation"),
            Allow("s3:GetObject").On($"arn:aws:s3:::{Places.DataBucket}/public/*")))],
    };

    /// <summary>The checkout's containers.</summary>
    public static Role Checkout { get; } = Of("ecs-task-checkout", 2022, Document.TrustService("ecs-tasks.amazonaws.com")) with
    {
        Inline = [new("checkout", Document.Of(
            Allow("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query")
                .On($"arn:aws:dynamodb:*:{Places.Prod}:table/orders"),
            Allow("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
                .On($"arn:aws:secretsmanager:*:{Places.Prod}:secret:checkout/*"),
            Allow("sqs:SendMessage").On($"arn:aws:sqs:*:{Places.Prod}:orders")))],
    };

    /// <summary>For emergencies, with MFA.</summary>
    public static Role BreakGlass { get; } = Of("break-glass", 2021, Document.Of(
        Trust(Document.Aws($"arn:aws:iam::{Places.Prod}:root"), "sts:AssumeRole").When("Bool", "aws:MultiFactorAuthPresent", "true"))) with
    {
        Attached = [AwsManagedPolicies.Administrator.Arn],
    };

    /// <summary>Builders: everything but identities.</summary>
    public static Role PowerBuilder { get; } = Of("power-builder", 2022, Document.Of(
        Trust(Document.Aws($"arn:aws:iam::{Places.Prod}:root"), "sts:AssumeRole").When("StringEquals", "aws:PrincipalTag/team", "robots",
            "arms"))) with
    {
        Attached = [AwsManagedPolicies.PowerUser.Arn],
    };

    /// <summary>Made by erin.dev on 24 June, administrator on paper, held down by its boundary.</summary>
    public static Role BatchRunner { get; } = Of("batch-runner", 2026, Document.TrustService("lambda.amazonaws.com",
        "batch.amazonaws.com")) with
    {
        Path = "/team/robots/",
        Created = Calendar.On(6, 24, 13, 20, 44),
        Attached = [AwsManagedPolicies.Administrator.Arn],
        Boundary = ProdPolicies.DeveloperBoundary.Arn,
        Tags = [("team", "robots")],
    };

    /// <summary>AWS Config.</summary>
    public static Role ConfigRecorder { get; } = Of("config-recorder", 2021, Document.TrustService("config.amazonaws.com")) with
    {
        Attached = [ProdPolicies.ConfigReads.Arn],
    };

    /// <summary>Administrators who sign in through IAM Identity Center.</summary>
    public static Role SsoAdministrator { get; } = SsoRoles.Of(Places.Prod, "AdministratorAccess", "0123456789abcdef") with
    {
        Attached = [AwsManagedPolicies.Administrator.Arn],
    };

    /// <summary>Developers who sign in through IAM Identity Center.</summary>
    public static Role SsoDeveloper { get; } = SsoRoles.Of(Places.Prod, "Developer", "fedcba9876543210") with
    {
        Attached = [ProdPolicies.Developer.Arn],
    };

    /// <summary>EC2 Auto Scaling.</summary>
    public static Role AutoScaling { get; } = Linked("AWSServiceRoleForAutoScaling", "autoscaling.amazonaws.com",
        AwsManagedPolicies.AutoScalingLinked);

    /// <summary>ECS.</summary>
    public static Role Ecs { get; } = Linked("AWSServiceRoleForECS", "ecs.amazonaws.com", AwsManagedPolicies.EcsLinked);

    /// <summary>Support.</summary>
    public static Role Support { get; } = Linked("AWSServiceRoleForSupport", "support.amazonaws.com", AwsManagedPolicies.SupportLinked);

    /// <summary>Elastic Load Balancing, made by alice.admin on 2 July.</summary>
    public static Role LoadBalancing { get; } = Linked("AWSServiceRoleForElasticLoadBalancing", "elasticloadbalancing.amazonaws.com",
        AwsManagedPolicies.LoadBalancingLinked) with
    {
        Created = Calendar.On(7, 2, 10, 15, 30),
    };

    /// <summary>All of them, those that outsiders use among them.</summary>
    public static ImmutableArray<Role> All { get; } =
    [
        OrderProcessor, WebServer, Checkout, BreakGlass, PowerBuilder, BatchRunner, ConfigRecorder, SsoAdministrator, SsoDeveloper,
        AutoScaling, Ecs, Support, LoadBalancing, .. OutsideRoles.All,
    ];

    private static Role Of(string name, int year, System.Text.Json.Nodes.JsonObject trust) =>
        new() { Account = Places.Prod, Name = name, Created = Calendar.At(year, 2, 20, 11, 0), Trust = trust };

    private static Role Linked(string name, string service, ManagedPolicy policy) => Of(name, 2021, Document.TrustService(service)) with
    {
        Path = $"/aws-service-role/{service}/",
        Attached = [policy.Arn],
    };
}
