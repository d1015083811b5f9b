using Leastwise.Catalog;
using Leastwise.Catalog.Knowledge;

namespace Leastwise.Tests.Catalog;

public sealed class EventPairCacheTests
{
    [Fact]
    public void What_was_added_is_found_and_nothing_else()
    {
        var cache = new EventPairCache(10_000);
        for (int i = 0; i < 9000; i++)
        {
            cache.Add($"s{i % 7}", $"n{i}", Answer(i));
        }

        for (int i = 0; i < 9000; i++)
        {
            cache.Find($"s{i % 7}", $"n{i}").ShouldNotBeNull().Rule.ShouldBe(Answer(i).Rule);
            cache.Find($"s{(i + 1) % 7}", $"n{i}").ShouldBeNull();
        }
    }

    [Fact]
    public void A_full_cache_answers_and_remembers_no_more()
    {
        var cache = new EventPairCache(2);
        cache.Add("s", "a", Answer(1));
        cache.Add("s", "b", Answer(2));
        cache.Add("s", "c", Answer(3)).Rule.ShouldBe(Answer(3).Rule);
        cache.Find("s", "c").ShouldBeNull();
        cache.Find("s", "b").ShouldNotBeNull();
    }

    [Fact]
    public void Many_threads_agree_on_one_answer_for_a_pair()
    {
        var cache = new EventPairCache(65_536);
        var first = new EventResolution?[20_000];
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < first.Length; i++)
            {
                EventResolution mine = cache.Find("s", $"n{i}") ?? cache.Add("s", $"n{i}", Answer(i));
                (Interlocked.CompareExchange(ref first[i], mine, null) ?? mine).ShouldBeSameAs(mine);
            }
        });
    }

    private static EventResolution.Unresolved Answer(int number) => new(LoggingFacts.Unknown, $"answer {number}");
}
