using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Tests.Principals;

public sealed class AuthorizationDetailsReaderTests
{
    private const string Whole = """
        {
          "UserDetailList": [
            { "UserName": "123", "UserId": "AIDA1", "Arn": "arn:aws:iam::111111111111:user/team/123", "Path": "/team/", "CreateDate": "2024-01-02T03:04:05Z",
              "GroupList": ["devs", "ghosts"],
              "UserPolicyList": [{ "PolicyName": "own", "PolicyDocument": "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D" }],
              "AttachedManagedPolicies": [{ "PolicyName": "gone", "PolicyArn": "arn:aws:iam::111111111111:policy/gone" }],
              "PermissionsBoundary": { "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111111111111:policy/limit" },
              "Tags": [{ "Key": "owner", "Value": "ann" }] }
          ],
          "GroupDetailList": [
            { "GroupName": "devs", "GroupId": "AGPA1", "Arn": "arn:aws:iam::111111111111:group/devs", "Path": "/", "GroupPolicyList": [],
              "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }
          ],
          "RoleDetailList": [
            { "RoleName": "app", "RoleId": "AROA1", "Arn": "arn:aws:iam::111111111111:role/app", "Path": "/",
              "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }] },
              "InstanceProfileList": [{ "InstanceProfileName": "app-profile", "Roles": [] }],
              "RoleLastUsed": { "LastUsedDate": "2026-05-06 07:08:09+00:00", "Region": "eu-central-1" },
              "RolePolicyList": [], "AttachedManagedPolicies": [] }
          ],
          "Policies": [
            { "PolicyName": "limit", "Arn": "arn:aws:iam::111111111111:policy/limit", "DefaultVersionId": "v2", "PolicyVersionList": [
                { "VersionId": "v1", "IsDefaultVersion": false, "Document": { "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] } },
                { "VersionId": "v2", "IsDefaultVersion": true, "Document": { "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] } } ] },
            { "PolicyName": "ReadOnlyAccess", "Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "PolicyVersionList": [
                { "VersionId": "v9", "Document": { "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] }, "IsDefaultVersion": true } ] }
          ],
          "IsTruncated": false
        }
        """;

    [Fact]
    public void A_file_that_is_given_twice_or_copied_is_read_once_with_one_note_each()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("account.json", Whole), copy = folder.Write("copy.json", Whole);

        AuthorizationDetails details = AuthorizationDetailsReader.Read([file, file, copy]);

        details.Accounts.Single().Diagnostics.ShouldBe(AuthorizationDetailsReader.Read([file]).Accounts.Single().Diagnostics);
        details.Diagnostics.Select(note => (note.Severity, note.Position.File)).ShouldBe([(DiagnosticSeverity.Warning, file), (DiagnosticSeverity.Warning, copy)]);
        details.Diagnostics.ShouldAllBe(note => note.Message.Contains($"'{file}'"));
    }

    [Fact]
    public void A_whole_account_is_read()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("account.json", Whole);

        AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);

        details.Diagnostics.ShouldBeEmpty();
        AccountSnapshot account = details.Accounts.Single();
        account.AccountId.ShouldBe("111111111111");
        account.IsTruncated.ShouldBeFalse();
        IamUser user = account.Users.Single();
        user.Name.ShouldBe("123");
        user.Path.ShouldBe("/team/");
        user.Created.ShouldBe(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));
        user.InlinePolicies.Single().Document.Statements.Single().Actions.Patterns.ShouldBe(["s3:GetObject"]);
        user.Groups.Single().AttachedPolicies.Single().Kind.ShouldBe(PolicyKind.AwsManaged);
        user.Tags["owner"].ShouldBe("ann");
        user.Boundary!.Policy!.Document.Statements.Single().Actions.Patterns.ShouldBe(["s3:*"], "the default version, not the first");
        IamRole role = account.Roles.Single();
        role.Trust.Document.Statements.Single().Position.ShouldBe(new SourcePosition(file, 16, 76));
        role.InstanceProfiles.ShouldBe(["app-profile"]);
        role.LastUsed.ShouldBe(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));
        role.LastUsedRegion.ShouldBe("eu-central-1");
        account.Actors.Select(actor => actor.Name).ShouldBe(["app", "123"]);
    }

    [Fact]
    public void What_is_attached_but_not_there_is_named_with_its_place()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("account.json", Whole);

        AuthorizationDetailsReader.Read([file]).Accounts.Single().Diagnostics.ShouldBe(
        [
            new Diagnostic(
                DiagnosticSeverity.Error,
                "arn:aws:iam::111111111111:user/team/123 has the policy arn:aws:iam::111111111111:policy/gone attached, which is not in the file: what it grants or denies is missing here.",
                new SourcePosition(file, 6, 35)),
            new Diagnostic(
                DiagnosticSeverity.Error,
                "arn:aws:iam::111111111111:user/team/123 is in the group ghosts, which is not in the file: what the group grants or denies is missing here.",
                new SourcePosition(file, 4, 29)),
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void Pages_and_accounts_of_a_folder_are_joined()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.json", Page("111111111111", "ann", truncated: true));
        folder.Write("a/2.json", Page("111111111111", "bob", truncated: false));
        folder.Write("b.json", Page("222222222222", "eve", truncated: false) + Page("222222222222", "joe", truncated: false));
        folder.Write("config.json", "{\"name\":\"x\"}");

        AuthorizationDetails details = AuthorizationDetailsReader.Read([folder.Root]);

        details.Diagnostics.ShouldBeEmpty();
        details.Accounts.Select(account => (account.AccountId, string.Join(',', account.Users.Select(user => user.Name)), account.IsTruncated))
            .ShouldBe([("111111111111", "ann,bob", false), ("222222222222", "eve,joe", false)]);
    }

    [Fact]
    public void A_last_page_that_says_more_follow_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("1.json", Page("111111111111", "ann", truncated: true));

        AccountSnapshot account = AuthorizationDetailsReader.Read([file]).Accounts.Single();

        account.IsTruncated.ShouldBeTrue();
        account.Diagnostics.Single().ToString().ShouldBe(
            $"{file}: The last page says that more follow (IsTruncated), but none is here: principals and policies may be missing. Fetch all pages, or give them all.");
    }

    [Theory]
    [InlineData("not json", "The file is not JSON (line 1, column 1)")]
    [InlineData("", "The file is empty")]
    [InlineData("{\"Records\":[]}", "The file holds no account authorization details but events, which --trail takes beside the account's file")]
    [InlineData("{\"Policies\":[{\"name\":\"other\"}]}", "The file holds no account authorization details but policies without users and roles: 'leastwise scan-policy-file -i' judges those that have a document; service control policies are given with --organization (docs/organization.md)")]
    [InlineData("[1,2,3]", "The file holds no account authorization details")]
    public void What_is_something_else_is_one_clear_error(string text, string message)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("x.json", text);

        AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);

        details.Accounts.ShouldBeEmpty();
        details.Diagnostics.Single().ShouldBe(new Diagnostic(
            DiagnosticSeverity.Error,
            $"{message}; give the output of \"aws iam get-account-authorization-details\" or of \"leastwise download\".",
            SourcePosition.WholeFile(file)));
    }

    [Theory]
    [InlineData("{\"UserDetailList\":[],\"RoleDetailList\":[],\"GroupDetailList\":[],\"Policies\":[]}")]
    [InlineData("{\"UserDetailList\":[7,{},null,{\"UserName\":\"ann\"}]}")]
    public void Details_of_nothing_are_one_clear_error(string text)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("x.json", text);

        AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);

        details.Accounts.ShouldBeEmpty();
        details.Diagnostics.Single().Message.ShouldStartWith("The file holds no user, role, group or policy;");
    }

    [Fact]
    public void Entries_without_name_or_arn_are_passed_over_and_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("x.json", Page("111111111111", "ann", truncated: false).Replace("\"UserDetailList\":[", "\"UserDetailList\":[7,{},", StringComparison.Ordinal));

        AccountSnapshot account = AuthorizationDetailsReader.Read([file]).Accounts.Single();

        account.Users.Single().Name.ShouldBe("ann");
        account.Diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBe(
            [$"{file}:1:20: This entry has no name or no Arn; it was passed over.", $"{file}:1:22: This entry has no name or no Arn; it was passed over."]);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_too()
    {
        AuthorizationDetailsReader.Read(["/nowhere/account.json"]).Diagnostics.Single().Severity.ShouldBe(DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_torn_file_gives_what_came_before_the_tear_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("x.json", Whole[..Whole.IndexOf("\"RoleDetailList\"", StringComparison.Ordinal)]);

        AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);

        details.Accounts.Single().Users.Length.ShouldBe(1);
        details.Diagnostics.Single().Message.ShouldStartWith("The file breaks off or is broken here");
    }

    [Fact]
    public void Content_tells_account_files_and_organizations_apart()
    {
        using var folder = new TemporaryFolder();
        string account = folder.Write("a.json", Whole);
        string organization = folder.Write("o.json", OrganizationReaderTests.Small);

        AuthorizationDetailsReader.LooksLike(account).ShouldBeTrue();
        OrganizationReader.LooksLike(account).ShouldBeFalse();
        AuthorizationDetailsReader.LooksLike(organization).ShouldBeFalse();
        OrganizationReader.LooksLike(organization).ShouldBeTrue();
    }

    private static string Page(string account, string user, bool truncated) =>
        $$"""{"UserDetailList":[{"UserName":"{{user}}","UserId":"AIDA{{user}}","Arn":"arn:aws:iam::{{account}}:user/{{user}}","Path":"/"}],"GroupDetailList":[],"RoleDetailList":[],"Policies":[],"IsTruncated":{{(truncated ? "true" : "false")}}}""";
}
