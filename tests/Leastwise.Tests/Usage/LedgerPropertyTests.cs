using FsCheck;
using FsCheck.Fluent;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>What the ledger answers depends on the set of records only. The seed is fixed and printed by FsCheck when a run fails.</summary>
public sealed class LedgerPropertyTests
{
    private static readonly string[] Records = LedgerFixture.Records(120, seed: 20260101);

    [Fact]
    public void Splitting_shuffling_and_repeating_the_log_changes_no_answer()
    {
        using var folder = new TemporaryFolder();
        using var whole = Ledger.InMemory();
        whole.Ingest([LedgerFixture.WriteLog(folder, "whole.json", Records, packed: false)]).Events.ShouldBe(Records.Length);
        string expected = LedgerFixture.AnswersOf(whole);

        Arbitrary<int> seeds = Gen.Choose(1, int.MaxValue).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20260101UL, 7UL), Prop.ForAll(seeds, seed => AnswersAreTheSame(expected, seed)));
    }

    private static bool AnswersAreTheSame(string expected, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new System.Random(seed);
        string[] shuffled = [.. Records, .. Records.Take(random.Next(Records.Length))];
        random.Shuffle(shuffled);
        string[][] parts = [.. shuffled.Chunk(random.Next(1, 40))];
        string[] files = [.. parts.Select((part, i) => LedgerFixture.WriteLog(folder, $"{i:000}.log", part, packed: random.Next(2) == 0))];
        random.Shuffle(files);
        using var ledger = Ledger.InMemory();
        int cut = random.Next(files.Length + 1);
        IngestSummary first = ledger.Ingest(files[..cut]), second = ledger.Ingest(files[cut..]);
        return first.Events + second.Events == Records.Length
            // Two parts of the same bytes are one file, whose events are not counted as repeated.
            && (first.FilesSkipped + second.FilesSkipped > 0 || first.Duplicates + second.Duplicates == shuffled.Length - Records.Length)
            && LedgerFixture.AnswersOf(ledger) == expected;
    }
}
