using System.Text;
using System.Text.RegularExpressions;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The policies that <c>init policy</c> prints.</summary>
public sealed partial class VerbPolicyTests
{
    public static TheoryData<string> Verbs => [.. VerbPolicies.All.Select(policy => policy.Verb)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Each_names_actions_that_there_are_on_resources_that_they_take(string verb)
    {
        VerbPolicy policy = VerbPolicies.Find(verb).ShouldNotBeNull();
        policy.Statements.SelectMany(statement => statement.Actions).ShouldAllBe(action => ActionCatalog.Default.Find(action) != null);
        PolicyDocument document = PolicyParser.Parse(Encoding.UTF8.GetString(policy.ToJson("aws")), verb);
        document.Diagnostics.ShouldBeEmpty();
        new PolicyLint(ActionCatalog.Default).Check(document).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void None_allows_on_everything_what_works_on_something(string verb)
    {
        foreach (VerbStatement statement in VerbPolicies.Find(verb).ShouldNotBeNull().Statements.Where(statement => statement.Resources.Contains("*")))
        {
            statement.Actions.ShouldAllBe(action => ActionCatalog.Default.Find(action)!.Resources.IsEmpty, statement.Sid);
        }
    }

    [Fact]
    public void What_the_code_calls_is_in_a_policy()
    {
        string source = string.Join('\n', Directory.GetFiles(Repository.PathOf("src", "Leastwise.Remote"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        string[] called =
        [
            .. Call().Matches(source).Select(match => $"{Service(match.Groups["service"].Value).Privileges}:{match.Groups["operation"].Value}"),
            .. AthenaCall().Matches(source).Select(match => $"athena:{match.Groups["operation"].Value}"),
            .. S3Call().Matches(source).Select(match => match.Groups["operation"].Value is "ListObjectsV2" or "HeadBucket" ? "s3:ListBucket" : $"s3:{match.Groups["operation"].Value}"),
        ];
        called.ShouldContain("iam:GetAccountAuthorizationDetails");
        called.ShouldContain("s3:PutObject");
        string[] allowed = [.. VerbPolicies.All.SelectMany(policy => policy.Statements).SelectMany(statement => statement.Actions)];
        // It needs no privilege.
        called.Except(allowed).ShouldBe(["sts:GetCallerIdentity"]);
    }

    [Theory]
    [InlineData("ingest s3")]
    [InlineData("ingest-s3")]
    [InlineData("S3")]
    public void A_verb_may_be_written_as_it_is_thought_of(string typed) => VerbPolicies.Find(typed).ShouldNotBeNull().Verb.ShouldBe("ingest s3");

    [Fact]
    public void The_program_prints_it_for_any_partition()
    {
        ProgramResult run = LeastwiseProgram.Run("init", "policy", "download", "--partition", "aws-cn");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("\"arn:aws-cn:iam::*:policy/*\"");
        PolicyParser.Parse(run.Out, "out").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void The_program_says_which_verbs_there_are()
    {
        ProgramResult run = LeastwiseProgram.Run("init", "policy", "donwload");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("Did you mean 'download'?");
    }

    private static AwsService Service(string name) => name switch
    {
        "Iam" => AwsService.Iam,
        "Sts" => AwsService.Sts,
        "Organizations" => AwsService.Organizations,
        "CloudTrail" => AwsService.CloudTrail,
        "IdentityCenter" => AwsService.IdentityCenter,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A service that this test does not know."),
    };

    [GeneratedRegex("AwsService\\.(?<service>\\w+), \"(?<operation>\\w+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex("CallAsync\\(\"(?<operation>\\w+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex AthenaCall();

    [GeneratedRegex("\\.(?<operation>ListObjectsV2|HeadBucket|GetObject|PutObject|DeleteObject|GetBucketLocation|ListBuckets|GetBucketAcl|GetBucketPolicy)Async\\(", RegexOptions.ExplicitCapture)]
    private static partial Regex S3Call();
}
