using System.Text;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The policies that <c>init policy</c> prints.</summary>
public sealed class VerbPolicyTests
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
}
