using System.Diagnostics;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote.S3;

/// <summary><c>ingest s3://…</c> as a user types it.</summary>
public sealed class S3ProgramTests
{
    [Fact]
    public void Killed_at_any_moment_and_run_again_it_gives_the_same_ledger()
    {
        using var bucket = new FakeBucket { PageSize = 50 };
        string root = Repository.PathOf("samples", "acme"), logs = Path.Combine(root, "AWSLogs", "222222222222");
        foreach (string file in Directory.EnumerateFiles(logs, "*.gz", SearchOption.AllDirectories))
        {
            bucket.Objects[Path.GetRelativePath(root, file).Replace('\\', '/')] = File.ReadAllBytes(file);
        }

        using var folder = new TemporaryFolder();
        string local = folder.PathOf("files.ledger"), remote = folder.PathOf("s3.ledger");
        LeastwiseProgram.Run("ingest", logs, "--ledger", local).ExitCode.ShouldBe(0);
        string[] arguments = ["ingest", "s3://logs", "--ledger", remote, "--files-per-transaction", "3", "--requests", "4"];
        foreach (int most in new[] { 15, 50 })
        {
            // Killed after so many objects, wherever it is in reading and writing them.
            using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, arguments, environment: EnvironmentFor(bucket.Server.Address));
            var clock = Stopwatch.StartNew();
            while (bucket.Server.Requests.Count < most && !process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(5);
            }

            process.Kill();
            process.WaitForExit();
        }

        ProgramResult last = Run(EnvironmentFor(bucket.Server.Address), arguments);
        (last.ExitCode, last.Error).ShouldBe((0, ""));
        foreach (string table in new[] { "observations", "shared-calls", "issued", "coverage", "data-events" })
        {
            Export(remote, table).ShouldBe(Export(local, table), table);
        }

        LeastwiseProgram.Run("ledger", "verify", "--ledger", remote).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Objects_that_S3_refuses_are_named_and_where_all_are_the_exit_code_tells()
    {
        using var bucket = new FakeBucket();
        bucket.Objects["AWSLogs/1.json.gz"] = BucketFixture.Pack(BucketFixture.Records[..20]);
        bucket.Objects["AWSLogs/2.json.gz"] = BucketFixture.Pack(BucketFixture.Records[20..40]);
        string[] refused = ["AWSLogs/1.json.gz"];
        bucket.Fault = (request, about, _) =>
        {
            bool isRefused = refused.Contains(about);
            if (isRefused)
            {
                FakeBucket.Refuse(request, 403, "AccessDenied", $"{BucketFixture.Secret} is not authorized");
            }

            return isRefused;
        };
        using var folder = new TemporaryFolder();
        (string Name, string Value)[] environment = EnvironmentFor(bucket.Server.Address);
        ProgramResult one = Run(environment, "ingest", "s3://logs/AWSLogs", "--ledger", folder.PathOf("a.ledger"));
        one.ExitCode.ShouldBe(0);
        one.Error.ShouldContain("s3://logs/AWSLogs/1.json.gz");
        one.Error.ShouldContain("s3:GetObject is missing");

        refused = ["AWSLogs/1.json.gz", "AWSLogs/2.json.gz"];
        ProgramResult all = Run(environment, "ingest", "s3://logs/AWSLogs", "--ledger", folder.PathOf("b.ledger"), "--format", "json");
        all.ExitCode.ShouldBe(4);
        foreach (string text in new[] { one.Out, one.Error, all.Out, all.Error, Export(folder.PathOf("a.ledger"), "unread") })
        {
            text.ShouldNotContain(BucketFixture.Secret);
        }
    }

    [Theory]
    [InlineData("'s3:///x' names no bucket; write it as s3://my-trail-bucket/AWSLogs.", "s3:///x")]
    [InlineData("'s3://a_b$/x' names no bucket", "s3://a_b$/x")]
    [InlineData("--requests must be from 1 to 1,024.", "s3://logs", "--requests", "0")]
    [InlineData("--requests, --request-payer and --list-all are for logs in S3", "samples/acme/AWSLogs", "--request-payer")]
    [InlineData("--public-keys needs --verify-digests", "s3://logs", "--public-keys", "keys.json")]
    [InlineData("--external-id is for assuming a role", "s3://logs", "--external-id", "x")]
    [InlineData("'last week' is no date", "lookup-events", "--since", "last week")]
    [InlineData("is more than 90 days ago", "lookup-events", "--until", "2020-01-01")]
    public void Wrong_use_is_told(string said, params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(["ingest", .. arguments]);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(said);
    }

    /// <summary>What the program needs to ask a server of the tests, and nothing of who runs them.</summary>
    internal static (string Name, string Value)[] EnvironmentFor(Uri address) =>
    [
        ("AWS_ENDPOINT_URL", address.AbsoluteUri), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", BucketFixture.Secret), ("AWS_REGION", "eu-west-1"),
        ("AWS_CONFIG_FILE", "/nonexistent"), ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
    ];

    internal static string Export(string ledger, string table) => LeastwiseProgram.Run("ledger", "export", "--ledger", ledger, "--table", table).Out;

    private static ProgramResult Run((string Name, string Value)[] environment, params string[] arguments) =>
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, arguments, environment: environment);
}
