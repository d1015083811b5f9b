using Leastwise.Sessions;
using Leastwise.Usage;
using Leastwise.Usage.Intake;
using Leastwise.Usage.Storage;

namespace Leastwise.Tests.Usage;

/// <summary>What workers name while the ledger is written.</summary>
public sealed class DimensionTablesTests
{
    [Fact]
    public void A_session_that_is_named_while_names_are_taken_has_its_actor()
    {
        using LedgerConnections ledger = LedgerFile.Open(null, create: true);
        using var tables = new DimensionTables(ledger.Main);
        var names = new Names();
        bool done = false;
        var naming = new Thread(() =>
        {
            for (ulong i = 1; i <= 20_000; i++)
            {
                var actor = new LoggedActor(ActorKind.Role, $"AROA{i}", $"arn:aws:iam::111111111111:role/r{i}", "111111111111");
                int number = names.Actors.Add(new HashKey(i, i), actor);
                names.Sessions.Add(new HashKey(i, i), Session(number, actor, i));
            }

            Volatile.Write(ref done, true);
        });
        naming.Start();
        while (!Volatile.Read(ref done))
        {
            tables.Take(names);
        }

        naming.Join();
        tables.Take(names);
        tables.Written(new ObservationKey(20_000, 0, 20_000, 0, 0, 0, 0, 1, 0)).Actor.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_session_that_was_forgotten_among_many_is_the_same_row_when_it_is_met_again()
    {
        using LedgerConnections ledger = LedgerFile.Open(null, create: true);
        using var tables = new DimensionTables(ledger.Main);
        var names = new Names(most: 10);
        int[] first = [.. Enumerable.Range(0, 100).Select(Add)], again = [.. Enumerable.Range(0, 100).Select(Add)];
        tables.Take(names);

        again.ShouldNotBe(first);
        again.Select(RowOf).ShouldBe(first.Select(RowOf));
        first.Select(RowOf).Distinct().Count().ShouldBe(100);
        Add(99).ShouldBe(again[99]);
        names.Sessions.Find(KeyOf(99)).ShouldBe(again[99]);

        int Add(int i)
        {
            var actor = new LoggedActor(ActorKind.Role, "AROA", "arn:aws:iam::111111111111:role/r", "111111111111");
            return names.Sessions.Add(KeyOf(i), Session(names.Actors.Add(new HashKey(1, 1), actor), actor, i));
        }

        static HashKey KeyOf(int i) => new((ulong)i, (ulong)i);

        int RowOf(int session) => tables.Written(new ObservationKey(1, 0, session, 0, 0, 0, 0, 1, 0)).Session;
    }

    [Fact]
    public void What_is_met_again_and_again_keeps_its_number()
    {
        var names = new Names(most: 10);
        var kind = new DenialParts("s3:GetObject", "", "");
        int[] numbers = [.. Enumerable.Range(0, 100).Select(i =>
        {
            names.Denials.Add(new HashKey((ulong)i + 1000, 1), new DenialParts($"s3:{i}", "", ""));
            return names.Denials.Add(new HashKey(1, 1), kind);
        })];
        numbers.Distinct().Count().ShouldBe(1);
    }

    private static SessionParts Session(int number, LoggedActor actor, object i)
    {
        var session = new SessionIdentity(actor, $"ASIA{i}", null, null, null, null);
        return new SessionParts(number, DimensionTables.KeyOf(DimensionTables.KeyOf(actor), session), session);
    }
}
