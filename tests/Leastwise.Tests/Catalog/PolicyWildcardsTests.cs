using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;
using Leastwise.Catalog.Wildcards;

namespace Leastwise.Tests.Catalog;

public sealed class PolicyWildcardsTests
{
    private static readonly ActionCatalog Catalog = ActionCatalog.Default;

    [Fact]
    public void Wildcards_are_written_out_in_order_and_each_action_once() =>
        PolicyWildcards.Expand(Catalog, ["sqs:List*", "sqs:ListQueue*", "iam:PassRole", "nosuch:*"])
            .ShouldBe(["iam:PassRole", "sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueues", "sqs:ListQueueTags"]);

    [Theory]
    [InlineData("*", "*")]
    [InlineData("*:*", "*")]
    [InlineData("s3:*", "s3:*")]
    [InlineData("s3:Get*", "s3:Get*")]
    [InlineData("S3:GET*", "s3:Get*")]
    [InlineData("ec2:Describe* ec2:Get*", "ec2:Describe* ec2:Get*")]
    [InlineData("iam:PassRole", "iam:PassRole")]
    [InlineData("iam:GetUser iam:PassRole", "iam:GetUser iam:PassRole")]
    [InlineData("sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage", "sqs:*Message")]
    [InlineData("", "")]
    public void The_short_form_is_what_a_person_would_write(string patterns, string expected) =>
        PolicyWildcards.Minify(Catalog, Set(patterns)).ShouldBe(Words(expected));

    [Fact]
    public void A_word_inside_another_word_adds_nothing()
    {
        // "*Tag*" would mean UpdateStage too.
        ActionSet tagging = Set("codepipeline:*Tag*").Except(Set("codepipeline:*Stage*"));
        Back(PolicyWildcards.Minify(Catalog, tagging)).ShouldBe(tagging);
    }

    [Theory]
    [InlineData(AccessLevels.List)]
    [InlineData(AccessLevels.Tagging)]
    [InlineData(AccessLevels.PermissionsManagement)]
    public void A_level_of_all_services_keeps_its_actions_and_gets_much_shorter(AccessLevels level)
    {
        ActionSet actions = Catalog.ByLevel(level);
        var patterns = PolicyWildcards.Minify(Catalog, actions);
        Back(patterns).ShouldBe(actions);
        patterns.Sum(pattern => pattern.Length).ShouldBeLessThan(actions.Sum(id => Catalog.Actions[id].FullName.Length) * 6 / 10);
    }

    [Fact]
    public void All_but_one_action_stays_all_but_that_one()
    {
        ActionSet most = Catalog.All.Except(Set("iam:PassRole"));
        var patterns = PolicyWildcards.Minify(Catalog, most);
        Back(patterns).ShouldBe(most);
        patterns.ShouldContain("s3:*");
        patterns.ShouldNotContain("iam:*");
    }

    [Fact]
    public void Short_and_out_again_is_the_same_for_any_set()
    {
        CatalogService[] services = [.. Catalog.Services.Where(service => service.Actions.Count is > 0 and < 120)];
        Gen<ActionSet> some =
            from chosen in Gen.Elements(services)
            from share in Gen.Choose(1, 9)
            from seed in Gen.Choose(0, 1_000_000)
            select ActionSet.Of(chosen.Actions.Where(id => (unchecked(((uint)id * 2654435761u) + (uint)seed) >> 7) % 10 < share));
        Prop.ForAll(Gen.Zip(some, some).ToArbitrary(), pair =>
        {
            ActionSet actions = pair.Item1.Union(pair.Item2);
            var patterns = PolicyWildcards.Minify(Catalog, actions);
            return Back(patterns).Equals(actions)
                && patterns.SequenceEqual(PolicyWildcards.Minify(Catalog, actions))
                && patterns.Sum(pattern => pattern.Length) <= actions.Sum(id => Catalog.Actions[id].FullName.Length)
                && patterns.All(pattern => !pattern.Contains('*', StringComparison.Ordinal) || Catalog.Expand(pattern).Count > 1);
        }).Check(Properties.Fixed(150));
    }

    [Theory]
    [InlineData("GetBucketACLs2", "Get Bucket AC Ls2")]
    [InlineData("ListHTTPRules", "List HTTP Rules")]
    [InlineData("search", "search")]
    [InlineData("X", "X")]
    public void A_name_falls_into_words(string name, string words)
    {
        List<int> starts = NameWords.Boundaries(name);
        string.Join(' ', starts.Zip(starts.Skip(1)).Select(word => name[word.First..word.Second])).ShouldBe(words);
    }

    private static ActionSet Set(string patterns) => ActionSet.UnionOf([.. Words(patterns).Select(Catalog.Expand)]);

    private static ActionSet Back(IEnumerable<string> patterns) => ActionSet.UnionOf([.. patterns.Select(Catalog.Expand)]);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
