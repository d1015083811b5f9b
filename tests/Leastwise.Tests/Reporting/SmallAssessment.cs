using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

/// <summary>An assessment small enough to check by eye, with every case of verdict, cost and missing evidence in it once.</summary>
internal static class SmallAssessment
{
    public const string Production = "111111111111";
    public const string Sandbox = "222222222222";
    public const string Deploy = "arn:aws:iam::111111111111:role/ci/deploy";
    public const string Alice = "arn:aws:iam::111111111111:user/alice";
    public const string Idle = "arn:aws:iam::222222222222:role/idle";

    public static readonly UsageWindow Window = UsageWindow.Days(new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 10), asked: true);

    private static readonly ImmutableArray<string> Known =
        ["iam:CreatePolicyVersion", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction", "s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy", "sts:AssumeRole"];

    public static Assessment Create()
    {
        ImmutableArray<AssessedPrincipal> principals = [DeployRole(), AliceUser(), IdleRole()];
        return new Assessment
        {
            Version = "0.1.0",
            CatalogVersion = "2026-09-26",
            Name = "small",
            Window = Window,
            Accounts = [new AssessedAccount(Production, "production", new RootUse(Production, 2, Day(3), Day(4), ["signin.amazonaws.com:ConsoleLogin"])), new AssessedAccount(Sandbox, null, null)],
            Principals = principals,
            Findings = [.. Findings().Select(finding => AssessedFinding.Of(finding, principals.FirstOrDefault(principal => principal.Arn == finding.Principal)))],
            Policies = [WorkPolicy(Deploy), WorkPolicy(Alice)],
            Paths = SmallPaths.Create(),
            TrimRule = "An assessment trims the policies of some.",
            Strangers = [new Stranger("arn:aws:iam::333333333333:role/vendor", "Of another account: its rights are not in the files.", 4, Day(5))],
            Evidence = Evidence(),
            Diagnostics =
            [
                new Diagnostic(DiagnosticSeverity.Warning, "The boundary arn:aws:iam::111111111111:policy/limit is not in the file; download the account's details again.", new SourcePosition("iam/production.json", 40, 9)),
                new Diagnostic(DiagnosticSeverity.Note, "The policy has a Sid twice.", new SourcePosition("iam/production.json", 52, 3)),
            ],
        };
    }

    public static DateTimeOffset Day(int day) => new(2026, 9, day, 0, 0, 0, TimeSpan.Zero);

    public static CatalogAction Action(string fullName)
    {
        string[] parts = fullName.Split(':');
        return new CatalogAction
        {
            Id = Known.IndexOf(fullName),
            Prefix = parts[0],
            Name = parts[1],
            FullName = fullName,
            Levels = AccessLevels.Write,
            Resources = [],
            ConditionKeys = [],
            DependentActions = [],
            PermissionOnly = false,
        };
    }

    public static PrivilegeUsage Used(string action, long count, bool inferred = false) =>
        new(Action(action), new Verdict.Used(new UseEvidence(count, Day(2), Day(9).AddHours(7), ["eu-central-1", "us-east-1"], [$"source:{action}"], inferred)));

    public static PrivilegeUsage Unused(string action) => new(Action(action), new Verdict.Unused("A management event would have shown it."));

    public static PrivilegeUsage Unknown(string action) =>
        new(Action(action), new Verdict.Unknown(UnknownReason.DataEventNotSeen, $"{action} is a data event that no trail was seen to select.", "Logs of a trail that selects its resource type."));

    private static AssessedPrincipal DeployRole() => new()
    {
        Arn = Deploy,
        Name = "deploy",
        Type = "role",
        AccountId = Production,
        Created = new DateTimeOffset(2024, 2, 29, 8, 0, 0, TimeSpan.Zero),
        Privileges =
        [
            Unused("iam:CreatePolicyVersion"),
            Used("iam:PassRole", 3, inferred: true),
            Used("lambda:CreateFunction", 3),
            Unused("lambda:InvokeFunction"),
            Unknown("s3:GetObject"),
            new PrivilegeUsage(Action("s3:ListBucket"), new Verdict.Ungranted(new UseEvidence(5, Day(2), Day(2), ["eu-central-1"], ["s3.amazonaws.com:ListObjects"], Inferred: false), "The bucket's policy may grant it.")),
        ],
        Events = 1234,
        DeniedCalls = 1,
        FirstUsed = Day(2),
        LastUsed = Day(9).AddHours(7),
        Unresolved = [new UnresolvedEvent("glue.amazonaws.com", "MysteryCall", 7)],
        Origins = [new SessionTrace(["alice", "deploy"], "user", null, 2, 1200, Day(2), Day(9)), new SessionTrace(["?", "deploy"], "unknown", "The call that issued the session is not in the logs.", 1, 34, Day(3), Day(3))],
        Trim = new AssessedTrim
        {
            Summary = "2 privileges of 5 go, 3 stay; one policy, 120 characters instead of 260.",
            Replayed = 6,
            Policies = [new TrimmedPolicy("deploy-trimmed", """{"Version":"2012-10-17","Statement":[{"Sid":"Used","Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","s3:GetObject"],"Resource":"*"}]}""")],
            Remarks = ["What happens less often than once in ten days was not seen."],
        },
        Policies = [new HeldPolicy("deploy", null, "inline", false, null), new HeldPolicy("limit", "arn:aws:iam::111111111111:policy/limit", "boundary", false, null)],
        Trust = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}}""",
    };

    private static AssessedPrincipal AliceUser() => new()
    {
        Arn = Alice,
        Name = "alice",
        Type = "user",
        AccountId = Production,
        Privileges = [Unknown("s3:GetObject"), Unused("s3:PutBucketPolicy"), Used("sts:AssumeRole", 2)],
        Events = 2,
        FirstUsed = Day(2),
        LastUsed = Day(9),
        Policies = [new HeldPolicy("AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess", "attached", true, "admins")],
    };

    private static AssessedPrincipal IdleRole() => new()
    {
        Arn = Idle,
        Name = "idle",
        Type = "role",
        AccountId = Sandbox,
        Privileges = [Unknown("s3:ListBucket")],
        Events = 0,
        Trim = new AssessedTrim { Untouched = "It holds no policies." },
    };

    private static IEnumerable<Finding> Findings()
    {
        yield return Finding("OT-00000001", "OpenTrust", Severity.Critical, Idle, "Role idle can be assumed by any AWS account", "Name the accounts that need it.", []);
        yield return Finding("PE-00000002", "PrivilegeEscalation", Severity.High, Deploy, "deploy can run code as any role that Lambda may assume", "Limit iam:PassRole to the roles that deployments need.", ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "lambda-001", ["Only from the office: aws:SourceIp is asked for."]);
        yield return Finding("PE-00000003", "PrivilegeEscalation", Severity.High, Deploy, "deploy can write itself a new policy version", "Take iam:CreatePolicyVersion away.", ["iam:CreatePolicyVersion"], "iam-001");
        yield return Finding("RE-00000004", "ResourceExposure", Severity.Medium, Alice, "alice can make buckets public", "Take s3:PutBucketPolicy away.", ["s3:GetObject", "s3:PutBucketPolicy"]);
        yield return Finding("DE-00000005", "DataExfiltration", Severity.Low, Alice, "alice can read any object", "Name the buckets that are needed.", ["s3:GetObject"]);
        yield return Finding("AR-00000006", "RoleAssumption", Severity.Low, Alice, "alice can assume any role", "Name the roles that are needed.", ["sts:AssumeRole"]);
    }

    private static Finding Finding(string id, string kind, Severity severity, string principal, string title, string recommendation, ImmutableArray<string> actions, string? path = null, ImmutableArray<string> conditions = default) => new()
    {
        Id = id,
        Kind = kind,
        Severity = severity,
        Title = title,
        Explanation = $"{title}. An attacker who holds it goes further from there.",
        Recommendation = recommendation,
        Principal = principal,
        AccountId = principal.Split(':')[4],
        Actions = actions,
        Statements = actions.IsEmpty ? [] : [Source(principal, actions)],
        PathId = path,
        Conditions = conditions.IsDefault ? [] : conditions,
    };

    private const string WorkText = """{"Version":"2012-10-17","Statement":[{"Sid":"Work","Effect":"Allow","Action":["iam:CreatePolicyVersion","iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction","s3:GetObject","s3:PutBucketPolicy","sts:AssumeRole"],"Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}]}""";

    private static AssessedPolicy WorkPolicy(string owner) => new()
    {
        Id = $"{owner}|inline|work",
        Name = "work",
        Kind = "inline",
        Owner = owner,
        Account = Production,
        File = "iam/production.json",
        Document = WorkText,
        Holders = [new PolicyHolder(owner, owner.Split('/')[^1], "inline")],
    };

    private static StatementSource Source(string owner, ImmutableArray<string> actions)
    {
        var statement = new Statement
        {
            Index = 0,
            Sid = "Work",
            Effect = Effect.Allow,
            Actions = new ActionElement(Not: false, actions),
            Resources = new ResourceElement(Not: false, ["*"]),
            Position = new SourcePosition("iam/production.json", 17, 5),
        };
        var policy = new NamedPolicy { Name = "work", Kind = PolicyKind.Inline, Owner = owner, Document = new PolicyDocument { Json = WorkText, Statements = [statement] } };
        return new StatementSource(PolicyLayer.Identity, policy, statement, ViaGroup: null);
    }

    private static Evidence Evidence()
    {
        ImmutableArray<RegionDay> days = [.. Enumerable.Range(1, 10).Where(day => day is not (6 or 7))
            .Select(day => new RegionDay(day == 10 ? "us-east-1" : "eu-central-1", DateOnly.FromDateTime(Day(day).UtcDateTime), 150L + day))];
        return new Evidence
        {
            Coverage =
            [
                new LogCoverage { AccountId = Production, Days = days, Gaps = LogCoverage.GapsOf(days, Window), DataResourceTypes = ["AWS::S3::Object"] },
                new LogCoverage { AccountId = Sandbox, Days = [], Gaps = LogCoverage.GapsOf([], Window) },
            ],
            FilesRead = 12,
            Events = 1242,
            Duplicates = 3,
            BadRecords = 1,
            Bytes = 40_000,
            BytesUncompressed = 900_000,
            FirstBadRecords = [new Diagnostic(DiagnosticSeverity.Warning, "The record has no eventName and was passed over.", new SourcePosition("AWSLogs/odd.json.gz", 3, 1))],
            FilesNotRead = [new UnreadFile("AWSLogs/torn.json.gz", "The gzip file ends early; copy it again from the bucket.")],
            Unresolved = [new UnresolvedEvent("glue.amazonaws.com", "MysteryCall", 7)],
        };
    }
}
