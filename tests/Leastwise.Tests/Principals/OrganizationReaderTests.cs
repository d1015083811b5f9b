using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Tests.Principals;

public sealed class OrganizationReaderTests
{
    internal const string Small = """
        {
          "schemaVersion": 1,
          "organization": { "id": "o-example", "managementAccountId": "999999999999" },
          "roots": [
            { "id": "r-exam", "name": "Root", "serviceControlPolicies": ["p-FullAWSAccess"],
              "accounts": [{ "id": "999999999999", "name": "management", "serviceControlPolicies": ["p-FullAWSAccess"] }],
              "organizationalUnits": [
                { "id": "ou-a", "name": "A", "serviceControlPolicies": ["p-one", "p-lost"],
                  "accounts": [{ "id": "111111111111", "name": "app", "serviceControlPolicies": [] }],
                  "organizationalUnits": [] } ] } ],
          "policies": [
            { "id": "p-one", "name": "One", "type": "SERVICE_CONTROL_POLICY", "document": { "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }] } } ]
        }
        """;

    [Fact]
    public void Levels_stand_from_the_root_down_and_missing_policies_are_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("o.json", Small);

        OrganizationSnapshot organization = OrganizationReader.Read(file);

        organization.ManagementAccountId.ShouldBe("999999999999");
        organization.LevelsOf("111111111111").Select(level => string.Join(',', level.Select(policy => policy.Name))).ShouldBe(["FullAWSAccess", "One,p-lost", ""]);
        organization.LevelsOf("999999999999").ShouldBeEmpty();
        organization.LevelsOf("222222222222").ShouldBeEmpty();
        organization.Diagnostics.Single().ShouldBe(new Diagnostic(
            DiagnosticSeverity.Error,
            "Service control policy p-lost of ou-a is not in the file; it was read as one that allows everything, so accounts below may seem to hold more than they do.",
            new SourcePosition(file, 8, 74)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[[[[")]
    public void What_is_no_organization_is_one_clear_error(string text)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("o.json", text);

        OrganizationSnapshot organization = OrganizationReader.Read(file);

        organization.ServiceControlLevels.ShouldBeEmpty();
        organization.Diagnostics.Single().Message.ShouldContain("no service control policy is taken into account");
    }

    [Fact]
    public void Nesting_without_end_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("o.json", "{\"roots\":[" + string.Concat(Enumerable.Repeat("{\"organizationalUnits\":[", 20_000)));

        OrganizationReader.Read(file).Diagnostics.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public void Trees_of_other_tools_are_read()
    {
        string folder = Path.Combine(Repository.SharedData, "iam", "iamspy");
        Skip.IfNot(Directory.Exists(folder), Repository.NoSharedData);

        OrganizationSnapshot organization = OrganizationReader.Read(Path.Combine(folder, "scp-deny-lambda.json"));

        organization.Diagnostics.ShouldBeEmpty();
        organization.ManagementAccountId.ShouldBe("023456789012");
        organization.ServiceControlLevels.Keys.ShouldContain("123456789012");
        organization.LevelsOf("123456789012").SelectMany(level => level).ShouldContain(policy => policy.Name == "FullAWSAccess");
    }
}
