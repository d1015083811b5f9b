using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>Where AWS is asked, and as whom, by the settings that all of AWS's tools take.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeAws aws = new();
    private readonly LoopbackServer server;

    public EndpointTests() => server = new LoopbackServer(aws.Answer);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html; hosts as https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html has them.
    [Theory]
    [InlineData("iam", "eu-west-1", true, false, "iam-fips.amazonaws.com")]
    [InlineData("iam", "eu-west-1", false, true, "iam.global.api.aws")]
    [InlineData("iam", "eu-west-1", true, true, "iam-fips.global.api.aws")]
    [InlineData("iam", "us-gov-west-1", true, false, "iam.us-gov.amazonaws.com")]
    [InlineData("iam", "cn-north-1", false, true, "iam.global.api.amazonwebservices.com.cn")]
    [InlineData("organizations", "us-west-2", true, false, "organizations-fips.us-east-1.amazonaws.com")]
    [InlineData("organizations", "us-gov-east-1", true, false, "organizations.us-gov-west-1.amazonaws.com")]
    [InlineData("sts", "us-west-2", true, false, "sts-fips.us-west-2.amazonaws.com")]
    [InlineData("sts", "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com")]
    [InlineData("cloudtrail", "us-west-2", false, true, "cloudtrail.us-west-2.api.aws")]
    [InlineData("athena", "us-gov-west-1", true, false, "athena-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("athena", "us-east-2", true, true, "athena-fips.us-east-2.api.aws")]
    public void Other_endpoints_have_other_hosts(string service, string region, bool fips, bool dualStack, string host) => new AwsHosts(fips, dualStack).Of(service, region).Host.ShouldBe(host);

    [Fact]
    public void China_has_no_FIPS_endpoints() => Should.Throw<RemoteException>(() => new AwsHosts(true, false).Of("sts", "cn-north-1")).Message.ShouldContain("no FIPS endpoints in China");

    [Theory]
    [InlineData("endpoint_url = {0}\n")]
    [InlineData("endpoint_url = http://127.0.0.1:1\nservices = mine\n[services mine]\ncloudtrail =\n  endpoint_url = http://127.0.0.1:1\niam =\n  endpoint_url = {0}\nsts = \n  endpoint_url = {0}\n")]
    public void The_profile_names_endpoints(string settings)
    {
        string config = folder.Write("config", $"[profile audit]\nregion = eu-west-1\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = sentinel\n{string.Format(null, settings, server.Address)}");
        ProgramResult run = Download(config);
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        aws.Used.Keys.ShouldContain("iam:GetAccountAuthorizationDetails");
    }

    [Fact]
    public void A_profile_that_asks_for_a_code_says_so_where_nobody_can_type_it()
    {
        string config = folder.Write("config", "[profile base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = sentinel\n[profile audit]\nregion = eu-west-1\nsource_profile = base\nrole_arn = arn:aws:iam::222222222222:role/audit\nmfa_serial = arn:aws:iam::111111111111:mfa/ann\n");
        foreach ((string Name, string Value)[] chosen in new (string, string)[][] { [], [("AWS_PROFILE", "audit")] })
        {
            ProgramResult run = Download(config, chosen);
            run.ExitCode.ShouldBe(4);
            run.Error.ShouldContain("Profile 'audit' asks for the code of the MFA device arn:aws:iam::111111111111:mfa/ann, and there is no terminal to ask on.");
            run.Error.ShouldNotContain("sentinel");
        }
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
    [Theory]
    [InlineData("s3://arn:aws:s3:eu-west-1:111111111111:accesspoint/logs", "arn:aws:s3:eu-west-1:111111111111:accesspoint/logs", "")]
    [InlineData("s3://arn:aws-us-gov:s3:us-gov-west-1:111111111111:accesspoint/logs/AWSLogs/x", "arn:aws-us-gov:s3:us-gov-west-1:111111111111:accesspoint/logs", "AWSLogs/x")]
    [InlineData("s3://logs-metadata-s3alias/AWSLogs", "logs-metadata-s3alias", "AWSLogs")]
    public void An_access_point_stands_for_a_bucket(string path, string bucket, string prefix) => S3Location.Parse(path).ShouldBe(new S3Location(bucket, prefix));

    [Theory]
    [InlineData("s3://arn:aws:s3:eu-west-1:1111:accesspoint/logs")]
    [InlineData("s3://arn:aws:s3:::logs")]
    public void Another_ARN_does_not(string path) => S3Location.Parse(path).ShouldBeNull();

    private ProgramResult Download(string config, params (string Name, string Value)[] chosen) => LeastwiseProgram.RunProgram(
        LeastwiseProgram.Path, ["download", "-o", folder.Root, .. chosen.Length == 0 ? new[] { "--profile", "audit" } : []],
        environment: [("AWS_CONFIG_FILE", config), ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"), ("AWS_EC2_METADATA_DISABLED", "true"), .. chosen]);
}
