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
                names.Sessions.Add(new HashKey(i, i), new SessionParts(number, actor, new SessionIdentity(actor, $"ASIA{i}", null, null, null, null)));
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
}
