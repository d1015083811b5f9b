using System.Text.Json;
using Leastwise.Policies;

namespace Leastwise.Tests.Cli;

/// <summary><c>trim</c> and <c>replay</c> as a user runs them on the sample.</summary>
public sealed class TrimTests(TrimTests.SampleLedger sample) : IClassFixture<TrimTests.SampleLedger>
{
    /// <summary>The sample's logs, read once.</summary>
    public sealed class SampleLedger : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public SampleLedger() => LeastwiseProgram.Run("ingest", "samples/acme/AWSLogs", "--ledger", folder.PathOf("acme.ledger")).ExitCode.ShouldBe(0);

        internal ProgramResult Run(string verb, params string[] arguments) => LeastwiseProgram.Run(
            [verb, "--iam", "samples/acme/iam/111111111111.json", "--organization", "samples/acme/organization.json", "--ledger", folder.PathOf("acme.ledger"), .. arguments]);

        public void Dispose() => folder.Dispose();
    }

    [Fact]
    public void A_role_is_trimmed_for_people()
    {
        ProgramResult result = sample.Run("trim", "--role", "web-server");
        result.ExitCode.ShouldBe(0, result.Error);
        GoldenFile.ShouldMatch("cli/trim-web-server.txt", result.Out);
    }

    [Fact]
    public void A_trim_comes_in_every_form()
    {
        using var folder = new TemporaryFolder();
        ProgramResult result = sample.Run("trim", "--role", "web-server", "--as", "managed", "-o", folder.Root);
        result.ExitCode.ShouldBe(0, result.Error);
        string place = folder.PathOf("111111111111", "role-web-server");
        foreach ((string file, string golden) in new[]
        {
            ("apply.sh", "trim-web-server.sh"), ("main.tf", "trim-web-server.tf"), ("template.json", "trim-web-server.template.json"), ("change-request.md", "trim-web-server.md"), ("patch.diff", "trim-web-server.diff"),
        })
        {
            GoldenFile.ShouldMatch($"cli/{golden}", File.ReadAllText(Path.Combine(place, file)));
        }

        PolicyParser.Parse(File.ReadAllText(Path.Combine(place, "web-server-trimmed.json")), "trimmed").Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cli", "trim-web-server-inline.sh")]
    [InlineData("terraform", "trim-web-server-inline.tf")]
    [InlineData("cloudformation", "trim-web-server-inline.template.json")]
    [InlineData("markdown", "trim-web-server-inline.md")]
    public void What_is_inline_today_stays_inline(string form, string golden)
    {
        ProgramResult result = sample.Run("trim", "--role", "web-server", "--format", form);
        result.ExitCode.ShouldBe(0, result.Error);
        GoldenFile.ShouldMatch($"cli/{golden}", result.Out);
    }

    [Fact]
    public void The_json_of_all_trims_follows_its_schema_and_no_trim_breaks()
    {
        ProgramResult result = sample.Run("trim", "--all", "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        JsonSchema.Read("trim.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
        JsonElement[] trims = [.. document.RootElement.GetProperty("trims").EnumerateArray()];
        trims.Length.ShouldBeGreaterThan(35);
        trims.Where(trim => trim.GetProperty("replay").ValueKind == JsonValueKind.Object).ShouldAllBe(trim => !trim.GetProperty("replay").GetProperty("breaks").GetBoolean());
        JsonElement together = document.RootElement.GetProperty("together");
        together.GetProperty("breaks").GetBoolean().ShouldBeFalse();
        together.GetProperty("principals").GetInt32().ShouldBeGreaterThan(5);
        trims.ShouldAllBe(trim => trim.GetProperty("problem").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void The_policy_alone_can_be_replayed_and_breaks_nothing()
    {
        using var folder = new TemporaryFolder();
        ProgramResult policy = sample.Run("trim", "--role", "order-processor", "--format", "policy");
        policy.ExitCode.ShouldBe(0, policy.Error);
        PolicyParser.Parse(policy.Out, "trimmed").Diagnostics.ShouldBeEmpty();
        ProgramResult replay = sample.Run("replay", "--policy", folder.Write("p.json", policy.Out), "--role", "order-processor", "--fail-on-break");
        replay.ExitCode.ShouldBe(0, replay.Error);
        replay.Out.ShouldStartWith("No event would break; 2,520 are allowed as before.");
    }

    [Fact]
    public void What_would_break_is_told_and_fails_where_asked()
    {
        using var folder = new TemporaryFolder();
        string policy = folder.Write("p.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["dynamodb:DescribeTable","s3:GetObject","kms:*"],"Resource":"*"}}""");
        ProgramResult text = sample.Run("replay", "--policy", policy, "--role", "order-processor", "--fail-on-break");
        text.ExitCode.ShouldBe(1);
        GoldenFile.ShouldMatch("cli/replay-order-processor.txt", text.Out);
        ProgramResult json = sample.Run("replay", "--policy", policy, "--role", "order-processor", "--format", "json");
        json.ExitCode.ShouldBe(0, json.Error);
        using JsonDocument document = JsonDocument.Parse(json.Out);
        JsonSchema.Read("replay.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
    }

    [Fact]
    public void A_comparison_follows_its_schema()
    {
        using var folder = new TemporaryFolder();
        string old = folder.Write("old.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}""");
        string next = folder.Write("new.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:*","nowhere:Thing"],"Resource":"arn:aws:sqs:*:*:a"}}""");
        ProgramResult result = LeastwiseProgram.Run("compare", old, next, "--format", "json");
        result.ExitCode.ShouldBe(1, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        JsonSchema.Read("compare.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, "one of --role NAME, --user NAME, --group NAME, --policy NAME and --all", "trim", "samples/acme")]
    [InlineData(2, "the catalogue knows no such action or service", "trim", "samples/acme", "--role", "web-server", "--keep", "nowhere:*")]
    [InlineData(2, "--as inline is for roles, users and groups", "trim", "samples/acme", "--policy", "DeveloperAccess", "--as", "inline")]
    [InlineData(2, "--by-tag takes the key of a tag", "trim", "samples/acme", "--role", "web-server", "--by-tag", "")]
    [InlineData(2, "name a folder with -o FOLDER", "trim", "samples/acme", "--all", "--format", "terraform")]
    [InlineData(3, "Did you mean Developers?", "trim", "samples/acme", "--group", "Developer")]
    [InlineData(2, "Say what is proposed", "replay", "samples/acme", "--all")]
    [InlineData(2, "Whose policies are these to be?", "replay", "samples/acme", "--policy", "README.md")]
    [InlineData(3, "The JSON is broken here", "replay", "samples/acme", "--policy", "README.md", "--all")]
    [InlineData(3, "could not be read", "replay", "samples/acme", "--policy", "no-such-file.json", "--all")]
    public void A_mistake_is_answered_with_what_to_do(int code, string message, params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(arguments);
        result.ExitCode.ShouldBe(code, result.Error);
        result.Error.ShouldContain(message);
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public void A_role_without_history_is_left_alone_and_the_reason_told()
    {
        ProgramResult result = sample.Run("trim", "--role", "vendor-legacy");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldContain("Nothing is trimmed. It has no history");
    }
}
