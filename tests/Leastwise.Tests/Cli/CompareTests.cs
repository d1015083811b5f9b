using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary><c>compare</c> as a user runs it.</summary>
public sealed class CompareTests : IDisposable
{
    private const string Narrow = """{"Version":"2012-10-17","Statement":[{"Sid":"Send","Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:*:orders"}]}""";
    private const string Wide = """{"Version":"2012-10-17","Statement":[{"Sid":"Send","Effect":"Allow","Action":["sqs:SendMessage","sqs:PurgeQueue"],"Resource":"arn:aws:sqs:*:*:orders"}]}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void New_access_is_named_with_the_request_that_proves_it_and_exits_with_1()
    {
        string narrow = folder.Write("old.json", Narrow), wide = folder.Write("new.json", Wide);
        ProgramResult result = LeastwiseProgram.Run("compare", narrow, wide);
        result.ExitCode.ShouldBe(1);
        result.Out.ShouldStartWith("New access: the new policies allow more (1 action, at least in part), and nothing less.\n");
        result.Out.ShouldContain("sqs:PurgeQueue");
        result.Out.ShouldContain("such as sqs:PurgeQueue on arn:aws:sqs:us-east-1:111111111111:orders");
    }

    [Fact]
    public void A_narrower_policy_exits_with_0_and_says_what_is_lost()
    {
        string narrow = folder.Write("new.json", Narrow), wide = folder.Write("old.json", Wide);
        ProgramResult result = LeastwiseProgram.Run("compare", wide, narrow, "--format", "json");
        result.ExitCode.ShouldBe(0);
        using JsonDocument answer = JsonDocument.Parse(result.Out);
        JsonSchema.Read("compare.schema.json").ErrorsOf(answer.RootElement).ShouldBeEmpty();
        answer.RootElement.GetProperty("noNewAccess").GetBoolean().ShouldBeTrue();
        answer.RootElement.GetProperty("lost")[0].GetProperty("actions")[0].GetString().ShouldBe("sqs:PurgeQueue");
    }

    [Fact]
    public void A_policy_that_does_not_parse_is_refused_by_its_place()
    {
        ProgramResult result = LeastwiseProgram.Run("compare", folder.Write("old.json", Narrow), folder.Write("new.json", "{\"Version\":\"2012-10-17\",\n\"Statement\":[{\"Effect\":\"Maybe\"}]}"));
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("new.json:2");
        LeastwiseProgram.Run("compare", folder.Write("old.json", Narrow), "nowhere.json").ExitCode.ShouldBe(3);
    }
}
