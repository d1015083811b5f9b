using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting.Trims;
using Leastwise.Trimming.Cutting;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

/// <summary>The order of commands by which policies are exchanged: nothing is missing in between where AWS's limits let both stand.</summary>
public sealed class ChangeoverTests
{
    [Fact]
    public void The_new_policy_comes_before_the_old_one_goes() =>
        Steps(Apply([Inline("old", 300)], [Inline("new", 300)])).ShouldBe(["put-user-policy new", "delete-user-policy old"]);

    [Fact]
    public void Where_both_are_too_large_for_a_user_the_new_one_stands_as_a_managed_policy_meanwhile() =>
        Steps(Apply([Inline("old", 1500)], [Inline("new", 1500)])).ShouldBe(
        [
            "create-policy new-meanwhile", "attach-user-policy policy/new-meanwhile", "delete-user-policy old",
            "put-user-policy new", "detach-user-policy policy/new-meanwhile", "delete-policy policy/new-meanwhile",
        ]);

    [Fact]
    public void Where_ten_are_attached_the_new_one_stands_inline_meanwhile()
    {
        string[] steps = Steps(Apply([.. Enumerable.Range(0, 10).Select(number => Managed($"old{number}", 300))], [Managed("new", 300)]));
        steps[0].ShouldBe("put-user-policy new-meanwhile");
        steps[1..11].ShouldAllBe(step => step.StartsWith("detach-user-policy policy/old", StringComparison.Ordinal));
        steps[11..].ShouldBe(["create-policy new", "attach-user-policy policy/new", "delete-user-policy new-meanwhile"]);
    }

    [Fact]
    public void Where_nothing_else_helps_the_old_ones_go_first_and_the_script_says_so()
    {
        string text = Apply([.. Enumerable.Range(0, 10).Select(number => Managed($"old{number}", 300))], [Managed("new", 3000)]);
        text.ShouldContain("# Old and new together are more than AWS lets it hold, so the old ones go first");
        Steps(text)[^1].ShouldBe("attach-user-policy policy/new");
    }

    [Fact]
    public void A_policy_that_is_trimmed_again_gets_another_name()
    {
        TrimSubject subject = Subject([Inline("ann-trimmed", 300), Inline("ANN-trimmed-v2", 300)]);
        TrimPlaces.Name(subject, [Inline("x", 300).Document], inline: true).Single().Name.ShouldBe("ann-trimmed-v3");
    }

    private static string Apply(NamedPolicy[] old, NamedPolicy[] next)
    {
        string script = CliForm.Write(new TrimResult { Subject = Subject(old), Window = UsageWindow.None, Policies = [.. next] });
        int start = script.IndexOf("\napply)\n", StringComparison.Ordinal);
        return script[start..script.IndexOf(";;", start, StringComparison.Ordinal)];
    }

    /// <summary>The commands by their verb and the policy.</summary>
    private static string[] Steps(string script) =>
    [
        .. script.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("aws iam ", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .Select(words => $"{words[2]} {words[Array.FindIndex(words, word => word is "--policy-name" or "--policy-arn") + 1].Trim('\'').Split("111111111111:")[^1]}"),
    ];

    private static TrimSubject Subject(NamedPolicy[] sources) => new(SubjectKind.User, "arn:aws:iam::111111111111:user/ann", "ann", "111111111111", [.. sources], []);

    private static NamedPolicy Inline(string name, int size) => new() { Name = name, Kind = PolicyKind.Inline, Owner = "arn:aws:iam::111111111111:user/ann", Document = Document(size) };

    private static NamedPolicy Managed(string name, int size) => new() { Name = name, Kind = PolicyKind.CustomerManaged, Arn = $"arn:aws:iam::111111111111:policy/{name}", Document = Document(size) };

    private static PolicyDocument Document(int size) =>
        PolicyParser.Parse($$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{{new string('a', size - 100)}}}"}}""", "case");
}
