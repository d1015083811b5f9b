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
            Add(cache, $"s{i % 7}", $"n{i}", Answer(i));
        }

        for (int i = 0; i < 9000; i++)
        {
            Find(cache, $"s{i % 7}", $"n{i}").ShouldNotBeNull().Rule.ShouldBe(Answer(i).Rule);
            Find(cache, $"s{(i + 1) % 7}", $"n{i}").ShouldBeNull();
        }
    }

    [Fact]
    public void A_full_cache_answers_and_remembers_no_more()
    {
        var cache = new EventPairCache(2);
        Add(cache, "s", "a", Answer(1));
        Add(cache, "s", "b", Answer(2));
        Add(cache, "s", "c", Answer(3)).Rule.ShouldBe(Answer(3).Rule);
        Find(cache, "s", "c").ShouldBeNull();
        Find(cache, "s", "b").ShouldNotBeNull();
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
                EventResolution mine = Find(cache, "s", $"n{i}") ?? Add(cache, "s", $"n{i}", Answer(i));
                (Interlocked.CompareExchange(ref first[i], mine, null) ?? mine).ShouldBeSameAs(mine);
            }
        });
    }

    private static EventResolution? Find(EventPairCache cache, string source, string name) => cache.Find(EventPairCache.HashOf(source, name), source, name);

    private static EventResolution Add(EventPairCache cache, string source, string name, EventResolution answer) =>
        cache.Add(EventPairCache.HashOf(source, name), source, name, answer);

    private static EventResolution.Unresolved Answer(int number) => new(LoggingFacts.Unknown, $"answer {number}");
}
