using Leastwise.Usage.Intake;
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

    /// <summary>Answers that are remembered of a kind; beyond, they are looked up anew.</summary>
    private const int MostRemembered = 100_000;

    private readonly Dictionary<long, State> states = [];
    private readonly Dictionary<long, int> targets = [];
    private readonly Dictionary<long, int> denials = [];

    /// <summary>The rows of generalised targets, by their texts: the resources of many rows are one pattern.</summary>
    private readonly Dictionary<string, int> patterns = new(StringComparer.Ordinal);
    private readonly HashSet<(int Actor, int Event)> risen = [];
    private bool news;
    private State? last;
    private (int Actor, int Event) lastOf;
    private readonly Statement saveLevel = new(connection, "INSERT OR REPLACE INTO generalised VALUES (?, ?, ?)");
    private readonly Statement findLevel = new(connection, "SELECT level FROM generalised WHERE actor = ? AND event = ?");
    private readonly Statement findTarget = new(connection, "SELECT resources FROM target WHERE id = ?");
    private readonly Statement findDenial = new(connection, "SELECT action, resource, reason FROM denial WHERE id = ?");
    private readonly Statement findKept = new(
        connection,
        """
        SELECT target, denial FROM observation WHERE actor = ?1 AND event = ?2 AND (target != 0 OR denial != 0)
        UNION ALL SELECT target, denial FROM shared_call WHERE actor = ?1 AND event = ?2 AND (target != 0 OR denial != 0)
        """);

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
        if (state.Add(Pair(Target(key.Target, state.Level), Denial(key.Denial, state.Level))) && Bound(state))
        {
            risen.Add((key.Actor, key.Event));
        }
    }

    /// <summary>Notes what sums are about, which lie in the table's order.</summary>
    public void Note(ReadOnlySpan<TallyTable.Sum> ordered)
    {
        State? state = null;
        int actor = -1, kind = -1;
        long noted = 0;
        foreach (ref readonly TallyTable.Sum sum in ordered)
        {
            if (sum.Key is { Target: 0, Denial: 0 })
            {
                continue;
            }

            if (state is null || sum.Key.Actor != actor || sum.Key.Event != kind)
            {
                (actor, kind, noted) = (sum.Key.Actor, sum.Key.Event, 0);
                state = StateOf(actor, kind);
            }

            // One thing is often used again and again, and zero stands for none.
            long one = Pair(Target(sum.Key.Target, state.Level), Denial(sum.Key.Denial, state.Level));
            if (one != noted && state.Add(noted = one) && Bound(state))
            {
                risen.Add((actor, kind));
            }
        }
    }

    /// <summary>Generalises the resources of sums, which lie in the table's order, as far as must be.</summary>
    /// <returns>Whether any was changed, and so may be out of order.</returns>
    public bool Keep(Span<TallyTable.Sum> ordered)
    {
        bool changed = false;
        int actor = -1, kind = -1, level = 0;
        foreach (ref TallyTable.Sum sum in ordered)
        {
            if (sum.Key is { Target: 0, Denial: 0 })
            {
                continue;
            }

            if (sum.Key.Actor != actor || sum.Key.Event != kind)
            {
                (actor, kind) = (sum.Key.Actor, sum.Key.Event);
                level = LevelOf(actor, kind);
            }

            if (level > 0)
            {
                int target = Target(sum.Key.Target, level), denial = Denial(sum.Key.Denial, level);
                changed |= target != sum.Key.Target || denial != sum.Key.Denial;
                sum.Key = sum.Key with { Target = target, Denial = denial };
            }
        }

        return changed;
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
    public int LevelOf(int actor, int kind) => states.TryGetValue(Pair(actor, kind), out State? state) ? state.Level : 0;

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
        findTarget.Dispose();
        findDenial.Dispose();
        findKept.Dispose();
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
        if (states.TryGetValue(Pair(actor, kind), out State? known))
        {
            return known;
        }

        var state = new State { Level = (int)(findLevel.Bind(1, actor).Bind(2, kind).Number() ?? 0) };
        news |= state.Level > 0;
        findKept.Bind(1, actor).Bind(2, kind);
        while (findKept.Next())
        {
            state.Add(Pair((int)findKept.Column(0), (int)findKept.Column(1)));
        }

        states.Add(Pair(actor, kind), state);
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

        long key = Pair(row, level);
        if (!targets.TryGetValue(key, out int general))
        {
            TargetContent content = TargetContent.Parse(findTarget.Bind(1, row).Texts()[0]).Generalised(level);
            string text = content.ToText();
            if (!patterns.TryGetValue(text, out general))
            {
                Remember(patterns, text, general = tables.IdOf(content));
            }

            Remember(targets, key, general);
        }

        return general;
    }

    private int Denial(int row, int level)
    {
        if (row == 0 || level == 0)
        {
            return row;
        }

        long key = Pair(row, level);
        if (!denials.TryGetValue(key, out int general))
        {
            string[] parts = findDenial.Bind(1, row).Texts();
            Remember(denials, key, general = tables.IdOf(new DenialParts(parts[0], parts[1].Length == 0 ? "" : ArnGeneralisation.Apply(parts[1], level), parts[2])));
        }

        return general;
    }

    private static void Remember<TKey>(Dictionary<TKey, int> answers, TKey key, int answer)
        where TKey : notnull
    {
        if (answers.Count >= MostRemembered)
        {
            answers.Clear();
        }

        answers.Add(key, answer);
    }

    private sealed class State
    {
        /// <summary>What was noted while it was so little that the bound holds even if all of it differs: most principals and events never have more.</summary>
        private readonly List<long> few = [];
        private HashSet<long>? distinct;

        public int Level { get; set; }

        /// <summary>Target and denial, each half of a number.</summary>
        public HashSet<long> Distinct
        {
            get => distinct ??= [.. few];
            set => distinct = value;
        }

        /// <summary>Notes one more.</summary>
        /// <returns>Whether the bound may not hold any more.</returns>
        public bool Add(long one)
        {
            if (distinct is null && few.Count < MostResources)
            {
                few.Add(one);
                return false;
            }

            return Distinct.Add(one) && Distinct.Count > MostResources;
        }
    }
}
