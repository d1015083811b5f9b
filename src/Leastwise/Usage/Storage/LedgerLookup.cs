using System.Runtime.InteropServices;
using Leastwise.Usage.Intake;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// What a worker asks the ledger while another thread writes it: whether a file is known, and which records of a day are counted. A ledger in a file is
/// asked through a connection of its own, which writing does not hold up; one in memory through the only one there is, in turns.
/// </summary>
internal sealed class LedgerLookup : IDisposable
{
    private readonly object turn;
    private readonly SqliteConnection connection;
    private readonly bool owned;
    private readonly Statement findStamp;
    private readonly Statement findFile;
    private readonly bool empty;

    /// <param name="connection">The connection.</param>
    /// <param name="owned">Whether it is this one's alone.</param>
    /// <param name="turn">What is locked while the connection is used.</param>
    public LedgerLookup(SqliteConnection connection, bool owned, object turn)
    {
        this.connection = connection;
        this.owned = owned;
        this.turn = turn;
        lock (turn)
        {
            findStamp = new Statement(connection, "SELECT 1 FROM stamp WHERE key = ?");
            findFile = new Statement(connection, "SELECT 1 FROM file WHERE hash = ?");
            using var any = new Statement(connection, "SELECT (SELECT count(*) FROM (SELECT 1 FROM file LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM logged_day LIMIT 1))");
            empty = any.Number() is 0;
        }
    }

    /// <summary>Whether an unchanged file is known.</summary>
    public bool KnowsStamp(byte[] stamp) => !empty && Knows(findStamp, stamp);

    /// <summary>
    /// Whether a file's content is known. Contents that enter during the run are known too: <see cref="IngestShared.Claim"/> lets go of them only then.
    /// </summary>
    public bool KnowsFile(byte[] hash) => Knows(findFile, hash);

    /// <summary>The counted records of a day, as the ledger has them.</summary>
    public SeenSet Load(LoggedDayState day) => empty && day.Row == 0 ? new SeenSet(0) : Load(day.Account, day.Region, day.Day);

    /// <summary>Records that a ledger of version 1 counted, of whatever day; null for none.</summary>
    public SeenSet? LoadUndated() => !empty && Load("", "", 0) is { Count: > 0 } undated ? undated : null;

    /// <summary>The days that an engine summed up.</summary>
    public HashSet<(string Account, string Region, int Day)> SummedDays()
    {
        lock (turn)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT d.account, d.region, d.day FROM summed_day s JOIN logged_day d ON d.id = s.logged_day";
            using SqliteDataReader rows = command.ExecuteReader();
            var days = new HashSet<(string, string, int)>();
            while (rows.Read())
            {
                days.Add((rows.GetString(0), rows.GetString(1), rows.GetInt32(2)));
            }

            return days;
        }
    }

    private SeenSet Load(string account, string region, int day)
    {
        lock (turn)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT seen.events, seen.fingerprints FROM seen JOIN logged_day ON logged_day.id = seen.logged_day WHERE account = @account AND day = @day AND region = @region";
            command.Parameters.AddWithValue("@account", account);
            command.Parameters.AddWithValue("@day", day);
            command.Parameters.AddWithValue("@region", region);
            using SqliteDataReader blocks = command.ExecuteReader();
            var all = new List<byte[]>();
            while (blocks.Read())
            {
                all.Add((byte[])blocks.GetValue(1));
            }

            var seen = new SeenSet(all.Sum(block => block.Length / sizeof(ulong)));
            foreach (byte[] block in all)
            {
                foreach (ulong fingerprint in MemoryMarshal.Cast<byte, ulong>(block))
                {
                    seen.Add(fingerprint);
                }
            }

            return seen;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn)
        {
            findStamp.Dispose();
            findFile.Dispose();
            if (owned)
            {
                connection.Dispose();
            }
        }
    }

    private bool Knows(Statement statement, byte[] key)
    {
        lock (turn)
        {
            return statement.Bind(1, key).Number() is not null;
        }
    }
}
