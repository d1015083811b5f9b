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
    public void The_short_form_by_whole_words_is_what_a_person_would_write(string patterns, string expected) =>
        PolicyWildcards.Minify(Catalog, Set(patterns), wholeWords: true).ShouldBe(Words(expected));

    [Fact]
    public void A_word_inside_another_word_adds_nothing()
    {
        // "*Tag*" would mean UpdateStage too.
        ActionSet tagging = Set("codepipeline:*Tag*").Except(Set("codepipeline:*Stage*"));
        Back(PolicyWildcards.Minify(Catalog, tagging, wholeWords: true)).ShouldBe(tagging);
        Back(PolicyWildcards.Minify(Catalog, tagging, wholeWords: false)).ShouldBe(tagging);
    }

    [Theory]
    [InlineData("s3:Get*", "s3:G*")]
    [InlineData("ec2:Describe*", "ec2:Des*")]
    [InlineData("sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage", "sqs:*ge")]
    [InlineData("iam:PassRole", "iam:PassRole")]
    [InlineData("sqs:*", "sqs:*")]
    public void The_shortest_form_counts_letters_and_means_two_actions_at_least(string patterns, string expected) =>
        PolicyWildcards.Minify(Catalog, Set(patterns), wholeWords: false).ShouldBe(Words(expected));

    [Theory]
    [InlineData(AccessLevels.List)]
    [InlineData(AccessLevels.PermissionsManagement)]
    public void The_shortest_form_of_a_level_is_exact_and_shorter_than_by_whole_words(AccessLevels level)
    {
        ActionSet actions = Catalog.ByLevel(level);
        var shortest = PolicyWildcards.Minify(Catalog, actions, wholeWords: false);
        Back(shortest).ShouldBe(actions);
        LengthOf(shortest).ShouldBeLessThan(LengthOf(PolicyWildcards.Minify(Catalog, actions, wholeWords: true)));
    }

    [Fact]
    public void No_list_of_prefixes_is_shorter()
    {
        foreach (CatalogService service in Catalog.Services.Where(service => service.Actions.Count is > 1 and < 300))
        {
            string[] names = [.. service.Actions.Select(id => Catalog.Actions[id].Name)];
            bool[] wanted = [.. service.Actions.Select(id => Catalog.Actions[id].Levels.HasFlag(AccessLevels.Write))];
            int cost = ShortestCover.Of(service.Prefix, names, wanted).Patterns.Sum(pattern => service.Prefix.Length + 4 + pattern.Length);
            cost.ShouldBeLessThanOrEqualTo(PrefixCost(names, wanted, service.Prefix.Length + 4), service.Prefix);
        }
    }

    [Fact]
    public void No_shorter_list_exists_where_the_search_says_so()
    {
        Gen<string> name = Gen.Choose(1, 4).SelectMany(length => Gen.Elements('a', 'b', 'c').ArrayOf(length)).Select(letters => new string(letters));
        Gen<(string[] Names, int Seed)> problems = Gen.Zip(name.ArrayOf(9), Gen.Choose(0, 511)).Select(pair => (pair.Item1.Distinct().Order(StringComparer.Ordinal).ToArray(), pair.Item2));
        Prop.ForAll(problems.ToArbitrary(), problem =>
        {
            bool[] wanted = [.. problem.Names.Select((_, i) => (problem.Seed & (1 << i)) != 0)];
            (string[] patterns, bool proven) = ShortestCover.Of("p", problem.Names, wanted);
            return proven && patterns.Sum(pattern => pattern.Length + 5) == CheapestCost(problem.Names, wanted);
        }).Check(Properties.Fixed(400));
    }

    [Theory]
    [InlineData(AccessLevels.List)]
    [InlineData(AccessLevels.Tagging)]
    [InlineData(AccessLevels.PermissionsManagement)]
    public void A_level_of_all_services_keeps_its_actions_and_gets_much_shorter(AccessLevels level)
    {
        ActionSet actions = Catalog.ByLevel(level);
        var patterns = PolicyWildcards.Minify(Catalog, actions, wholeWords: true);
        Back(patterns).ShouldBe(actions);
        patterns.Sum(pattern => pattern.Length).ShouldBeLessThan(actions.Sum(id => Catalog.Actions[id].FullName.Length) * 6 / 10);
    }

    [Fact]
    public void All_but_one_action_stays_all_but_that_one()
    {
        ActionSet most = Catalog.All.Except(Set("iam:PassRole"));
        var patterns = PolicyWildcards.Minify(Catalog, most, wholeWords: false);
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
            var byWords = PolicyWildcards.Minify(Catalog, actions, wholeWords: true);
            var shortest = PolicyWildcards.Minify(Catalog, actions, wholeWords: false);
            return LengthOf(shortest) <= LengthOf(byWords) && new[] { byWords, shortest }.All(patterns =>
                Back(patterns).Equals(actions)
                && patterns.SequenceEqual(PolicyWildcards.Minify(Catalog, actions, wholeWords: patterns.Equals(byWords)))
                && patterns.Sum(pattern => pattern.Length) <= actions.Sum(id => Catalog.Actions[id].FullName.Length)
                && patterns.All(pattern => !pattern.Contains('*', StringComparison.Ordinal) || Catalog.Expand(pattern).Count > 1));
        }).Check(Properties.Fixed(100));
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

    private static int LengthOf(IEnumerable<string> patterns) => patterns.Sum(pattern => pattern.Length + 3);

    /// <summary>The cheapest list of prefixes, and of whole names: the best of a prefix itself and the parts below it, worked out from the ends.</summary>
    private static int PrefixCost(string[] names, bool[] wanted, int each)
    {
        return Below("");

        int Below(string prefix)
        {
            string[] inside = [.. names.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
            int[] want = [.. Enumerable.Range(0, names.Length).Where(i => wanted[i] && names[i].StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
            if (want.Length <= 1)
            {
                return want.Sum(i => each + names[i].Length);
            }

            int itself = want.Length == inside.Length ? each + prefix.Length + 1 : int.MaxValue;
            int parts = want.Where(i => names[i].Length == prefix.Length).Sum(i => each + names[i].Length)
                + want.Where(i => names[i].Length > prefix.Length).Select(i => char.ToUpperInvariant(names[i][prefix.Length])).Distinct().Sum(next => Below(prefix + next));
            return Math.Min(itself, parts);
        }
    }

    /// <summary>Tries all lists of patterns of the shapes, by their definition.</summary>
    private static int CheapestCost(string[] names, bool[] wanted)
    {
        int all = Enumerable.Range(0, names.Length).Where(i => wanted[i]).Sum(i => 1 << i);
        var cheapest = new Dictionary<int, int>();
        foreach (string pattern in names.SelectMany(Shapes).Append("*"))
        {
            int matched = Enumerable.Range(0, names.Length).Where(i => NaiveMatcher.IsMatch(pattern, names[i], ignoreCase: true)).Sum(i => 1 << i);
            bool exact = !pattern.Contains('*', StringComparison.Ordinal);
            if ((matched & ~all) == 0 && matched != 0 && (exact || System.Numerics.BitOperations.PopCount((uint)matched) > 1))
            {
                cheapest[matched] = Math.Min(cheapest.GetValueOrDefault(matched, int.MaxValue), pattern.Length + 5);
            }
        }

        var cost = new int[all + 1];
        Array.Fill(cost, 1_000_000);
        cost[0] = 0;
        for (int covered = 0; covered <= all; covered++)
        {
            foreach ((int matched, int price) in cheapest.Where(_ => cost[covered] < 1_000_000))
            {
                cost[covered | matched] = Math.Min(cost[covered | matched], cost[covered] + price);
            }
        }

        return cost[all];
    }

    private static IEnumerable<string> Shapes(string name)
    {
        yield return name;
        for (int prefix = 0; prefix <= name.Length; prefix++)
        {
            for (int suffix = 0; prefix + suffix <= name.Length; suffix++)
            {
                yield return $"{name[..prefix]}*{name[^suffix..]}";
                yield return $"*{name[prefix..^suffix]}*";
            }
        }
    }

    private static ActionSet Set(string patterns) => ActionSet.UnionOf([.. Words(patterns).Select(Catalog.Expand)]);

    private static ActionSet Back(IEnumerable<string> patterns) => ActionSet.UnionOf([.. patterns.Select(Catalog.Expand)]);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
