using System.Text.Json;
using Leastwise.Catalog;

namespace Leastwise.Tests.Cli;

/// <summary><c>expand-policy</c> through the real program: written out, written short, all else unchanged, bad input.</summary>
public sealed class ExpandPolicyTests : IDisposable
{
    private const string Policy =
        """
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Read",
                    "Resource": ["arn:aws:s3:::a\u0026b/*", "*"],
                    "Action": "s3:Get*Acl",
                    "Effect": "Allow",
                    "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}, "StringLike": {"Action": "s3:*"}}
                },
                {"Effect": "Deny", "NotAction": ["iam:*LoginProfile", "sts:GetCallerIdentity", "s3:GetObjekt"], "Resource": "*"},
                {"Effect": "Deny", "Action": ["sqs:*Queue", "SQS:PurgeQueue", "sqs:Send?essage"], "Resource": "*"},
                {"Effect": "Allow", "NotAction": "account:*AlternateContact", "Resource": "*"}
            ]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Wildcards_are_written_out_and_all_else_stays()
    {
        ProgramResult result = LeastwiseProgram.Run("expand-policy", "-i", folder.Write("policy.json", Policy));
        result.ExitCode.ShouldBe(0);
        GoldenFile.ShouldMatch("cli/expand-policy.json", result.Out);
        GoldenFile.ShouldMatch("cli/expand-policy.txt", result.Error.Replace(folder.PathOf("policy.json"), "policy.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Written_short_it_means_the_same_and_adds_no_action()
    {
        string written = LeastwiseProgram.Run("expand-policy", folder.Write("policy.json", Policy)).Out;
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["expand-policy", "--minify", "-"], written);
        result.ExitCode.ShouldBe(0);
        GoldenFile.ShouldMatch("cli/expand-policy-minify.json", result.Out);
        foreach ((string[] before, string[] after) in Patterns(Policy).Zip(Patterns(result.Out)))
        {
            PolicyWildcards.Expand(ActionCatalog.Default, after).ShouldBe(PolicyWildcards.Expand(ActionCatalog.Default, before));
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*:*")]
    [InlineData("ec2:*")]
    [InlineData("S3:get*")]
    [InlineData("*:List*")]
    public void Out_and_short_again_means_the_same(string pattern)
    {
        string policy = $$$"""{"Statement":{"Effect":"Allow","Action":"{{{pattern}}}","Resource":"*"}}""";
        string written = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["expand-policy"], policy).Out;
        string[] names = Patterns(written).ShouldHaveSingleItem();
        names.ShouldAllBe(name => !name.Contains('*'));
        names.ShouldBe(PolicyWildcards.Expand(ActionCatalog.Default, [pattern]));
        string[] minified = Patterns(LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["expand-policy", "--minify"], written).Out).ShouldHaveSingleItem();
        PolicyWildcards.Expand(ActionCatalog.Default, minified).ShouldBe(names);
        minified.Length.ShouldBeLessThan(names.Length);
    }

    [Fact]
    public void A_policy_without_wildcards_is_printed_as_it_is()
    {
        const string Plain = """{"Version":"2012-10-17","Id":"x","Statement":{"Effect":"Deny","Action":["s3:getobject","foo:Bar"],"Resource":["*"]}}""";
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["expand-policy"], "\uFEFF" + Plain);
        result.Out.ShouldBe(Plain + "\n");
        result.Error.ShouldBe("standard input:1:46: No service has the prefix foo. It is kept as written.\n");
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData("no json", "The JSON is broken here")]
    [InlineData("""{"Statement": [""", "The JSON is broken here")]
    [InlineData("[]", "A policy document is an object")]
    [InlineData("{}", "no Statement stands here")]
    [InlineData("""{"PolicyVersion": {"Document": {}}}""", "no Statement stands here")]
    [InlineData("""{"Statement": [{"Effect": "Deny", "Action": [1], "Resource": "*"}]}""", "that part of the Deny is")]
    [InlineData("""{"Statement": ["x"]}""", "not an object")]
    public void What_is_no_policy_ends_with_3_and_one_sentence(string input, string said)
    {
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["expand-policy", "-"], input);
        result.ExitCode.ShouldBe(3);
        result.Out.ShouldBeEmpty();
        string line = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        line.ShouldContain(said);
        line.ShouldStartWith("standard input");
    }

    [Fact]
    public void A_missing_file_ends_with_3_and_two_files_with_2()
    {
        ProgramResult missing = LeastwiseProgram.Run("expand-policy", "-i", folder.PathOf("gone.json"));
        missing.ExitCode.ShouldBe(3);
        missing.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("gone.json: there is no such file");

        string file = folder.Write("policy.json", Policy);
        LeastwiseProgram.Run("expand-policy", file, "-i", file).ExitCode.ShouldBe(2);
    }

    private static string[][] Patterns(string policy)
    {
        using JsonDocument document = JsonDocument.Parse(policy);
        JsonElement statement = document.RootElement.GetProperty("Statement");
        return [.. (statement.ValueKind == JsonValueKind.Array ? statement.EnumerateArray().ToArray() : [statement])
            .Select(one => one.TryGetProperty("Action", out JsonElement action) ? action : one.GetProperty("NotAction"))
            .Select(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()!).ToArray() : [value.GetString()!])];
    }
}
