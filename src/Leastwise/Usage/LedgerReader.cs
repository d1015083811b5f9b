using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Sessions;
using Leastwise.Trail;
using Leastwise.Usage.Intake;
using Leastwise.Usage.Storage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>Reads the ledger back into values.</summary>
internal sealed class LedgerReader(SqliteConnection connection)
{
    /// <summary>In the place of circumstance and target: no circumstance, and whether the target holds a role that is handed over.</summary>
    private const string HandsRoles = "0, target IN (SELECT id FROM target WHERE roles > 0)";

    /// <summary>The same, asked row by row: quicker where the rows are few.</summary>
    private const string HandsRolesOfFew = "0, coalesce((SELECT t.roles > 0 FROM target t WHERE t.id = target), 0)";

    private NamedRows? kept;
    private long keptVersion;

    /// <summary>What the logs reach over; data events within the days of a window, where one is given.</summary>
    /// <param name="window">The window.</param>
    /// <param name="accounts">The accounts whose data events matter; null for all.</param>
    public Coverage Coverage(UsageWindow? window = null, IReadOnlyCollection<string>? accounts = null)
    {
        string days = window is null ? "TRUE" : $"d.day BETWEEN {window.FirstDay.DayNumber} AND {window.LastDay.DayNumber}";
        if (accounts is not null)
        {
            days += $" AND d.account IN ({string.Join(", ", accounts.Select(SqlText.Quote))})";
        }

        return Usage.Coverage.Of(
            [
                .. Rows(
                    "SELECT account, region, day, events, reads, writes, data, network, ahead FROM logged_day WHERE events > 0 ORDER BY account, day, region",
                    row => new LoggedDay(row.GetString(0), row.GetString(1), DateOnly.FromDayNumber(row.GetInt32(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5))
                    {
                        Data = row.GetInt64(6),
                        Network = row.GetInt64(7),
                        Ahead = row.GetInt64(8),
                    }),
            ],
            accounts is { Count: 0 } ? [] : [.. Data("reads", reading: true, days), .. Data("writes", reading: false, days)]);
    }

    private List<LoggedData> Data(string kind, bool reading, string days) => Rows(
        $"""
        SELECT d.account, c.type, c.arn, min(d.day), max(d.day), sum(l.{kind}) FROM logged_data l JOIN logged_day d ON d.id = l.logged_day JOIN container c ON c.id = l.container
        WHERE l.{kind} > 0 AND {days} GROUP BY d.account, c.type, c.arn ORDER BY d.account, c.type, c.arn
        """,
        row => new LoggedData(
            row.GetString(0), row.GetString(1), row.GetString(2), DateOnly.FromDayNumber(row.GetInt32(3)), DateOnly.FromDayNumber(row.GetInt32(4)), reading, row.GetInt64(5)));

    private ImmutableArray<LostFile> Lost() =>
        [.. Rows("SELECT path FROM unread ORDER BY path", row => row.GetString(0)).Select(path => new LostFile(path, LogFileName.AccountOf(path)))];

    /// <summary>Everybody's calls summed without sessions.</summary>
    /// <param name="window">The days.</param>
    /// <param name="path">The ledger's file, to read with two connections; null in memory.</param>
    /// <param name="details">Whether they are told apart by resources.</param>
    public LedgerView Sums(UsageWindow window, string? path, bool details)
    {
        // Before the names, since they come through other connections: another process may be adding both.
        IEnumerable<ObservationSum> sums = new ObservationSums(connection, path, window, details).Read();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        NamedRows names = ReadNames(details);
        IEnumerable<Observation> single = sums.Select(names.Observation);
        return new LedgerView(window, [.. single, .. Shared(names, [], window, details ? "0, target" : HandsRoles, "")], [], Coverage(window), Lost());
    }

    public LedgerView View(UsageWindow window, bool details, ActorChoice? choice = null)
    {
        // One transaction, so that another process's writing between the statements is not seen by half.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        NamedRows names = ReadNames(details, targets: choice is null);
        LedgerSelection? selection = choice is null ? null : new LedgerSelection(connection, Wanted(names, choice));
        if (details && selection is not null)
        {
            names = names with { Targets = Targets(selection.OfTargets) };
        }

        LedgerView view = Calls(names, window, selection) with { Coverage = Coverage(window, choice?.Accounts), Lost = Lost() };
        return choice is null ? view : view with
        {
            Excludable = [.. choice.Accounts.SelectMany(account => LedgerSelection.Excludable(connection, account, window))],
            TrailChanges = [.. LedgerSelection.TrailChanges(connection, window)],
        };
    }

    /// <summary>Reads principals' own calls with their sessions, one after the other; without coverage.</summary>
    public Func<IamPrincipal, LedgerView> Nearby(UsageWindow window, IReadOnlyCollection<IamPrincipal> principals)
    {
        NamedRows names = ReadNames(details: false);
        var index = new ActorIndex(principals);
        ILookup<string?, long> own = names.Actors.ToLookup(one => index.Find(one.Value)?.Arn, one => one.Key);
        return principal =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            return Calls(names, window, new LedgerSelection(connection, [.. own[principal.Arn]]));
        };
    }

    /// <summary>The calls that changed policies, whenever, with their subjects and sessions; without coverage.</summary>
    public LedgerView PolicyChangeCalls()
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        NamedRows names = ReadNames(details: false);

        // The order is forced: a probe for each actor and such an event, which are few, instead of a look at every row.
        List<(long Session, Observation One)> calls = Rows(
            $"""
            SELECT o.actor, o.event, 0, o.place, o.outcome, 0, 0, 0, o.count, o.first, o.last, t.resources, o.session
            FROM event e CROSS JOIN actor a CROSS JOIN observation o CROSS JOIN target t
            WHERE e.source = {SqlText.Quote(PolicyChanges.Source)} AND e.name IN ({string.Join(", ", PolicyChanges.Calls.Select(SqlText.Quote))})
            AND o.actor = a.id AND o.event = e.id AND o.outcome = {(int)Outcome.Ok} AND t.id = o.target
            AND (t.resources LIKE '3' || char(9) || '%' OR instr(t.resources, char(10) || '3' || char(9)) > 0)
            """,
            row => (row.GetInt64(12), names.Observation(row, [], row.GetInt64(8), row.GetInt64(9), row.GetInt64(10)) with { Resources = TargetContent.Parse(row.GetString(11)).Resources }));
        LedgerSelection.Choose(connection, $"SELECT id FROM session WHERE id IN ({string.Join(", ", calls.Select(call => call.Session).Distinct().Order())})");
        Dictionary<long, SessionIdentity> sessions = Sessions(names, LedgerSelection.OfSessions);
        return new LedgerView(
            UsageWindow.None,
            [.. calls.Select(call => call.One with { Session = sessions.GetValueOrDefault(call.Session) })],
            Issued(names, sessions, $"call != 'CreateAccessKey'{LedgerSelection.OfIssued}"),
            Usage.Coverage.Of([], []),
            []);
    }

    private static List<long> Wanted(NamedRows names, ActorChoice choice)
    {
        List<long> wanted = [];
        foreach ((long id, LoggedActor actor) in names.Actors)
        {
            if (choice.IsWanted(actor))
            {
                wanted.Add(id);
            }
        }

        return wanted;
    }

    private Dictionary<long, SessionIdentity> Sessions(NamedRows names, string which) => ById(
        $"SELECT id, actor, access_key, assumed_role_id, arn, source_identity, provider FROM session{which}",
        row => new SessionIdentity(names.Actors[row.GetInt64(1)], Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5), Text(row, 6)));

    private LedgerView Calls(NamedRows names, UsageWindow window, LedgerSelection? selection)
    {
        Dictionary<long, SessionIdentity> sessions = Sessions(names, selection is null ? "" : LedgerSelection.OfSessions);
        string days = $"BETWEEN {window.FirstDay.DayNumber} AND {window.LastDay.DayNumber}";
        string detail = names.Details ? "circumstance, target" : selection is null ? HandsRoles : HandsRolesOfFew;
        IEnumerable<Observation> single = Rows(
            $"""
            SELECT actor, event, session, place, outcome, denial, {detail}, sum(count), min(first), max(last) FROM observation
            WHERE {selection?.OfActors} day {days} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
            """,
            row => names.Observation(row, sessions, row.GetInt64(8), row.GetInt64(9), row.GetInt64(10)));
        return new LedgerView(
            window,
            [.. single, .. Shared(names, sessions, window, detail, selection?.OfSharedCalls ?? "")],
            Issued(names, sessions, $"call != 'CreateAccessKey'{(selection is null ? "" : LedgerSelection.OfIssued)}"),
            Usage.Coverage.Of([], []),
            [])
        {
            CreatedKeys = selection is null ? Issued(names, sessions, "call = 'CreateAccessKey'") : [],
        };
    }

    private IEnumerable<Observation> Shared(NamedRows names, Dictionary<long, SessionIdentity> sessions, UsageWindow window, string detail, string which) => Rows(
        $"""
        SELECT actor, event, session, place, outcome, denial, {detail}, time, shared_id FROM shared_call
        WHERE {which} time BETWEEN {window.Start.ToUnixTimeSeconds()} AND {window.End.ToUnixTimeSeconds()} ORDER BY shared_id, own DESC, fingerprint
        """,
        row => new SharedCall(row.GetString(9), names.Observation(row, sessions, 1, row.GetInt64(8), row.GetInt64(8))))
        .GroupBy(row => row.SharedId, row => row.Observation, StringComparer.Ordinal)
        .Select(OneOf);

    /// <summary>What the rows' numbers stand for. Read once, unless another connection has written since; this reader's own ledger writes nothing while it is used.</summary>
    private NamedRows ReadNames(bool details, bool targets = true)
    {
        long version = Rows("PRAGMA data_version", row => row.GetInt64(0))[0];
        if (kept is null || keptVersion != version)
        {
            (kept, keptVersion) = (ReadNames(), version);
        }

        return !details ? kept : kept with
        {
            Details = true,
            Circumstances = ById("SELECT id, mfa, vpc_endpoint, network FROM circumstance", row => new Circumstance(row.GetString(1) switch { "true" => true, "false" => false, _ => null }, Text(row, 2), Text(row, 3))),
            Targets = targets ? Targets("") : [],
        };
    }

    private NamedRows ReadNames() => new(
        ById("SELECT id, kind, unique_id, arn, account FROM actor", ActorOf),
        ById("SELECT id, source, name, type, category FROM event", row => new EventKind(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4))),
        ById("SELECT id, account, region, invoked_by FROM place", row => new Place(row.GetString(1), row.GetString(2), row.GetString(3))),
        ById("SELECT id, action, resource, reason FROM denial", row => new DeniedCall(Text(row, 1), Text(row, 2), Text(row, 3))));

    private Dictionary<long, ImmutableArray<UsedResource>> Targets(string which) =>
        ById($"SELECT id, resources FROM target{which}", row => TargetContent.Parse(row.GetString(1)).Resources);

    /// <summary>The first record stands for the call, as the rows' order has it; the others tell who else recorded it.</summary>
    private static Observation OneOf(IEnumerable<Observation> records)
    {
        Observation[] all = [.. records];
        return all[0] with { OtherAccountId = all.Skip(1).Select(other => other.AccountId).FirstOrDefault(account => account != all[0].AccountId) };
    }

    private ImmutableArray<IssuedCredentials> Issued(NamedRows names, Dictionary<long, SessionIdentity> sessions, string which) =>
    [
        .. Rows(
            $"""
            SELECT actor, session, call, time, access_key, role_arn, assumed_role_arn, assumed_role_id, session_name, shared_id, hex(fingerprint)
            FROM issued WHERE {which} ORDER BY shared_id, own DESC, fingerprint
            """,
            row => new IssuedCall(
                row.GetString(9) is { Length: > 0 } shared ? shared : row.GetString(10),
                new IssuedCredentials(
                    row.GetString(2),
                    DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)),
                    new IssuedSession(Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8)),
                    names.Actors[row.GetInt64(0)],
                    sessions.GetValueOrDefault(row.GetInt64(1)))))
            .DistinctBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => row.Issue),
    ];

    private static LoggedActor ActorOf(SqliteDataReader row) => new((ActorKind)row.GetInt32(1), Text(row, 2), Text(row, 3), Text(row, 4));

    private static string? Text(SqliteDataReader row, int column) => row.GetString(column) is { Length: > 0 } text ? text : null;

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private Dictionary<long, T> ById<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader rows = command.ExecuteReader();
        var all = new Dictionary<long, T>();
        while (rows.Read())
        {
            all.Add(rows.GetInt64(0), read(rows));
        }

        return all;
    }

    private sealed record SharedCall(string SharedId, Observation Observation);

    private sealed record IssuedCall(string Key, IssuedCredentials Issue);

    private sealed record NamedRows(
        Dictionary<long, LoggedActor> Actors,
        Dictionary<long, EventKind> Events,
        Dictionary<long, Place> Places,
        Dictionary<long, DeniedCall> Denials)
    {
        public Dictionary<long, Circumstance> Circumstances { get; init; } = [];

        public Dictionary<long, ImmutableArray<UsedResource>> Targets { get; init; } = [];

        public bool Details { get; init; }

        public Observation Observation(ObservationSum sum) =>
            Observation(sum.Actor, sum.Event, null, sum.Place, sum.Outcome, sum.Denial, Circumstance.None, sum.Target, sum.Tally);

        public Observation Observation(SqliteDataReader row, Dictionary<long, SessionIdentity> sessions, long count, long first, long last) => Observation(
            row.GetInt64(0), row.GetInt64(1), sessions.GetValueOrDefault(row.GetInt64(2)), row.GetInt64(3), row.GetInt32(4), row.GetInt64(5),
            Circumstances.GetValueOrDefault(row.GetInt64(6)) ?? Circumstance.None, row.GetInt64(7), new Tally(count, first, last));

        /// <param name="actor">The actor's row, as the next ones are rows.</param>
        /// <param name="kindId">The event.</param>
        /// <param name="session">The session.</param>
        /// <param name="placeId">The place.</param>
        /// <param name="outcome">The outcome.</param>
        /// <param name="denial">The denial; 0 for none.</param>
        /// <param name="circumstance">The circumstance.</param>
        /// <param name="target">The target; without details only whether it hands roles over, as 1 or 0.</param>
        /// <param name="tally">How often, first and last.</param>
        private Observation Observation(
            long actor, long kindId, SessionIdentity? session, long placeId, int outcome, long denial, Circumstance circumstance, long target, Tally tally)
        {
            EventKind kind = Events[kindId];
            Place place = Places[placeId];
            ImmutableArray<UsedResource> resources = Details ? Targets.GetValueOrDefault(target, []) : [];
            bool roles = Details ? resources.Any(resource => resource.Relation == ResourceRelation.Role) : target != 0;
            return new Observation
            {
                Actor = Actors[actor],
                Session = session,
                Source = kind.Source,
                Name = kind.Name,
                Type = kind.Type.Length == 0 ? null : kind.Type,
                Category = kind.Category.Length == 0 ? null : kind.Category,
                Outcome = (Outcome)outcome,
                AccountId = place.Account,
                Region = place.Region,
                InvokedBy = place.InvokedBy.Length == 0 ? null : place.InvokedBy,
                OtherAccountId = null,

                // Asking for a session of a role hands it to nobody.
                PassesRole = roles && kind.Source is not ("sts.amazonaws.com" or "signin.amazonaws.com"),
                Denial = Denials.GetValueOrDefault(denial),
                Circumstance = circumstance,
                Resources = resources,
                Count = tally.Count,
                First = DateTimeOffset.FromUnixTimeSeconds(tally.First),
                Last = DateTimeOffset.FromUnixTimeSeconds(tally.Last),
            };
        }
    }
}
