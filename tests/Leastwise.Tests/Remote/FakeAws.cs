using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Leastwise.Tests.Remote;

/// <summary>
/// Two accounts of an organization on a loopback server: what <c>collect</c> and <c>scan-multi-account</c> ask, lists in pages of one, jobs that are not
/// done when first asked about. The credentials tell the account. An operation that it does not know is refused.
/// </summary>
internal sealed class FakeAws
{
    public const string Management = "111111111111";
    public const string Member = "222222222222";

    private readonly ConcurrentDictionary<string, int> asked = new();
    private readonly Dictionary<string, FakeIam> accounts;

    public FakeAws() => accounts = new()
    {
        [Management] = new FakeIam(2) { Others = AnswerIam }.User("ann", allows: "*").User("bob").Group("readers").Role("deploy").Policy("two"),
        [Member] = new FakeIam(2, Member) { Others = AnswerIam }.User("carol").Group("readers").Role("audit").Policy("two"),
    };

    /// <summary>Privileges that are refused.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Accounts whose role is not for us.</summary>
    public HashSet<string> Closed { get; } = [];

    /// <summary>The privileges of all that was asked.</summary>
    public ConcurrentDictionary<string, bool> Used { get; } = new();

    public int MostAtOnce => most;

    private int now, most;

    public void Answer(LoopbackRequest request)
    {
        int here = Interlocked.Increment(ref now);
        InterlockedMax(here);
        try
        {
            if (request.Headers.TryGetValue("X-Amz-Target", out string? target))
            {
                AnswerJson(request, target);
                return;
            }

            Dictionary<string, string> form = Form(request);
            string action = form["Action"];
            string service = action is "AssumeRole" or "GetCallerIdentity" ? "sts" : "iam";
            if (IsRefused($"{service}:{action}"))
            {
                request.Answer(403, FakeIam.Error("AccessDenied", $"User: arn:aws:iam::{AccountOf(request)}:user/ann is not authorized to perform: {service}:{action} on resource: * because no identity-based policy allows the {service}:{action} action"));
            }
            else if (action == "AssumeRole")
            {
                Assume(request, form["RoleArn"]);
            }
            else if (action == "GetCallerIdentity")
            {
                request.Answer(200, FakeIam.Result(action, $"<Arn>arn:aws:iam::{AccountOf(request)}:user/ann</Arn><UserId>AIDA</UserId><Account>{AccountOf(request)}</Account>"));
            }
            else
            {
                accounts[AccountOf(request)].Answer(request);
            }
        }
        finally
        {
            Interlocked.Decrement(ref now);
        }
    }

    private void InterlockedMax(int value)
    {
        int seen;
        while ((seen = most) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private static string AccountOf(LoopbackRequest request) => request.Headers["Authorization"].Contains($"ASIA{Member}", StringComparison.Ordinal) ? Member : Management;

    private static Dictionary<string, string> Form(LoopbackRequest request) =>
        request.Body.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));

    private bool IsRefused(string privilege)
    {
        Used[privilege] = true;
        return Refused.Contains(privilege);
    }

    private void Assume(LoopbackRequest request, string role)
    {
        string account = role.Split(':')[4];
        if (Closed.Contains(account) || account != Member)
        {
            request.Answer(403, FakeIam.Error("AccessDenied", $"User: arn:aws:iam::{Management}:user/ann is not authorized to perform: sts:AssumeRole on resource: {role}"));
            return;
        }

        request.Answer(200, FakeIam.Result("AssumeRole", $"<Credentials><AccessKeyId>ASIA{account}</AccessKeyId><SecretAccessKey>sentinel-role-secret</SecretAccessKey><SessionToken>sentinel-role-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"));
    }

    private bool AnswerIam(string action, IReadOnlyDictionary<string, string> form, LoopbackRequest request)
    {
        string account = AccountOf(request);
        string? xml = action switch
        {
            "ListAccountAliases" => $"<AccountAliases><member>acme-{account}</member></AccountAliases><IsTruncated>false</IsTruncated>",
            "GenerateCredentialReport" => $"<State>{(IsFirst($"report {account}") ? "STARTED" : "COMPLETE")}</State>",
            "GetCredentialReport" => $"<Content>{Convert.ToBase64String(Encoding.UTF8.GetBytes($"user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active,access_key_2_active,password_last_used,access_key_1_last_used_date,access_key_2_last_used_date\nann,arn:aws:iam::{account}:user/ann,2026-01-02T03:04:05+00:00,true,false,true,false,N/A,N/A,N/A\n"))}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-08-01T00:00:00Z</GeneratedTime>",
            "GenerateServiceLastAccessedDetails" => form["Granularity"] == "ACTION_LEVEL" ? $"<JobId>{form["Arn"]}</JobId>" : null,
            "GetServiceLastAccessedDetails" => LastAccessed(form),
            _ => null,
        };
        if (xml is not null)
        {
            request.Answer(200, FakeIam.Result(action, xml));
        }

        return xml is not null;
    }

    private string LastAccessed(IReadOnlyDictionary<string, string> form)
    {
        string arn = form["JobId"];
        if (IsFirst($"job {arn}"))
        {
            return "<JobStatus>IN_PROGRESS</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>2026-08-01T00:00:00Z</JobCreationDate>";
        }

        bool second = form.TryGetValue("Marker", out string? marker);
        string service = second ? "s3" : "iam";
        string actions = second ? $"<TrackedActionsLastAccessed><member><ActionName>ListBucket</ActionName><LastAccessedEntity>{arn}</LastAccessedEntity><LastAccessedTime>2026-07-01T00:00:00Z</LastAccessedTime><LastAccessedRegion>eu-west-1</LastAccessedRegion></member></TrackedActionsLastAccessed>" : "<TrackedActionsLastAccessed/>";
        return $"<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>2026-08-01T00:00:00Z</JobCreationDate><JobCompletionDate>2026-08-01T00:00:10Z</JobCompletionDate><IsTruncated>{(second ? "false" : "true</IsTruncated><Marker>2</Marker><IsTruncated>true")}</IsTruncated><ServicesLastAccessed><member><ServiceName>x</ServiceName><ServiceNamespace>{service}</ServiceNamespace><TotalAuthenticatedEntities>{(second ? 1 : 0)}</TotalAuthenticatedEntities>{actions}</member></ServicesLastAccessed>";
    }

    private bool IsFirst(string what) => asked.AddOrUpdate(what, 1, (_, times) => times + 1) == 1;

    private void AnswerJson(LoopbackRequest request, string target)
    {
        string operation = target[(target.LastIndexOf('.') + 1)..];
        string service = target.StartsWith("AWSOrganizations", StringComparison.Ordinal) ? "organizations" : target.StartsWith("SWB", StringComparison.Ordinal) ? "sso" : "cloudtrail";
        if (IsRefused($"{service}:{operation}"))
        {
            request.Answer(400, $$"""{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::{{AccountOf(request)}}:user/ann is not authorized to perform: {{service}}:{{operation}} with an explicit deny in an identity-based policy"}""", "application/x-amz-json-1.1");
            return;
        }

        JsonNode body = JsonNode.Parse(request.Body)!;
        (string list, JsonNode[] items) = operation switch
        {
            "ListAccounts" => ("Accounts", [Account(Management, "management"), Account(Member, "shop"), Account("333333333333", "closed", "SUSPENDED")]),
            "ListRoots" => ("Roots", [J("""{"Id":"r-exam","Arn":"arn:aws:organizations::111111111111:root/o-exampleorgid/r-exam","Name":"Root","PolicyTypes":[{"Type":"SERVICE_CONTROL_POLICY","Status":"ENABLED"}]}""")]),
            "ListPolicies" => ("Policies", [J("""{"Id":"p-FullAWSAccess","Name":"FullAWSAccess","AwsManaged":true}"""), J("""{"Id":"p-guard123","Name":"guard","AwsManaged":false}""")]),
            "ListTargetsForPolicy" => ("Targets", (string?)body["PolicyId"] == "p-guard123" ? [Target("ou-exam-work1234")] : [Target("r-exam"), Target("ou-exam-work1234"), Target(Management), Target(Member)]),
            "ListAccountsForParent" => ("Accounts", (string?)body["ParentId"] == "r-exam" ? [Account(Management, "management")] : [Account(Member, "shop")]),
            "ListOrganizationalUnitsForParent" => ("OrganizationalUnits", (string?)body["ParentId"] == "r-exam" ? [J("""{"Id":"ou-exam-work1234","Arn":"arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-exam-work1234","Name":"Work"}""")] : []),
            "ListTrails" => ("Trails", [J("""{"TrailARN":"arn:aws:cloudtrail:eu-west-1:111111111111:trail/main","Name":"main","HomeRegion":"eu-west-1"}""")]),
            "ListInstances" => ("Instances", [J("""{"InstanceArn":"arn:aws:sso:::instance/ssoins-1111111111111111","IdentityStoreId":"d-1111111111"}""")]),
            "ListPermissionSets" => ("PermissionSets", [JsonValue.Create("arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111")]),
            "ListManagedPoliciesInPermissionSet" => ("AttachedManagedPolicies", [J("""{"Name":"ReadOnlyAccess","Arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}""")]),
            "ListCustomerManagedPolicyReferencesInPermissionSet" => ("CustomerManagedPolicyReferences", (JsonNode[])[]),
            _ => ("", (JsonNode[])[]),
        };
        int at = int.Parse((string?)body["NextToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        JsonObject? answer = list.Length > 0 ? Page(list, items, at) : operation switch
        {
            "DescribeOrganization" => O("""{"Organization":{"Id":"o-exampleorgid","MasterAccountId":"111111111111","FeatureSet":"ALL"}}"""),
            "DescribePolicy" => O("""{"Policy":{"PolicySummary":{"Id":"p-guard123"},"Content":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}}"}}"""),
            "DescribeTrails" => O("""{"trailList":[{"Name":"main","TrailARN":"arn:aws:cloudtrail:eu-west-1:111111111111:trail/main","HomeRegion":"eu-west-1","IsMultiRegionTrail":true,"S3BucketName":"logs"}]}"""),
            "GetTrailStatus" => O("""{"IsLogging":true,"StartLoggingTime":1767225600}"""),
            "GetEventSelectors" => O("""{"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[]}]}"""),
            "DescribePermissionSet" => O("""{"PermissionSet":{"Name":"ReadOnly","PermissionSetArn":"arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111","SessionDuration":"PT1H"}}"""),
            "GetInlinePolicyForPermissionSet" => O("""{"InlinePolicy":""}"""),
            _ => null,
        };
        if (operation == "GetPermissionsBoundaryForPermissionSet")
        {
            request.Answer(400, """{"__type":"ResourceNotFoundException","Message":"PermissionsBoundary not found"}""", "application/x-amz-json-1.1");
        }
        else if (answer is null)
        {
            request.Answer(400, """{"__type":"UnknownOperationException"}""", "application/x-amz-json-1.1");
        }
        else
        {
            request.Answer(200, answer.ToJsonString(), "application/x-amz-json-1.1");
        }
    }

    private static JsonObject Page(string list, JsonNode[] items, int at)
    {
        var page = new JsonObject { [list] = new JsonArray([.. items.Skip(at).Take(1)]) };
        if (at + 1 < items.Length)
        {
            page["NextToken"] = (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return page;
    }

    private static JsonNode J(string json) => JsonNode.Parse(json)!;

    private static JsonObject O(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonNode Target(string id) => J($$"""{"TargetId":"{{id}}"}""");

    private static JsonNode Account(string id, string name, string status = "ACTIVE") => J($$"""{"Id":"{{id}}","Arn":"arn:aws:organizations::111111111111:account/o-exampleorgid/{{id}}","Name":"{{name}}","Status":"{{status}}"}""");
}
