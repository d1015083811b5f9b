using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>AWS managed policies that are attached somewhere: AWS's names, but short documents of our own in their spirit.</summary>
public static class AwsManagedPolicies
{
    /// <summary>Everything.</summary>
    public static ManagedPolicy Administrator { get; } = Aws("AdministratorAccess", 2015, Document.Of(Allow("*")));

    /// <summary>A modest list of reads.</summary>
    public static ManagedPolicy ReadOnly { get; } = Aws("ReadOnlyAccess", 2015, Document.Of(Allow(
        "cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:LookupEvents", "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
        "dynamodb:Describe*", "dynamodb:List*", "ec2:Describe*", "iam:Get*", "iam:List*", "lambda:Get*", "lambda:List*", "logs:Describe*",
        "rds:Describe*", "rds:List*", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration",
            "s3:ListAllMyBuckets",
        "s3:ListBucket", "sns:Get*", "sns:List*", "sqs:Get*", "sqs:List*", "tag:Get*")));

    /// <summary>What auditors read.</summary>
    public static ManagedPolicy SecurityAudit { get; } = Aws("SecurityAudit", 2015, Document.Of(Allow(
        "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus", "config:Describe*", "ec2:Describe*",
        "iam:GenerateCredentialReport", "iam:GetAccountAuthorizationDetails", "iam:GetAccountSummary", "iam:GetCredentialReport",
            "iam:GetPolicy",
        "iam:GetPolicyVersion", "iam:GetRole", "iam:List*", "kms:Describe*", "kms:GetKeyPolicy", "kms:List*", "lambda:GetPolicy",
        "lambda:ListFunctions", "s3:GetBucketAcl", "s3:GetBucketLogging", "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock",
        "s3:GetEncryptionConfiguration", "s3:ListAllMyBuckets")));

    /// <summary>Everything but identities: a NotAction, and then a few identities after all.</summary>
    public static ManagedPolicy PowerUser { get; } = Aws("PowerUserAccess", 2015, Document.Of(
        AllowAllBut("account:*", "iam:*", "organizations:*"),
        Allow("account:ListRegions", "iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles",
            "organizations:DescribeOrganization")));

    /// <summary>Logs of a Lambda function.</summary>
    public static ManagedPolicy LambdaBasicExecution { get; } = Aws("service-role/AWSLambdaBasicExecutionRole", 2015,
        Document.Of(Allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")));

    /// <summary>For the service-linked role of EC2 Auto Scaling.</summary>
    public static ManagedPolicy AutoScalingLinked { get; } = Linked("AutoScalingServiceRolePolicy", 2018,
        "ec2:CreateLaunchTemplate", "ec2:Describe*", "ec2:RunInstances", "ec2:TerminateInstances", "elasticloadbalancing:Describe*",
        "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets");

    /// <summary>For the service-linked role of ECS.</summary>
    public static ManagedPolicy EcsLinked { get; } = Linked("AmazonECSServiceRolePolicy", 2017,
        "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:Describe*", "elasticloadbalancing:Describe*",
            "elasticloadbalancing:RegisterTargets");

    /// <summary>For the service-linked role of Support.</summary>
    public static ManagedPolicy SupportLinked { get; } = Linked("AWSSupportServiceRolePolicy", 2018, "ec2:Describe*", "rds:Describe*",
        "s3:ListAllMyBuckets");

    /// <summary>For the service-linked role of Elastic Load Balancing.</summary>
    public static ManagedPolicy LoadBalancingLinked { get; } = Linked("AWSElasticLoadBalancingServiceRolePolicy", 2017,
        "ec2:CreateNetworkInterface", "ec2:Describe*", "ec2:ModifyNetworkInterfaceAttribute", "logs:CreateLogDelivery");

    /// <summary>Those attached in acme-prod.</summary>
    public static ImmutableArray<ManagedPolicy> InProd { get; } =
        [Administrator, ReadOnly, SecurityAudit, PowerUser, LambdaBasicExecution, AutoScalingLinked, EcsLinked, SupportLinked,
            LoadBalancingLinked];

    /// <summary>Those attached in acme-tools.</summary>
    public static ImmutableArray<ManagedPolicy> InTools { get; } = [Administrator, ReadOnly, LambdaBasicExecution, SupportLinked];

    private static ManagedPolicy Linked(string name, int year, params string[] actions) =>
        Aws("aws-service-role/" + name, year, Document.Of(Allow(actions)));

    private static ManagedPolicy Aws(string pathAndName, int year, JsonObject document) =>
        ManagedPolicy.OneVersion(Places.AwsPolicy(pathAndName), Calendar.At(year, 2, 6, 18, 40, 0), document);
}
