using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Tests.Cli;
using Leastwise.Tests.Trail;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.S3;

/// <summary>Digests and logs of a bucket, checked where they are. Source: "Custom implementations of CloudTrail log file integrity validation", AWS CloudTrail User Guide.</summary>
public sealed class S3DigestTests : IDisposable
{
    private readonly BucketFixture fixture = new(pageSize: 3);
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        fixture.Dispose();
    }

    [Theory]
    [InlineData("a whole chain", 4, 3)]
    [InlineData("a signature beside the last", 4, 4)]
    [InlineData("a wrong signature beside the last", 4, 3, DigestFault.SignatureWrong)]
    [InlineData("an altered log", 4, 3, DigestFault.LogAltered)]
    [InlineData("a torn log", 4, 3, DigestFault.LogAltered)]
    [InlineData("a deleted log", 4, 3, DigestFault.LogMissing)]
    [InlineData("an added log", 4, 3, DigestFault.LogUnlisted)]
    [InlineData("a deleted digest", 3, 1, DigestFault.DigestMissing)]
    [InlineData("an altered digest", 4, 2, DigestFault.DigestAltered, DigestFault.SignatureWrong)]
    [InlineData("a renamed digest", 4, 3, DigestFault.DigestMoved)]
    public async Task A_bucket_is_judged_as_a_copy_of_it_is(string what, int digests, int signatures, params DigestFault[] faults)
    {
        string keys = Fill(what);
        DigestVerification result = await VerifyAsync(keys);
        result.Problems.ShouldBeEmpty();
        result.Findings.Select(finding => finding.Fault).Order().ShouldBe(faults.Order());
        (result.Digests, result.SignaturesHold).ShouldBe((digests, signatures));
        result.Findings.ShouldAllBe(finding => finding.File.Contains("111111111111_CloudTrail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_named_and_not_called_altered()
    {
        string keys = Fill("a whole chain");
        fixture.Bucket.Fault = (request, about, _) =>
        {
            bool isRefused = about.Contains("T0330Z", StringComparison.Ordinal);
            if (isRefused)
            {
                FakeBucket.Refuse(request, 403, "AccessDenied");
            }

            return isRefused;
        };
        DigestVerification result = await VerifyAsync(keys);
        result.Findings.ShouldBeEmpty();
        result.Problems.ShouldHaveSingleItem().Message.ShouldContain("s3:GetObject is missing");
        result.Holds.ShouldBeFalse();
    }

    [Fact]
    public async Task Other_accounts_regions_and_days_are_not_fetched()
    {
        Fill("a whole chain");
        foreach (IngestFilter filter in new[] { new IngestFilter { Accounts = ["222222222222"] }, new IngestFilter { Regions = ["us-east-1"] }, new IngestFilter { Since = new DateOnly(2026, 1, 3) }, new IngestFilter { Until = new DateOnly(2025, 12, 31) } })
        {
            (await new S3Digests(S3Location.Parse("s3://logs/")!, fixture.Session(), filter, new S3Options { Requests = 4 }).FetchAsync(null, default)).Copies.ShouldBeEmpty();
        }

        fixture.Bucket.Read.ShouldBeEmpty();
    }

    [Fact]
    public void The_verb_reads_the_bucket_and_says_what_does_not_hold()
    {
        string keys = Fill("an altered log");
        ProgramResult run = LeastwiseProgram.RunProgram(
            LeastwiseProgram.Path, ["ingest", "s3://logs/AWSLogs/", "--verify-digests", "--public-keys", keys, "--ledger", folder.PathOf("x.ledger")], environment: S3ProgramTests.EnvironmentFor(fixture.Bucket.Server.Address));
        run.Error.ShouldBe("");
        run.Out.ShouldContain("s3://logs/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/01/01/");
        run.Out.ShouldContain("Its content is not what was delivered");
        run.ExitCode.ShouldBe(1);
    }

    private async Task<DigestVerification> VerifyAsync(string keys)
    {
        var fetched = await new S3Digests(S3Location.Parse("s3://logs/AWSLogs")!, fixture.Session(), new IngestFilter(), new S3Options { Requests = 4 }).FetchAsync(null, default);
        return DigestVerifier.Verify([], [keys], fetched.Copies, fetched.Unread);
    }

    private string Fill(string what)
    {
        var chain = new DigestTests.Chain(folder, DigestTests.Key);
        chain.Write(hours: 4, what);
        string root = folder.PathOf("bucket");
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            string key = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (key.EndsWith(".signature", StringComparison.Ordinal))
            {
                fixture.Bucket.Signatures[key[..^".signature".Length]] = File.ReadAllText(file).Trim();
            }
            else
            {
                fixture.Bucket.Objects[key] = File.ReadAllBytes(file);
            }
        }

        return chain.KeyFile(what == "a torn log" ? "" : what);
    }
}
