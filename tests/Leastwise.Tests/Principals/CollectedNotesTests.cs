using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Tests.Principals;

/// <summary>Aliases and permission sets that were collected beside the account details.</summary>
public sealed class CollectedNotesTests : IDisposable
{
    private const string Sets = """
        {"collected": "permissionSets", "instances": [{"PermissionSets": [
          {"Name": "Read_Only", "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-1/ps-1"},
          {"Name": "Read", "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-1/ps-2"},
          {"Name": "Both", "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-1/ps-3"}]},
         {"PermissionSets": [{"Name": "Both", "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-2/ps-4"}]}]}
        """;

    private readonly TemporaryFolder folder = new();
    private readonly List<Diagnostic> problems = [];

    public void Dispose() => folder.Dispose();

    // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    [Theory]
    [InlineData("/aws-reserved/sso.amazonaws.com/eu-west-1/", "AWSReservedSSO_Read_Only_0123456789abcdef", "arn:aws:sso:::permissionSet/ssoins-1/ps-1")]
    [InlineData("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Read_0123456789abcdef", "arn:aws:sso:::permissionSet/ssoins-1/ps-2")]
    [InlineData("/", "AWSReservedSSO_Read_0123456789abcdef", null)]
    [InlineData("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Read_0123456789ABCDEF", null)]
    [InlineData("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Write_0123456789abcdef", null)]
    [InlineData("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Both_0123456789abcdef", null)]
    public void A_role_tells_the_permission_set_that_made_it(string path, string name, string? arn)
    {
        AccountSnapshot account = Read(path, name, Sets);
        problems.ShouldBeEmpty();
        account.Roles.Single().PermissionSet?.Arn.ShouldBe(arn);
        (account.Roles.Single().PermissionSet is null).ShouldBe(arn is null);
    }

    [Theory]
    [InlineData("[\"acme-shop\"]", null, "acme-shop")]
    [InlineData("[\"acme-shop\"]", "shop", "shop, alias acme-shop")]
    [InlineData("[\"shop\"]", "Shop", "Shop")]
    [InlineData("[]", "shop", "shop")]
    [InlineData("[]", null, null)]
    public void An_account_is_called_by_its_name_and_its_alias(string aliases, string? name, string? called)
    {
        AccountSnapshot account = Read("/", "r", $$"""{"collected": "account", "account": "111111111111", "aliases": {{aliases}}}""");
        var organization = new OrganizationSnapshot
        {
            ServiceControlLevels = System.Collections.Immutable.ImmutableSortedDictionary<string, System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableArray<NamedPolicy>>>.Empty,
            AccountNames = name is null ? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty : System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("111111111111", name),
        };
        account.NameIn(organization).ShouldBe(called);
    }

    [Fact]
    public void A_torn_file_is_named()
    {
        Read("/", "r", """{"collected": "account", "acc""");
        problems.ShouldHaveSingleItem().Message.ShouldContain("not JSON");
    }

    private AccountSnapshot Read(string path, string name, string notes)
    {
        string role = $$"""
            {"UserDetailList":[],"GroupDetailList":[],"Policies":[],"RoleDetailList":[{"Path":"{{path}}","RoleName":"{{name}}","RoleId":"AROA1","Arn":"arn:aws:iam::111111111111:role{{path}}{{name}}",
              "CreateDate":"2025-01-01T00:00:00Z","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]},"InstanceProfileList":[],"RolePolicyList":[],"AttachedManagedPolicies":[]}]}
            """;
        return CollectedNotes.Read([folder.Write("notes.json", notes)], problems).Join(AuthorizationDetailsReader.Read([folder.Write("iam.json", role)]).Accounts).Single();
    }
}
