using System.Text.Json.Nodes;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What IAM's last-accessed data settles, and what not.</summary>
public sealed class LastAccessedTests
{
    private static readonly UsageWindow Window = UsageWindow.Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10), asked: true);

    public static TheoryData<string> Names => [.. MadeAccount.Cases("usage", "last-accessed.json").Select(one => (string?)one["name"] ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_settles_what_it_can(string name)
    {
        JsonNode one = MadeAccount.Cases("usage", "last-accessed.json").Single(candidate => (string?)candidate["name"] == name);
        using MadeAccount made = Made((string?)one["action"] ?? "", (string?)one["event"]);
        var problems = new List<Diagnostic>();
        LastAccessedData data = LastAccessedReader.Read([$"arn:aws:iam::111111111111:user/u={made.Write("report.json", one["report"]?.ToJsonString() ?? "")}"], [.. made.Actors], problems);
        problems.ShouldBeEmpty();

        Verdict verdict = made.Analyse(Window, data).Of(made.Actors.Single()).Privileges.Single(privilege => privilege.Action.FullName == (string?)one["action"]).Verdict;

        (verdict switch
        {
            Verdict.Unknown unknown => unknown.Reason.ToString(),
            Verdict.Used { Evidence.ByLastAccessed: true } => "UsedByLastAccessed",
            _ => verdict.GetType().Name,
        }).ShouldBe((string?)one["verdict"]);
    }

    [Fact]
    public void Whose_it_is_shows_in_its_entities_or_in_the_name_of_the_file_or_is_asked_for()
    {
        using MadeAccount made = Made("s3:GetObject", null);
        string silent = """{"JobCompletionDate":"2026-01-11T00:00:00Z","ServicesLastAccessed":[{"ServiceNamespace":"s3"}]}""";
        string named = """{"JobCompletionDate":"2026-01-11T00:00:00Z","ServicesLastAccessed":[{"ServiceNamespace":"s3","LastAuthenticated":"2025-01-01T00:00:00Z","LastAuthenticatedEntity":"arn:aws:iam::111111111111:user/u"}]}""";
        var problems = new List<Diagnostic>();
        LastAccessedReader.Read([made.Write("any.json", named)], [.. made.Actors], problems).Reports.ShouldHaveSingleItem();
        LastAccessedReader.Read([made.Write("U.json", silent)], [.. made.Actors], problems).Reports.ShouldHaveSingleItem();
        problems.ShouldBeEmpty();
        LastAccessedReader.Read([made.Write("whose.json", silent)], [.. made.Actors], problems).Reports.ShouldBeEmpty();
        problems.ShouldHaveSingleItem().Message.ShouldContain("give it as ARN=FILE");
    }

    [Theory]
    [InlineData("""{"JobStatus":"IN_PROGRESS"}""", "of a finished job")]
    [InlineData("[1]", "of a finished job")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"JobCompletionDate":7,"ServicesLastAccessed":{}}""", "of a finished job")]
    public void A_file_that_is_none_is_named(string content, string told)
    {
        using MadeAccount made = Made("s3:GetObject", null);
        var problems = new List<Diagnostic>();
        LastAccessedReader.Read([made.Write("u.json", content)], [.. made.Actors], problems).Reports.ShouldBeEmpty();
        problems.ShouldHaveSingleItem().Message.ShouldContain(told);
    }

    private static MadeAccount Made(string action, string? call)
    {
        var account = JsonNode.Parse(
            $$"""{"UserDetailList":[{"Path":"/","UserName":"u","UserId":"AIDAU","Arn":"arn:aws:iam::111111111111:user/u","CreateDate":"2020-01-01T00:00:00Z","GroupList":[],"AttachedManagedPolicies":[],"UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]} }]}],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}""");
        return new MadeAccount(
            account is null ? [] : [account],
            [
                .. MadeAccount.Days(Window.FirstDay, Window.LastDay, "111111111111", "us-east-1"),
                .. call is null ? Array.Empty<string>() : [MadeAccount.Call(call, "u", "AIDAU", "111111111111", "eu-west-1", "aws", "2026-01-05T10:00:00Z")],
            ]);
    }
}
