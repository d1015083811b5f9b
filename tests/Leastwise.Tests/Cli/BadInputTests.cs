using System.IO.Compression;
using System.Text;

namespace Leastwise.Tests.Cli;

/// <summary>What the program says, and how it ends, where input cannot be used: one sentence with the file and what to do, the rest still read.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Iam = "samples/acme/iam/111111111111.json";
    private const string Trail = "samples/acme/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/06/01";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_folder()
    {
        ProgramResult result = Assess(folder.PathOf("nowhere"));
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "nowhere");
    }

    [Fact]
    public void A_missing_account_file_beside_one_that_is_there()
    {
        ProgramResult result = Assess("--iam", folder.PathOf("gone.json"), "--iam", Iam, "--trail", Trail);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "gone.json");
        result.Out.ShouldContain("111111111111");
    }

    [Fact]
    public void A_missing_log_beside_one_that_is_there()
    {
        ProgramResult result = Assess("--iam", Iam, "--trail", folder.PathOf("gone"), "--trail", Trail);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "gone");
        result.Out.ShouldContain("used,");
        result.Out.ShouldNotContain(" 0 used,");
    }

    [Fact]
    public void A_folder_without_logs()
    {
        folder.Write("account.json", File.ReadAllText(Repository.PathOf(Iam)));
        ProgramResult result = Assess(folder.Root);
        // What 'collect' writes has none, and is no mistake (docs/decisions/0001).
        result.ExitCode.ShouldBe(0);
        OneSentence(result, folder.Root);
        result.Error.ShouldContain("--trail");
        result.Out.ShouldContain("no logs");
        result.Out.ShouldContain(" 0 used, 0 unused,");
    }

    [Fact]
    public void An_account_file_alone_is_no_mistake()
    {
        ProgramResult result = Assess("--iam", Iam);
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Out.ShouldContain(" 0 used, 0 unused,");
        result.Out.ShouldNotContain("0001");
    }

    [Fact]
    public void A_folder_without_account_details()
    {
        ProgramResult result = Assess(Trail);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("get-account-authorization-details");
        result.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("this is a note, not a log")]
    [InlineData("{\"hello\": \"world\"}")]
    [InlineData("[1, 2, 3]")]
    [InlineData("")]
    [InlineData("{\"Records\": [")]
    public void A_log_that_is_none_beside_one_that_is(string text)
    {
        string bad = folder.Write("bad.json", text);
        ProgramResult result = Assess("--iam", Iam, "--trail", bad, "--trail", Trail);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "bad.json");
        result.Out.ShouldNotContain(" 0 used,");
    }

    [Theory]
    [InlineData("this is a note, not an account")]
    [InlineData("{\"Records\": []}")]
    [InlineData("")]
    [InlineData("{\"UserDetailList\": [{\"Use")]
    public void An_account_file_that_is_none(string text)
    {
        string bad = folder.Write("bad.json", text);
        ProgramResult result = Assess("--iam", bad, "--trail", Trail);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("bad.json");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void A_truncated_gzip_in_a_folder_is_named_and_its_whole_records_are_counted()
    {
        folder.Write("account.json", File.ReadAllText(Repository.PathOf(Iam)));
        byte[] packed = File.ReadAllBytes(Directory.GetFiles(Repository.PathOf(Trail), "*.gz").Order(StringComparer.Ordinal).First());
        File.WriteAllBytes(folder.PathOf("torn.json.gz"), packed[..(packed.Length * 2 / 3)]);
        ProgramResult result = Assess(folder.Root);
        result.ExitCode.ShouldBe(0);
        OneSentence(result, "torn.json.gz");
        result.Out.ShouldNotContain(" 0 used,");
    }

    [Fact]
    public void A_list_that_is_none_is_named_with_its_place()
    {
        string odd = folder.Write(
            "odd.json",
            """
            {"UserDetailList": [{"Path": "/", "UserName": "eve", "UserId": "AIDAEXAMPLEEVE0000001", "Arn": "arn:aws:iam::111111111111:user/eve", "CreateDate": "2020-01-01T00:00:00Z"}],
             "RoleDetailList": "none"}
            """);
        ProgramResult result = Assess("--iam", odd);
        result.Error.ShouldContain("odd.json:2:");
        result.Error.ShouldContain("a list was expected, not a string");
    }

    [Fact]
    public void A_file_without_users_and_roles_gives_no_report()
    {
        string bare = folder.Write("bare.json", """{"UserDetailList": [], "RoleDetailList": [], "GroupDetailList": [], "Policies": []}""");
        ProgramResult result = Assess("--iam", bare);
        result.ExitCode.ShouldBe(3);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldContain("nobody to speak of");
    }

    [Fact]
    public void A_database_of_something_else_is_refused_and_left_as_it_is()
    {
        string file = folder.PathOf("other.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE mine (x)";
            command.ExecuteNonQuery();
        }

        byte[] before = File.ReadAllBytes(file);
        ProgramResult result = Assess("--iam", Iam, "--trail", Trail, "--ledger", file);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "other.db");
        File.ReadAllBytes(file).ShouldBe(before);
    }

    [SkippableFact]
    public void Output_that_cannot_be_written_is_said()
    {
        Skip.IfNot(File.Exists("/dev/full") && File.Exists("/bin/bash"), "There is no /dev/full here.");
        ProgramResult result = LeastwiseProgram.RunProgram("/bin/bash", ["-c", $"'{LeastwiseProgram.Path}' actors users --iam {Iam} > /dev/full"]);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "cannot be written");
    }

    [Fact]
    public void An_account_file_without_its_policies_is_said_and_the_rest_of_it_used()
    {
        string bare = folder.Write(
            "bare.json",
            """
            {"UserDetailList": [{"Path": "/", "UserName": "eve", "UserId": "AIDAEXAMPLEEVE0000001", "Arn": "arn:aws:iam::111111111111:user/eve",
              "CreateDate": "2020-01-01T00:00:00Z", "GroupList": [], "AttachedManagedPolicies": [{"PolicyName": "Gone", "PolicyArn": "arn:aws:iam::111111111111:policy/Gone"}]}],
             "GroupDetailList": [], "RoleDetailList": []}
            """);
        ProgramResult result = Assess("--iam", bare, "--trail", Trail);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("bare.json");
        result.Error.ShouldContain("Gone");
        result.Out.ShouldContain("1 principal");
    }

    [Fact]
    public void A_file_of_notes_in_a_folder_is_passed_over_without_a_word()
    {
        folder.Write("account.json", File.ReadAllText(Repository.PathOf(Iam)));
        folder.Write("README.md", "# Notes");
        using (var packed = new GZipStream(File.Create(folder.PathOf("log.gz")), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(
                """
                {"Records":[{"eventVersion":"1.10","eventTime":"2026-06-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","awsRegion":"eu-west-1",
                "eventID":"00000000-0000-4000-8000-000000000001","eventType":"AwsApiCall","recipientAccountId":"111111111111",
                "userIdentity":{"type":"IAMUser","userName":"erin.dev","arn":"arn:aws:iam::111111111111:user/erin.dev","accountId":"111111111111"}}]}
                """));
        }

        ProgramResult result = Assess(folder.Root);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldContain("1 used but not granted now");
    }

    [Theory]
    [InlineData("assess")]
    [InlineData("assess", "samples/acme", "--start", "yesterday")]
    [InlineData("assess", "samples/acme", "--start", "2026-07-01", "--end", "2026-06-01")]
    [InlineData("assess", "samples/acme", "--colour")]
    [InlineData("asess", "samples/acme")]
    [InlineData("usage", "samples/acme")]
    [InlineData("usage", "samples/acme", "--user", "a", "--role", "b")]
    [InlineData("actors", "samples/acme")]
    [InlineData]
    public void Wrong_usage_ends_with_2_and_says_why_on_standard_error(params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(arguments);
        result.ExitCode.ShouldBe(2);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldNotBeEmpty();
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void A_mistyped_verb_gets_the_nearest_one() => LeastwiseProgram.Run("asess", "samples/acme").Error.ShouldContain("assess");

    [Fact]
    public void A_mistyped_user_gets_the_nearest_one()
    {
        ProgramResult result = LeastwiseProgram.Run("usage", "samples/acme", "--user", "alise.admin");
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("alice.admin");
    }

    [Fact]
    public void A_report_folder_that_cannot_be_written_is_said()
    {
        string file = folder.Write("taken", "");
        ProgramResult result = LeastwiseProgram.Run("assess", "--iam", Iam, "-o", file);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "taken");
    }

    [Fact]
    public void A_ledger_that_is_none_is_said()
    {
        string file = folder.Write("ledger.db", "this is no database, but it is long enough to look like something that somebody wrote");
        ProgramResult result = Assess("--iam", Iam, "--trail", Trail, "--ledger", file);
        result.ExitCode.ShouldBe(3);
        OneSentence(result, "ledger.db");
    }

    private ProgramResult Assess(params string[] arguments) => LeastwiseProgram.Run(["assess", .. arguments, "-o", folder.PathOf("report")]);

    private static void OneSentence(ProgramResult result, string names)
    {
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldHaveSingleItem(result.Error).ShouldContain(names);
        lines[0].ShouldEndWith(".");
    }
}
