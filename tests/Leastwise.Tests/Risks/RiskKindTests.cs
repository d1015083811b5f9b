using Leastwise.Catalog;
using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

public sealed class RiskKindTests
{
    public static TheoryData<string> Kinds() => [.. Risk.Kinds.Select(kind => kind.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_cases_that_find_it_and_cases_that_do_not(string kind)
    {
        RiskCase[] cases = [.. RiskCase.All().Where(one => one.File == $"{kind}.json")];
        cases.ShouldContain(one => one.Content["finds"]!.AsArray().Count > 0, $"tests/cases/risks/{kind}.json");
        cases.ShouldContain(one => one.Content["finds"]!.AsArray().Count == 0, $"tests/cases/risks/{kind}.json");
        cases.ShouldAllBe(one => one.Kind == kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_page_that_explains_it(string kind)
    {
        string page = File.ReadAllText(Repository.PathOf(Risk.Find(kind)!.Page));
        page.ShouldStartWith($"# {kind}\n");
        foreach (string part in (string[])["## What it is", "## How an attacker uses it", "## How to recognise a false positive", "## How to fix it", "## Read more"])
        {
            page.ShouldContain($"\n{part}\n");
        }

        Risk.Find(kind)!.Links.ShouldNotBeEmpty();
        foreach (string link in Risk.Find(kind)!.Links)
        {
            page.ShouldContain(link);
        }

        page.ShouldContain(Risk.Find(kind)!.Severity.ToString());
    }

    [Fact]
    public void Kinds_are_in_ordinal_order_with_prefixes_of_their_own()
    {
        Risk.Kinds.Select(kind => kind.Kind).ShouldBe(Risk.Kinds.Select(kind => kind.Kind).Order(StringComparer.Ordinal));
        Risk.Kinds.Select(kind => kind.Prefix).Distinct().Count().ShouldBe(Risk.Kinds.Length);
    }

    [Theory]
    [InlineData("credential-actions")]
    [InlineData("data-actions")]
    [InlineData("logging-actions")]
    [InlineData("network-actions")]
    [InlineData("secret-actions")]
    public void The_catalogue_knows_every_action_of_the_lists(string table)
    {
        string[] unknown = [.. FactTable.Read(table).Select(row => row[0]).Where(action => ActionCatalog.Default.Find(action)?.FullName != action)];
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void The_lists_hold_what_Cloudsplaining_lists_and_more()
    {
        HashSet<string> held = [.. FactTable.Read("credential-actions").Concat(FactTable.Read("data-actions")).Concat(FactTable.Read("secret-actions")).Select(row => row[0])];
        // Without what no identity policy governs or what answers no secret; the head of the table says which, and why.
        string[] theirs = [.. """
            airflow:CreateCliToken airflow:CreateWebLoginToken appsync:CreateApiKey chime:CreateApiKey cloud9:CreateEnvironmentToken codeartifact:GetAuthorizationToken
            codepipeline:PollForJobs cognito-identity:GetOpenIdTokenForDeveloperIdentity
            connect:GetFederationToken ec2:GetPasswordData ecr:GetAuthorizationToken ecr-public:GetAuthorizationToken emr-containers:GetManagedEndpointSessionCredentials
            finspace-api:GetProgrammaticAccessCredentials gamelift:RequestUploadCredentials gamelift:GetInstanceAccess gamelift:GetComputeAccess gamelift:GetComputeAuthToken
            grafana:CreateWorkspaceApiKey iam:CreateAccessKey iam:CreateLoginProfile iam:CreateServiceSpecificCredential iam:ResetServiceSpecificCredential iam:UpdateAccessKey
            license-manager:GetAccessToken lightsail:GetInstanceAccessDetails lightsail:DownloadDefaultKeyPair lightsail:CreateBucketAccessKey
            lightsail:GetRelationalDatabaseMasterUserPassword mediapackage:RotateChannelCredentials mediapackage:RotateIngestEndpointCredentials rds-db:connect
            redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift-serverless:GetCredentials sts:AssumeRole sts:GetFederationToken
            s3:GetObject ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath secretsmanager:GetSecretValue
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        theirs.Where(action => !held.Contains(action)).ShouldBeEmpty();
        held.Count.ShouldBeGreaterThan(theirs.Length);
    }

    [Theory]
    [InlineData("credential-actions")]
    [InlineData("data-actions")]
    [InlineData("compute-services")]
    [InlineData("federation-issuers")]
    [InlineData("logging-actions")]
    [InlineData("network-actions")]
    [InlineData("secret-actions")]
    [InlineData("deputy-services")]
    public void Every_row_of_the_lists_has_evidence_and_none_stands_twice(string table)
    {
        string[][] rows = [.. FactTable.Read(table)];
        rows.Where(row => !row[^1].StartsWith("https://", StringComparison.Ordinal)).ShouldBeEmpty();
        rows.Select(row => row[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(rows.Length);
    }
}
