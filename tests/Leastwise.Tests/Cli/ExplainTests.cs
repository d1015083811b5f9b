using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Leastwise.Tests.Catalog;

namespace Leastwise.Tests.Cli;

/// <summary><c>explain</c> through the real program: the cases of the catalogue, streams, texts, bad input.</summary>
public sealed class ExplainTests
{
    private static readonly string[] Contract =
        ["query", "kind", "resolved", "actions", "conditionalActions", "permissionless", "nonApi", "logging", "dataResourceTypes", "confidence", "rule"];

    [Fact]
    public void Every_event_of_the_cases_is_answered_in_its_line()
    {
        JsonElement[] cases = [.. CaseFile.All("events.json")];
        string[] questions = [.. cases.Select((one, i) => string.Join(i % 2 == 0 ? ' ' : '\t',
            new[] { one.Text("eventSource"), one.Text("eventName"), one.Text("eventType"), one.Text("resourceType") }.OfType<string>()))];
        JsonElement[] answers = Lines(questions);
        answers.Length.ShouldBe(cases.Length);
        foreach ((JsonElement expected, JsonElement answer) in cases.Zip(answers))
        {
            string name = expected.Text("name") ?? "";
            (string Kind, string Name)[] flags = [("permissionless", "permissionless"), ("nonApi", "nonApi")];
            string kind = !answer.GetProperty("resolved").GetBoolean() ? "unresolved"
                : flags.FirstOrDefault(flag => answer.GetProperty(flag.Name).GetBoolean()).Kind ?? "privileges";
            kind.ShouldBe(expected.Text("kind"), name);
            foreach ((string of, string inAnswer) in (ReadOnlySpan<(string, string)>)[("primary", "actions"), ("conditional", "conditionalActions"), ("dataResourceTypes", "dataResourceTypes")])
            {
                if (expected.Texts(of) is { } names)
                {
                    answer.Texts(inAnswer).ShouldBe(names, name);
                }
            }

            foreach (string property in (ReadOnlySpan<string>)["logging", "confidence"])
            {
                if (expected.Text(property) is { } text)
                {
                    answer.Text(property).ShouldBe(text, name);
                }
            }
        }
    }

    [Fact]
    public void Every_question_of_the_cases_is_answered_as_its_case_says()
    {
        JsonElement[] cases = [.. CaseFile.All("explanations.json")];
        JsonElement[] answers = Lines([.. cases.Select(one => one.Text("query") ?? "")]);
        foreach ((JsonElement expected, JsonElement answer) in cases.Zip(answers))
        {
            answer.Text("query").ShouldBe(expected.Text("query"));
            foreach (JsonProperty property in expected.GetProperty("answer").EnumerateObject())
            {
                JsonElement.DeepEquals(answer.GetProperty(property.Name), property.Value).ShouldBeTrue($"{expected.Text("name")}: {property.Name} is {answer.GetProperty(property.Name)}");
            }
        }
    }

    [Fact]
    public void A_line_comes_out_for_each_line_in_also_for_empty_and_unknown_ones()
    {
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["explain", "--format", "jsonl"], "s3:GetObject\r\n\n \t\nnonsense\ns3.amazonaws.com\tListObjects");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        JsonElement[] answers = Parse(result.Out);
        answers.Select(answer => answer.Text("query")).ShouldBe(["s3:GetObject", "", " \t", "nonsense", "s3.amazonaws.com\tListObjects"]);
        answers.Select(answer => answer.GetProperty("resolved").GetBoolean()).ShouldBe([true, false, false, false, true]);
        answers.ShouldAllBe(answer => answer.EnumerateObject().Select(property => property.Name).Take(Contract.Length).SequenceEqual(Contract));
    }

    [Fact]
    public async Task A_pipe_gets_each_answer_before_it_asks_the_next_question()
    {
        using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, ["explain", "-", "--format", "jsonl"]);
        foreach (string question in (string[])["s3:GetObject", "lambda.Invoke", "no such thing at all, whatever it is", "ec2.amazonaws.com RunInstances"])
        {
            await process.StandardInput.WriteAsync(question + "\n");
            await process.StandardInput.FlushAsync();
            // A program that waited for the end of its input would never answer here.
            string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            line.ShouldNotBeNull().ShouldContain($"\"query\":\"{question}\"");
        }

        process.StandardInput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(180)).ShouldBeTrue();
        process.ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void Ctrl_C_ends_the_wait_for_a_question()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using Process process = LeastwiseProgram.Start(LeastwiseProgram.Path, ["explain", "--format", "jsonl"]);
        process.StandardInput.Write("s3:GetObject\n");
        process.StandardInput.Flush();
        process.StandardOutput.ReadLine().ShouldNotBeNull();
        LeastwiseProgram.RunProgram("/bin/kill", ["-INT", $"{process.Id}"]).ExitCode.ShouldBe(0);
        process.WaitForExit(TimeSpan.FromSeconds(180)).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
    }

    [Fact]
    public void A_hundred_thousand_lines_are_answered_in_order_and_within_seconds()
    {
        string[] some = ["s3:GetObject", "s3.amazonaws.com ListObjects", "lambda.amazonaws.com Invoke20150331", "iam:Pass*", "ec2.RunInstances", "signin.amazonaws.com ConsoleLogin", "s3:GetObjekt"];
        var input = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
        {
            input.Append(some[i % some.Length]).Append('\n');
        }

        var clock = Stopwatch.StartNew();
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["explain", "--format", "jsonl"], input.ToString());
        // A second or two; the rest is for machines that are busy with other things.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(120));
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(100_000);
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i].StartsWith($"{{\"query\":\"{some[i % some.Length]}\"", StringComparison.Ordinal).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("action", "s3:GetObject")]
    [InlineData("dangerous-action", "lambda:UpdateFunctionCode")]
    [InlineData("pattern", "secretsmanager:*Value")]
    [InlineData("event", "monitoring.amazonaws.com", "PutMetricData")]
    [InlineData("operation", "s3.ListBuckets")]
    [InlineData("several", "sts:GetCallerIdentity", "signin.amazonaws.com ExitRole", "athena:CancelQueryExecution")]
    public void The_text_is_as_agreed(string golden, params string[] queries)
    {
        ProgramResult result = LeastwiseProgram.Run(["explain", .. queries]);
        result.ExitCode.ShouldBe(0, result.Error);
        GoldenFile.ShouldMatch($"cli/explain-{golden}.txt", result.Out + result.Error);
    }

    [Fact]
    public void The_document_keeps_to_its_schema()
    {
        ProgramResult result = LeastwiseProgram.Run("explain", "s3:*Acl", "s3.amazonaws.com ListObjects", "s3x:Nothing", "sts.GetCallerIdentity", "--format", "json");
        result.ExitCode.ShouldBe(0);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        JsonSchema.Read("explain.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
        document.RootElement.EnumerateObject().First().Name.ShouldBe("schemaVersion");
        document.RootElement.GetProperty("answers").GetArrayLength().ShouldBe(4);
    }

    [Theory]
    [InlineData("s3x:GetObject", "No service has the prefix s3x. Nearest: s3.")]
    [InlineData("s3:GetObjekt", "Amazon S3 has no action GetObjekt. Nearest: s3:GetObject")]
    [InlineData("s3.amazonaws.com ListObjekts", "Nearest: ListObjects")]
    [InlineData("s3-amazonaws.com ListObjects", "s3-amazonaws.com")]
    [InlineData("s3.ListObjekts", "Nearest: s3.ListObjects")]
    [InlineData("GetQueueUrl", "write prefix:Action, eventSource eventName, or client.Operation. Nearest: sqs:GetQueueUrl.")]
    [InlineData("s3:GetObj\u0435ct", "holds a character outside ASCII; no action does.")]
    [InlineData("Get*", "has no colon")]
    [InlineData("s3.amazonaws.com", "is an event source; an event is its source and its name.")]
    [InlineData("s3:Get\u001b[31m", "\\u001B[31m")]
    public void What_is_not_known_is_said_in_one_line_and_the_rest_is_answered(string unknown, string said)
    {
        ProgramResult alone = LeastwiseProgram.Run("explain", unknown);
        alone.ExitCode.ShouldBe(3);
        alone.Out.ShouldBeEmpty();
        alone.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain(said);

        ProgramResult together = LeastwiseProgram.Run("explain", unknown, "s3:GetObject");
        together.ExitCode.ShouldBe(0);
        together.Error.ShouldBe(alone.Error);
        together.Out.ShouldStartWith("s3:GetObject\n");
    }

    [Fact]
    public void Nothing_asked_and_nothing_known_end_with_3_and_one_sentence()
    {
        ProgramResult nothing = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["explain"], "\n\n");
        nothing.ExitCode.ShouldBe(3);
        nothing.Error.ShouldStartWith("Nothing was asked");

        ProgramResult unknown = LeastwiseProgram.Run("explain", "s3x:GetObject", "--format", "jsonl");
        unknown.ExitCode.ShouldBe(3);
        Parse(unknown.Out).ShouldHaveSingleItem().GetProperty("resolved").GetBoolean().ShouldBeFalse();
        unknown.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
    }

    private static JsonElement[] Lines(string[] questions)
    {
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["explain", "--format", "jsonl"], string.Join('\n', questions) + "\n");
        result.ExitCode.ShouldBe(0, result.Error);
        return Parse(result.Out);
    }

    private static JsonElement[] Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
