using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>The same logs through files and through Athena give the same ledger; the statement that is sent is run, by another engine.</summary>
public sealed class SameLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly AwsNetwork network = new(new ImpatientTime(Now)) { Patience = ImpatientTime.Long };
    private readonly IngestOptions ingest = new() { Time = new ImpatientTime(Now) };

    public void Dispose()
    {
        network.Dispose();
        folder.Dispose();
    }

    [SkippableFact]
    public async Task Logs_in_folders_of_accounts_and_regions_give_the_same_by_a_table_of_our_own()
    {
        Skip.IfNot(DuckDb.IsThere, DuckDb.Absent);
        string logs = Repository.PathOf("samples", "acme", "AWSLogs");
        LoggedRow[] rows = [.. LoggedRow.Of(logs)];
        using var files = Ledger.InMemory();
        files.Ingest([logs], ingest);

        using var athena = new FakeAthena();
        foreach (LoggedRow row in rows)
        {
            athena.Objects[$"logs/AWSLogs/{row.Account}/CloudTrail/{row.Region}/{row.Day:yyyy'/'MM'/'dd}/log.json.gz"] = [1];
        }

        LogLocation location = LogLocation.Parse("s3://logs/AWSLogs/")!;
        var own = new OwnTable("leastwise", location, [.. rows.Select(row => row.Account).Distinct().Order(StringComparer.Ordinal)], [.. rows.Select(row => row.Region).Distinct().Order(StringComparer.Ordinal)]);
        var engine = new DuckDb(folder);
        athena.Answer = statement => engine.Run(statement, own.Shape, rows.Concat(rows.Take(50)));

        // One more name in the ledger tells nothing of a call, so what was asked is the same whether or not it is there.
        using var ledger = Ledger.InMemory();
        AthenaIngest done = await new AthenaTrail(athena.Session(network), new AthenaOptions { Location = "s3://logs" })
            .IngestAsync(ledger, files.Coverage.FirstDay!.Value, files.Coverage.LastDay!.Value, ingest, null, CancellationToken.None);

        athena.Wrong.ShouldBeEmpty();
        done.Summary.BadRecords.ShouldBe(0, string.Join('\n', done.Summary.FirstBadRecords));
        athena.Statements.ShouldContain(statement => statement.Contains($"`{own.Name}`", StringComparison.Ordinal));
        ShouldHoldTheSame(ledger, files);
    }

    private static void ShouldHoldTheSame(Ledger ledger, Ledger files)
    {
        string[] got = LedgerFixture.Events(ledger).Split('\n'), wanted = LedgerFixture.Events(files).Split('\n');
        got.Length.ShouldBeGreaterThan(100);

        // Only lines that differ: all of them would be megabytes.
        string.Join('\n', wanted.Except(got).Take(5)).ShouldBe(string.Join('\n', got.Except(wanted).Take(5)));
        (got.Length, wanted.SequenceEqual(got)).ShouldBe((wanted.Length, true));
        (LedgerFixture.AnswersOf(ledger) == LedgerFixture.AnswersOf(files)).ShouldBeTrue();
        ledger.Verify().ShouldBeEmpty();
    }
}
