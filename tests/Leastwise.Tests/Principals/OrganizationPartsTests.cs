using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Tests.Evaluation;

namespace Leastwise.Tests.Principals;

/// <summary>The answers of the <c>aws organizations</c> commands in one folder, and resource control policies.</summary>
public sealed class OrganizationPartsTests : IDisposable
{
    private const string Regions = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"R\",\"Effect\":\"Deny\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}}""";
    private const string Strangers = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_answers_of_the_commands_make_up_the_organization()
    {
        Write();
        OrganizationSnapshot organization = OrganizationReader.Read(folder.Root);
        organization.Diagnostics.ShouldBeEmpty();
        organization.ManagementAccountId.ShouldBe("999999999999");
        organization.AccountNames["111111111111"].ShouldBe("app");
        Names(organization.LevelsOf("111111111111")).ShouldBe(["FullAWSAccess", "FullAWSAccess,Regions", "FullAWSAccess"]);
        Names(organization.ResourceLevelsOf("111111111111")).ShouldBe(["", "Strangers", ""]);
        organization.LevelsOf("999999999999").ShouldBeEmpty();
        organization.ResourceLevelsOf("999999999999").ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_without_the_id_in_its_name_is_named()
    {
        Write();
        string file = folder.Write("accounts.json", """{"Accounts":[{"Id":"222222222222","Name":"lost"}]}""");
        OrganizationSnapshot organization = OrganizationReader.Read(folder.Root);
        organization.Diagnostics.Select(diagnostic => diagnostic.Position.File).Distinct().ShouldBe([file]);
        organization.Diagnostics[0].Message.ShouldStartWith("The file's name must hold the id of the parent");
        organization.Diagnostics[1].Message.ShouldStartWith("Where 222222222222 stands in the organization is not in the folder");
    }

    [Fact]
    public void A_folder_without_roots_limits_nothing_and_says_so()
    {
        folder.Write("p.json", "{\"hello\":1}");
        OrganizationSnapshot organization = OrganizationReader.Read(folder.Root);
        organization.ServiceControlLevels.ShouldBeEmpty();
        organization.Diagnostics.Length.ShouldBe(2);
        organization.Diagnostics[1].Message.ShouldContain("list-roots");
    }

    [Fact]
    public void Our_own_file_names_resource_control_policies_by_level()
    {
        string file = folder.Write("o.json", """
            {"schemaVersion":1,"organization":{"managementAccountId":"999999999999"},"roots":[{"id":"r-exam","serviceControlPolicies":["p-FullAWSAccess"],
             "resourceControlPolicies":["p-RCPFullAWSAccess","p-one","p-lost"],
             "accounts":[{"id":"111111111111","serviceControlPolicies":["p-FullAWSAccess"]}]}],
             "policies":[{"id":"p-one","name":"One","type":"RESOURCE_CONTROL_POLICY","document":{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}}]}
            """);
        OrganizationSnapshot organization = OrganizationReader.Read(file);
        Names(organization.ResourceLevelsOf("111111111111")).ShouldBe(["One,p-lost", ""]);
        organization.Diagnostics.Single().Message.ShouldBe("Resource control policy p-lost of r-exam is not in the file; it was read as one that denies nothing, so more may seem possible on resources below than is.");
    }

    [Fact]
    public void A_resource_control_policy_limits_a_grant_of_its_services_and_never_takes_it_away()
    {
        Write();
        OrganizationSnapshot organization = OrganizationReader.Read(folder.Root);
        IamRole role = Made.Role(["""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","sns:Publish"],"Resource":"*"}}"""]);
        PrincipalGrants grants = new GrantCalculator(ActionCatalog.Default).GrantsOf(role, Made.AccountOf(role), organization);
        Grant read = grants[ActionCatalog.Default.Find("s3:GetObject")!].ShouldNotBeNull();
        read.IsUnrestricted.ShouldBeFalse();
        read.Denies.Single().Layer.ShouldBe(PolicyLayer.ResourceControl);
        grants.PatternsOf(read).Single().Except.ShouldBeEmpty();
        grants[ActionCatalog.Default.Find("sns:Publish")!].ShouldNotBeNull().IsUnrestricted.ShouldBeTrue();
    }

    private static string[] Names(ImmutableArray<ImmutableArray<NamedPolicy>> levels) =>
        [.. levels.Select(level => string.Join(',', level.Select(policy => policy.Name).Order(StringComparer.Ordinal)))];

    private void Write()
    {
        folder.Write("organization.json", """{"Organization":{"Id":"o-example","MasterAccountId":"999999999999","AvailablePolicyTypes":[]}}""");
        folder.Write("list-roots.json", """{"Roots":[{"Id":"r-exam","Arn":"arn:aws:organizations::999999999999:root/o-example/r-exam","Name":"Root","PolicyTypes":[]}]}""");
        folder.Write("list-organizational-units-for-parent.r-exam.json", """{"OrganizationalUnits":[{"Id":"ou-exam-workload1","Arn":"arn:aws:organizations::999999999999:ou/o-example/ou-exam-workload1","Name":"Workloads"}]}""");
        folder.Write("accounts-of-r-exam.json", """{"Accounts":[{"Id":"999999999999","Name":"management","Status":"ACTIVE"}]}""");
        folder.Write("accounts-of-ou-exam-workload1.json", """{"Accounts":[{"Id":"111111111111","Name":"app","Email":"app@example.com","Status":"ACTIVE"}]}""");
        foreach (string target in new[] { "r-exam", "111111111111", "999999999999" })
        {
            folder.Write($"policies-{target}.json", """{"Policies":[{"Id":"p-FullAWSAccess","Name":"FullAWSAccess","Type":"SERVICE_CONTROL_POLICY","AwsManaged":true}]}""");
        }

        folder.Write("policies-ou-exam-workload1.json", """{"Policies":[{"Id":"p-FullAWSAccess","Type":"SERVICE_CONTROL_POLICY"},{"Id":"p-regions01","Type":"SERVICE_CONTROL_POLICY"}]}""");
        folder.Write("targets-for-p-stranger1.json", """{"Targets":[{"TargetId":"ou-exam-workload1","Name":"Workloads","Type":"ORGANIZATIONAL_UNIT"}]}""");
        folder.Write("p-regions01.json", $$$"""{"Policy":{"PolicySummary":{"Id":"p-regions01","Name":"Regions","Type":"SERVICE_CONTROL_POLICY"},"Content":"{{{Regions}}}"}}""");
        folder.Write("p-stranger1.json", $$$"""{"Policy":{"PolicySummary":{"Id":"p-stranger1","Name":"Strangers","Type":"RESOURCE_CONTROL_POLICY"},"Content":"{{{Strangers}}}"}}""");
    }
}
