using System.Collections.Immutable;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Customer managed policies of acme-prod.</summary>
public static class ProdPolicies
{
    /// <summary>
    /// What developers may do. Version 3 is in force; version 4 is a draft; version 2, in force until 22 June, still let them make
    /// buckets.
    /// </summary>
    public static ManagedPolicy Developer { get; } = new(Places.ProdPolicy("DeveloperAccess"),
    [
        new("v4", Calendar.On(7, 30, 9, 0), Document.Of(Allow("lambda:*", "logs:*", "cloudwatch:*", "ec2:*").Named("DraftForTheNewTeam"))),
        new("v3", Calendar.On(6, 22, 8, 15), Document.Of(
            DeveloperReads, DeveloperFunctions, DeveloperRoles, DeveloperMachines, DeveloperSwitch), IsDefault: true),
        new("v2", Calendar.At(2024, 5, 2, 10, 0), Document.Of(
            DeveloperReads, DeveloperFunctions, Allow("s3:CreateBucket", "s3:ListAllMyBuckets"))),
        new("v1", Calendar.At(2022, 3, 1, 10, 0), Document.Of(Allow("lambda:*", "s3:*", "logs:*"))),
    ]);

    /// <summary>The most that roles made by developers may do, whatever is attached to them.</summary>
    public static ManagedPolicy DeveloperBoundary { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("developer-boundary"),
        Calendar.At(2023, 1, 10), Document.Of(
        Allow("batch:*", "cloudwatch:*", "dynamodb:DescribeTable", "logs:*", "sqs:GetQueueUrl").Named("WhatTeamsNeed"),
        Deny("iam:*", "organizations:*").Named("NeverIdentities")));

    /// <summary>For deployments from GitHub: PassRole together with RegisterTaskDefinition and RunTask is an escalation.</summary>
    public static ManagedPolicy Deploy { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("ci/deploy-policy"), Calendar.At(2023, 9, 4),
        Document.Of(
        Allow("cloudformation:CreateChangeSet", "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet")
                .On($"arn:aws:cloudformation:*:{Places.Prod}:stack/shop-*/*").Named("Stacks"),
        Allow("ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition", "ecs:RunTask", "ecs:UpdateService")
            .Named("Containers"),
        Allow("lambda:GetFunction", "lambda:UpdateFunctionCode").On($"arn:aws:lambda:*:{Places.Prod}:function:shop-*").Named("Functions"),
        Allow("iam:PassRole").On(Places.ProdRole("ecs-task-checkout"), Places.ProdRole("web-server")).Named("HandOver"),
        Allow("cloudfront:CreateInvalidation", "ec2:DescribeInstances", "ec2:RunInstances", "ecr:GetAuthorizationToken").Named("Rest"),
        Allow("s3:PutObject").On("arn:aws:s3:::acme-artifacts/*").Named("Artifacts")));

    /// <summary>Half of an escalation: the other half is inline at ci+deploy@acme.</summary>
    public static ManagedPolicy CiPass { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("ci/ci-pass"), Calendar.At(2021, 11, 15),
        Document.OfSingle(
        Allow("iam:GetRole", "iam:PassRole").On(Places.ProdRole("order-processor"), Places.ProdRole("break-glass"))));

    /// <summary>Nothing without MFA but what one needs to set MFA up.</summary>
    public static ManagedPolicy RequireMfa { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("require-mfa"), Calendar.At(2022, 8, 8),
        Document.Of(
        DenyAllBut("iam:ChangePassword", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices", "sts:GetSessionToken")
            .When("BoolIfExists", "aws:MultiFactorAuthPresent", "false").Named("NothingWithoutMfa")));

    /// <summary>What AWS Config reads.</summary>
    public static ManagedPolicy ConfigReads { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("config-reads"),
        Calendar.At(2021, 6, 30), Document.Of(
        Allow("config:Put*", "ec2:Describe*", "iam:GetRole", "iam:ListRoles", "lambda:ListFunctions", "rds:DescribeDBInstances",
            "s3:GetBucketAcl",
            "s3:GetBucketVersioning", "s3:ListAllMyBuckets")));

    /// <summary>A policy that nobody has any more, and that would be dangerous in anyone's hands.</summary>
    public static ManagedPolicy Forgotten { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("migration-2020"),
        Calendar.At(2020, 2, 2), Document.Of(
        Allow("iam:AttachUserPolicy", "iam:PutRolePolicy", "rds:*")));

    /// <summary>A policy of a team, which frank.dev may give new versions.</summary>
    public static ManagedPolicy TeamRobots { get; } = ManagedPolicy.OneVersion(Places.ProdPolicy("team-robots"), Calendar.At(2023, 4, 4),
        Document.Of(
        Allow("sqs:ListQueues", "sns:ListTopics"),
        Allow("sqs:ReceiveMessage", "sqs:GetQueueAttributes").On($"arn:aws:sqs:{Places.Ireland}:{Places.Prod}:robots-*")));

    /// <summary>All of them, those of AWS last.</summary>
    public static ImmutableArray<ManagedPolicy> All { get; } =
        [Developer, DeveloperBoundary, Deploy, CiPass, RequireMfa, ConfigReads, Forgotten, TeamRobots, .. AwsManagedPolicies.InProd];

    private static Statement DeveloperReads => Allow("apigateway:GET", "cloudwatch:Describe*", "cloudwatch:List*", "ec2:Describe*",
        "lambda:Get*", "lambda:List*",
        "logs:Describe*", "logs:FilterLogEvents", "logs:GetQueryResults", "logs:StartQuery", "xray:GetTraceSummaries").Named("Look");

    private static Statement DeveloperFunctions => Allow("lambda:CreateFunction", "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration")
        .On($"arn:aws:lambda:*:{Places.Prod}:function:robots-*").Named("Functions");

    private static Statement DeveloperRoles => Allow("iam:AttachRolePolicy", "iam:CreateRole", "iam:PassRole").On(Places.ProdRole("team/*"))
        .When("StringEqualsIfExists", "iam:PermissionsBoundary", Places.ProdPolicy("developer-boundary")).Named("OwnRolesInBounds");

    private static Statement DeveloperMachines => Allow("ec2:StartInstances", "ec2:StopInstances")
        .When("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}").Named("OwnMachines");

    private static Statement DeveloperSwitch => Allow("sts:AssumeRole").On(Places.ProdRole("power-builder")).Named("BuildersToo");
}
