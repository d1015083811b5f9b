using System.Globalization;
using System.Net;

namespace Leastwise.Tests.Remote;

/// <summary>
/// IAM's authorization details on a loopback server, in pages, as strict as IAM: entries come in IAM's order, a marker is good for the page after the one
/// that gave it, and anything else is refused. What else is asked is answered by <c>others</c>.
/// </summary>
internal sealed class FakeIam(int pageSize, string account = "111111111111")
{
    private const string Space = "xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"";

    private readonly List<(string List, string Xml)> entries = [];

    /// <summary>Answers what is not a page; false where it does not know it either.</summary>
    public Func<string, IReadOnlyDictionary<string, string>, LoopbackRequest, bool> Others { get; init; } = (_, _, _) => false;

    /// <summary>Called before each page with its number from 0; true where it has answered in the page's place.</summary>
    public Func<int, LoopbackRequest, bool> Fault { get; set; } = (_, _) => false;

    public FakeIam User(string name, string boundary = "", string allows = "s3:GetObject")
    {
        entries.Add(("UserDetailList", $"""
            <Path>/</Path><UserName>{name}</UserName><UserId>AIDA{name.ToUpperInvariant()}</UserId><Arn>arn:aws:iam::{account}:user/{name}</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate>
            <UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>{Document(allows)}</PolicyDocument></member></UserPolicyList><GroupList><member>readers</member></GroupList>
            <AttachedManagedPolicies/>{(boundary.Length == 0 ? "" : $"<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>{boundary}</PermissionsBoundaryArn></PermissionsBoundary>")}<Tags><member><Key>team</Key><Value>a &amp; b</Value></member></Tags>
            """));
        return this;
    }

    public FakeIam Group(string name)
    {
        entries.Add(("GroupDetailList", $"<Path>/</Path><GroupName>{name}</GroupName><GroupId>AGPA{name.ToUpperInvariant()}</GroupId><Arn>arn:aws:iam::{account}:group/{name}</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate><GroupPolicyList/><AttachedManagedPolicies/>"));
        return this;
    }

    public FakeIam Role(string name)
    {
        string trust = Uri.EscapeDataString("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
        entries.Add(("RoleDetailList", $"<Path>/</Path><RoleName>{name}</RoleName><RoleId>AROA{name.ToUpperInvariant()}</RoleId><Arn>arn:aws:iam::{account}:role/{name}</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument><InstanceProfileList/><RolePolicyList/><AttachedManagedPolicies><member><PolicyName>two</PolicyName><PolicyArn>arn:aws:iam::{account}:policy/two</PolicyArn></member></AttachedManagedPolicies><Tags/><RoleLastUsed/>"));
        return this;
    }

    /// <summary>A policy with an old and a default version.</summary>
    public FakeIam Policy(string name)
    {
        entries.Add(("Policies", PolicyXml(name) + $"<PolicyVersionList>{Version("v2", true)}{Version("v1", false)}</PolicyVersionList>"));
        return this;
    }

    public string PolicyXml(string name) => $"<PolicyName>{name}</PolicyName><PolicyId>ANPA{name.ToUpperInvariant()}</PolicyId><Arn>arn:aws:iam::{account}:policy/{name}</Arn><Path>/</Path><DefaultVersionId>v2</DefaultVersionId><AttachmentCount>1</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount><IsAttachable>true</IsAttachable><CreateDate>2026-01-02T03:04:05Z</CreateDate><UpdateDate>2026-01-02T03:04:05Z</UpdateDate>";

    public static string VersionXml(string id, bool isDefault) => $"<Document>{Document(isDefault ? "s3:ListBucket" : "s3:*")}</Document><VersionId>{id}</VersionId><IsDefaultVersion>{(isDefault ? "true" : "false")}</IsDefaultVersion><CreateDate>2026-01-02T03:04:05Z</CreateDate>";

    public static string Result(string operation, string xml) => $"<{operation}Response {Space}><{operation}Result>{xml}</{operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{operation}Response>";

    public static string Error(string code, string message) => $"<ErrorResponse {Space}><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>";

    public void Answer(LoopbackRequest request)
    {
        var form = request.Body.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
        string action = form["Action"];
        if (action != "GetAccountAuthorizationDetails")
        {
            if (!Others(action, form, request))
            {
                request.Answer(400, Error("InvalidAction", $"Could not find operation {action}"));
            }

            return;
        }

        form.Where(pair => pair.Key.StartsWith("Filter.member.", StringComparison.Ordinal)).Select(pair => pair.Value)
            .ShouldBe(["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"], ignoreOrder: true);
        int.Parse(form["MaxItems"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 1000);
        int page = form.TryGetValue("Marker", out string? marker) ? int.Parse(marker.Replace("after/+=", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : 0;
        if (Fault(page, request))
        {
            return;
        }

        request.Answer(200, Page(page));
    }

    public string Page(int page)
    {
        (string List, string Xml)[] here = [.. entries.Skip(page * pageSize).Take(pageSize)];
        bool isLast = (page + 1) * pageSize >= entries.Count;
        string lists = string.Concat(new[] { "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies" }
            .Select(list => $"<{list}>{string.Concat(here.Where(entry => entry.List == list).Select(entry => $"<member>{entry.Xml}</member>"))}</{list}>"));
        return Result("GetAccountAuthorizationDetails", $"<IsTruncated>{(isLast ? "false" : "true")}</IsTruncated>{lists}{(isLast ? "" : $"<Marker>after/+={page + 1}</Marker>")}");
    }

    private static string Version(string id, bool isDefault) => $"<member>{VersionXml(id, isDefault)}</member>";

    private static string Document(string action) => Uri.EscapeDataString($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""");
}
