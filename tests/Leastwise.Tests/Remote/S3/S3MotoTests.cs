using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote.S3;

/// <summary><c>ingest s3://…</c> against a program that speaks S3.</summary>
[Collection(MotoCollection.Name)]
public sealed class S3MotoTests(MotoServer moto)
{
    [SkippableFact]
    public async Task The_samples_give_the_same_ledger_through_files_and_through_S3()
    {
        Skip.IfNot(moto.Answers, "moto_server is not installed.");
        string logs = Repository.PathOf("samples", "acme", "AWSLogs");
        await FillAsync("my-trail-bucket", logs, "audit/AWSLogs/");
        using var folder = new TemporaryFolder();
        string local = folder.PathOf("files.ledger"), remote = folder.PathOf("s3.ledger");
        LeastwiseProgram.Run("ingest", logs, "--ledger", local).ExitCode.ShouldBe(0);
        ProgramResult read = Run("ingest", "s3://my-trail-bucket/audit", "--ledger", remote);
        (read.ExitCode, read.Error).ShouldBe((0, ""));
        read.Out.ShouldContain("files            253 read");
        foreach (string table in new[] { "observations", "shared-calls", "issued", "coverage", "data-events", "unread" })
        {
            S3ProgramTests.Export(remote, table).ShouldBe(S3ProgramTests.Export(local, table), table);
        }

        Run("ingest", "s3://my-trail-bucket/audit", "--ledger", remote).Out.ShouldContain("files            0 read, 253 known already");
        ProgramResult none = Run("ingest", "s3://no-such-bucket/x", "--ledger", remote);
        none.ExitCode.ShouldBe(4);
        none.Error.ShouldStartWith("There is no bucket 'no-such-bucket'");
    }

    private async Task FillAsync(string bucket, string folder, string prefix)
    {
        using var client = new AmazonS3Client(
            new BasicAWSCredentials("AKIAEXAMPLE", BucketFixture.Secret), new AmazonS3Config { ServiceURL = moto.Address, AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        await client.PutBucketAsync(new PutBucketRequest { BucketName = bucket });
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = prefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), FilePath = file });
        }
    }

    private ProgramResult Run(params string[] arguments) => LeastwiseProgram.RunProgram(LeastwiseProgram.Path, arguments, environment: S3ProgramTests.EnvironmentFor(new Uri(moto.Address)));
}
