using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>
/// Keeps the resources of one principal and one event within a bound. While they are few they stay as they are. When there are more than
/// <see cref="MostResources"/> different ones, all of them, earlier and later ones, are generalised by the least level that leaves no more. Levels nest
/// (<see cref="ArnGeneralisation"/>), so the level and the sums depend on the set of records alone, never on which came first.
/// </summary>
internal sealed class ResourceLevels(SqliteConnection connection, DimensionTables tables) : IDisposable
{
    /// <summary>Different resources (with those that denials name) that are kept for one principal and one event.</summary>
    public const int MostResources = 256;

    private readonly Dictionary<(int Actor, int Event), State> states = [];
    private readonly Dictionary<(int Row, int Level), int> targets = [];
    private readonly Dictionary<(int Row, int Level), int> denials = [];
    private readonly HashSet<(int Actor, int Event)> risen = [];
    private bool news;
    private State? last;
    private (int Actor, int Event) lastOf;
    private readonly Statement saveLevel = new(connection, "INSERT OR REPLACE INTO generalised VALUES (?, ?, ?)");
    private readonly Statement findLevel = new(connection, "SELECT level FROM generalised WHERE actor = ? AND event = ?");

    /// <summary>Whether a level was met or rose since the last call.</summary>
    public bool TakeNews()
    {
        bool taken = news;
        news = false;
        return taken;
    }

    /// <summary>Forgets what rows were read, since some of them were removed.</summary>
    public void Forget()
    {
        states.Clear();
        last = null;
    }

    /// <summary>Notes what a key is about, and raises the level where there are too many.</summary>
    public void Note(in ObservationKey key)
    {
        if (key is { Target: 0, Denial: 0 })
        {
            return;
        }

        State state = Recent(key.Actor, key.Event);
        if (state.Distinct.Add(Pair(Target(key.Target, state.Level), Denial(key.Denial, state.Level))) && Bound(state))
        {
            risen.Add((key.Actor, key.Event));
        }
    }

    /// <summary>The key as it is kept, with its resources generalised as far as must be.</summary>
    public ObservationKey Kept(in ObservationKey key)
    {
        if (key is { Target: 0, Denial: 0 } || Recent(key.Actor, key.Event).Level is not (> 0 and int level))
        {
            return key;
        }

        return key with { Target = Target(key.Target, level), Denial = Denial(key.Denial, level) };
    }

    /// <summary>The level of a principal and an event.</summary>
    public int LevelOf(int actor, int kind) => states.TryGetValue((actor, kind), out State? state) ? state.Level : 0;

    /// <summary>Those whose level rose since the last call; their level is saved, their rows are still as they were.</summary>
    public List<(int Actor, int Event)> TakeRisen()
    {
        List<(int, int)> taken = [.. risen];
        foreach ((int actor, int kind) in taken)
        {
            saveLevel.Bind(1, actor).Bind(2, kind).Bind(3, LevelOf(actor, kind)).Run();
        }

        risen.Clear();
        return taken;
    }

    /// <summary>Judges a principal and an event anew, after rows of another ledger, which had come to a level of its own, were added to theirs.</summary>
    public void Settle(int actor, int kind, int level)
    {
        State state = StateOf(actor, kind);
        int settled = Math.Max(state.Level, level);
        if (settled > 0 || state.Distinct.Count > MostResources)
        {
            state.Level = settled;
            state.Distinct = [.. state.Distinct.Select(one => Generalised(one, settled))];
            Bound(state);
            risen.Add((actor, kind));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        saveLevel.Dispose();
        findLevel.Dispose();
    }

    /// <summary>Raises the level until the bound holds; whether it rose.</summary>
    private bool Bound(State state)
    {
        int before = state.Level;
        while (state.Distinct.Count > MostResources && state.Level < ArnGeneralisation.Highest)
        {
            state.Level++;
            state.Distinct = [.. state.Distinct.Select(one => Generalised(one, state.Level))];
        }

        news |= state.Level > before;
        return state.Level > before;
    }

    /// <summary>Keys come in the table's order, where those of one principal and event lie together.</summary>
    private State Recent(int actor, int kind)
    {
        if (last is not State state || lastOf != (actor, kind))
        {
            last = state = StateOf(actor, kind);
            lastOf = (actor, kind);
        }

        return state;
    }

    private State StateOf(int actor, int kind)
    {
        if (states.TryGetValue((actor, kind), out State? known))
        {
            return known;
        }

        var state = new State { Level = (int)(findLevel.Bind(1, actor).Bind(2, kind).Number() ?? 0) };
        news |= state.Level > 0;
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT target, denial FROM observation WHERE actor = {actor} AND event = {kind} AND (target != 0 OR denial != 0)
            UNION SELECT target, denial FROM shared_call WHERE actor = {actor} AND event = {kind} AND (target != 0 OR denial != 0)
            """;
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            state.Distinct.Add(Pair(rows.GetInt32(0), rows.GetInt32(1)));
        }

        states.Add((actor, kind), state);
        return state;
    }

    private static long Pair(int target, int denial) => ((long)target << 32) | (uint)denial;

    private long Generalised(long pair, int level) => Pair(Target((int)(pair >> 32), level), Denial((int)pair, level));

    private int Target(int row, int level)
    {
        if (row == 0 || level == 0)
        {
            return row;
        }

        if (!targets.TryGetValue((row, level), out int general))
        {
            targets.Add((row, level), general = tables.IdOf(TargetContent.Parse(TextOf($"SELECT resources FROM target WHERE id = {row}")[0]).Generalised(level)));
        }

        return general;
    }

    private int Denial(int row, int level)
    {
        if (row == 0 || level == 0)
        {
            return row;
        }

        if (!denials.TryGetValue((row, level), out int general))
        {
            string[] parts = TextOf($"SELECT action, resource, reason FROM denial WHERE id = {row}");
            denials.Add((row, level), general = tables.IdOf(new DenialParts(parts[0], parts[1].Length == 0 ? "" : ArnGeneralisation.Apply(parts[1], level), parts[2])));
        }

        return general;
    }

    private string[] TextOf(string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? [.. Enumerable.Range(0, row.FieldCount).Select(row.GetString)] : throw new InvalidOperationException("A row that is referred to must be there.");
    }

    private sealed class State
    {
        public int Level { get; set; }

        /// <summary>Target and denial, each half of a number.</summary>
        public HashSet<long> Distinct { get; set; } = [];
    }
}
