using System.Collections.Immutable;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Users of acme-prod.</summary>
public static class ProdUsers
{
    /// <summary>Administrator through a group.</summary>
    public static User Alice { get; } = Of("alice.admin", Calendar.At(2020, 1, 15)) with { Groups = ["Administrators"] };

    /// <summary>Administrator through an inline policy that spells everything as <c>*:*</c>.</summary>
    public static User Bob { get; } = Of("bob.ops", Calendar.At(2021, 4, 6)) with
    {
        Inline = [new("everything", Document.OfSingle(Allow("*:*")))],
    };

    /// <summary>Administrator on paper; a second policy denies everything.</summary>
    public static User Carol { get; } = Of("carol.frozen", Calendar.At(2021, 9, 1)) with
    {
        Attached = [AwsManagedPolicies.Administrator.Arn],
        Inline = [new("frozen-on-leave", Document.Of(Deny("*").Named("OnLeaveSinceMay")))],
    };

    /// <summary>Left years ago. Nobody took the rights away.</summary>
    public static User Dave { get; } = Of("dave.gone", Calendar.At(2019, 3, 4)) with
    {
        Inline = [new("keys-and-buckets", Document.Of(Allow("iam:CreateAccessKey", "iam:ListUsers", "s3:*")))],
    };

    /// <summary>Developer of team robots.</summary>
    public static User Erin { get; } = Of("erin.dev", Calendar.At(2022, 2, 14)) with
    {
        Groups = ["Developers"],
        Tags = [("team", "robots")],
    };

    /// <summary>Developer who may also give the policies of teams new versions.</summary>
    public static User Frank { get; } = Of("frank.dev", Calendar.At(2022, 6, 1)) with
    {
        Groups = ["Developers"],
        Attached = [ProdPolicies.TeamRobots.Arn],
        Tags = [("team", "arms")],
        Inline = [new("team-policies", Document.Of(Allow("iam:CreatePolicyVersion", "iam:GetPolicy").On(Places.ProdPolicy("team-*"))))],
    };

    /// <summary>Data scientist with a corner of the data bucket.</summary>
    public static User Grace { get; } = Of("grace.data", Calendar.At(2022, 10, 3)) with { Groups = ["DataScience"] };

    /// <summary>A user whose name is a number.</summary>
    public static User Number { get; } = Of("123", Calendar.At(2020, 7, 7)) with { Groups = ["ReadOnly"] };

    /// <summary>The old pipeline, with a name that is legal and awkward. Its two policies together are an escalation.</summary>
    public static User Ci { get; } = Of("ci+deploy@acme", Calendar.At(2021, 11, 15)) with
    {
        Path = "/machines/",
        Attached = [ProdPolicies.CiPass.Arn],
        Inline = [new("ci-functions", Document.Of(
            Allow("lambda:CreateFunction", "lambda:GetFunction", "lambda:InvokeFunction", "lambda:PublishVersion",
            "lambda:UpdateFunctionCode").On($"arn:aws:lambda:{Places.Ireland}:{Places.Prod}:function:*")))],
    };

    /// <summary>Support, never without MFA.</summary>
    public static User Heidi { get; } = Of("heidi.support", Calendar.At(2022, 8, 8)) with
    {
        Attached = [AwsManagedPolicies.SecurityAudit.Arn, ProdPolicies.RequireMfa.Arn],
    };

    /// <summary>Ivan as the logs know him until 10 July.</summary>
    public static User IvanBefore { get; } = Of("ivan.returned", Calendar.At(2021, 5, 5)) with { Groups = ["ReadOnly"] };

    /// <summary>Ivan, deleted on 10 July and made anew on 20 July: same ARN, another id.</summary>
    public static User Ivan { get; } = IvanBefore with { Created = Calendar.On(7, 20, 8, 30, 5), Incarnation = 2 };

    /// <summary>Came on 10 August.</summary>
    public static User Judy { get; } = Of("judy.new", Calendar.On(8, 10, 9, 5, 12)) with
    {
        Groups = ["Developers"],
        Tags = [("team", "robots")],
    };

    /// <summary>Deleted on 30 June: in the logs, not in the account's file.</summary>
    public static User Mallory { get; } = Of("mallory.left", Calendar.At(2021, 12, 1)) with { Groups = ["ReadOnly"] };

    /// <summary>Nightly snapshots. May do everything in S3 but touch the data bucket, and may not delete one ARN.</summary>
    public static User Backup { get; } = Of("svc-backup", Calendar.At(2021, 2, 2)) with
    {
        Path = "/machines/",
        Inline =
        [
            new("snapshots", Document.Of(
                Allow("ec2:CreateSnapshot", "ec2:DeleteSnapshot", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"))),
            new("all-other-buckets", Document.Of(
                Allow("s3:*").OnAllBut($"arn:aws:s3:::{Places.DataBucket}", $"arn:aws:s3:::{Places.DataBucket}/*").Named("NotTheData"),
                Deny("s3:DeleteBucket").On("arn:aws:s3:::acme-backups").Named("KeepTheBackups"))),
        ],
    };

    /// <summary>Dashboards, from the office's addresses only.</summary>
    public static User Metrics { get; } = Of("svc-metrics", Calendar.At(2021, 2, 3)) with
    {
        Path = "/machines/",
        Inline = [new("dashboards", Document.Of(
            Allow("cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:PutMetricAlarm",
                "logs:DescribeLogGroups",
                "logs:PutLogEvents", "tag:GetResources").When("IpAddress", "aws:SourceIp", "192.0.2.0/24")))],
    };

    /// <summary>Hands visitors a federated session that can read the public folder.</summary>
    public static User Portal { get; } = Of("svc-portal", Calendar.At(2022, 1, 20)) with
    {
        Path = "/machines/",
        Inline = [new("visitors", Document.Of(
            Allow("sts:GetFederationToken").On($"arn:aws:sts::{Places.Prod}:federated-user/visitor-*"),
            Allow("s3:GetObject").On($"arn:aws:s3:::{Places.DataBucket}/public/*")))],
    };

    /// <summary>Those that exist at the end of the story.</summary>
    public static ImmutableArray<User> All { get; } = [Number, Alice, Bob, Carol, Ci, Dave, Erin, Frank, Grace, Heidi, Ivan, Judy, Backup,
        Metrics, Portal];

    private static User Of(string name, DateTime created) => new() { Account = Places.Prod, Name = name, Created = created };
}
