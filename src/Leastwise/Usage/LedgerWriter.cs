using Leastwise.Catalog;
using Leastwise.Sessions;
using Leastwise.Trail;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>Writes files' events into the ledger: all of them and the files' identities, or nothing.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly InternTable<LoggedActor> actors;
    private readonly InternTable<(long Actor, SessionIdentity Session)> sessions;
    private readonly InternTable<(string Source, string Name, string Type)> eventNames;
    private readonly InternTable<DenialParts> denials;
    private readonly InternTable<Place> places;
    private readonly PreparedStatement addFile, addUnread, removeUnread, addSeen, addObservation, addShared, addIssued, addDay, addData;

    private readonly Dictionary<(ObservationKey Key, int Day), Tally> tallies = [];
    private readonly Dictionary<(string Account, string Region, int Day), (long Events, long Reads, long Writes)> days = [];
    private readonly Dictionary<(string Account, string Type, string Container, int Day), (long Reads, long Writes)> data = [];

    public LedgerWriter(SqliteConnection connection)
    {
        this.connection = connection;
        actors = new(connection, "actor", ["kind", "unique_id", "arn", "account"], a => [(int)a.Kind, a.UniqueId ?? "", a.Arn ?? "", a.AccountId ?? ""]);
        sessions = new(
            connection,
            "session",
            ["access_key", "assumed_role_id", "arn", "actor", "source_identity", "provider"],
            row => [row.Session.AccessKeyId ?? "", row.Session.AssumedRoleId ?? "", row.Session.Arn ?? "", row.Actor, row.Session.SourceIdentity ?? "", row.Session.Provider ?? ""]);
        eventNames = new(connection, "event", ["source", "name", "type"], e => [e.Source, e.Name, e.Type]);
        denials = new(connection, "denial", ["action", "resource", "reason"], d => [d.Action, d.Resource, d.Reason]);
        places = new(connection, "place", ["account", "region", "invoked_by"], p => [p.Account, p.Region, p.InvokedBy]);
        addFile = new(connection, "INSERT OR IGNORE INTO file VALUES (@p0, @p1, @p2, @p3, @p4, @p5)", 6);
        addUnread = new(connection, "INSERT OR REPLACE INTO unread VALUES (@p0, @p1)", 2);
        removeUnread = new(connection, "DELETE FROM unread WHERE path = @p0", 1);
        addSeen = new(connection, "INSERT OR IGNORE INTO seen VALUES (@p0)", 1);
        addObservation = new(
            connection,
            """
            INSERT INTO observation VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)
            ON CONFLICT DO UPDATE SET count = count + excluded.count, first = min(first, excluded.first), last = max(last, excluded.last)
            """,
            11);
        addShared = new(connection, "INSERT INTO shared_call VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)", 11);
        addIssued = new(connection, "INSERT INTO issued VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)", 12);
        addDay = new(connection, "INSERT INTO logged_day VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT DO UPDATE SET events = events + excluded.events, reads = reads + excluded.reads, writes = writes + excluded.writes", 6);
        addData = new(
            connection,
            "INSERT INTO logged_data VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT DO UPDATE SET reads = reads + excluded.reads, writes = writes + excluded.writes",
            6);
    }

    /// <summary>The identities of the files that the ledger holds.</summary>
    public HashSet<string> KnownFiles()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT hash FROM file";
        using SqliteDataReader rows = command.ExecuteReader();
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            known.Add(rows.GetString(0));
        }

        return known;
    }

    /// <summary>Writes the files in one transaction.</summary>
    /// <returns>New events, and events that were known.</returns>
    public (long Added, long Repeated) Write(IReadOnlyList<TrailFileResult> files)
    {
        long added = 0, repeated = 0;
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        try
        {
            foreach (TrailFileResult file in files)
            {
                if (!Enter(file, transaction))
                {
                    continue;
                }

                foreach (TrailEvent one in file.Events)
                {
                    if (addSeen.Run(transaction, Convert.FromHexString(one.Fingerprint)) == 0)
                    {
                        repeated++;
                    }
                    else
                    {
                        Add(one, transaction);
                        added++;
                    }
                }
            }

            Flush(transaction);
            transaction.Commit();
            return (added, repeated);
        }
        catch
        {
            // The rows that the names stood for are rolled back with the rest.
            Forget();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in (IDisposable[])[actors, sessions, eventNames, denials, places, addFile, addUnread, removeUnread, addSeen, addObservation, addShared, addIssued, addDay, addData])
        {
            one.Dispose();
        }
    }

    /// <summary>
    /// Enters the file's identity; false where another process did so meanwhile. A file that was not read to its end gets no identity: it is
    /// read again next time, when it may have been mended, and what it gave is known by its events.
    /// </summary>
    private bool Enter(TrailFileResult file, SqliteTransaction transaction)
    {
        if (file.LosesEvents)
        {
            addUnread.Run(transaction, file.Path, file.NotReadBecause ?? file.FirstBadRecord?.Message ?? "");
        }
        else
        {
            removeUnread.Run(transaction, file.Path);
        }

        return (file.NotReadBecause is not null && !file.PassedOver)
            || addFile.Run(transaction, file.ContentHash, file.Path, file.Events.Length, file.BadRecords, file.Bytes, file.UnpackedBytes) == 1;
    }

    private void Add(TrailEvent one, SqliteTransaction transaction)
    {
        string account = one.RecipientAccountId ?? "";
        long time = one.Time.ToUnixTimeSeconds();
        int day = DateOnly.FromDateTime(one.Time.UtcDateTime).DayNumber;
        LoggedActor actor = LoggedActor.Of(one.Caller);
        long actorId = actors.IdOf(actor, transaction);
        long sessionId = 0;
        if (SessionIdentity.Of(one.Caller) is SessionIdentity session)
        {
            // The session's actor is the caller's.
            sessionId = sessions.IdOf((actorId, session), transaction);
        }

        var key = new ObservationKey(
            actorId,
            eventNames.IdOf((one.Source, one.Name, one.Type ?? ""), transaction),
            sessionId,
            places.IdOf(new Place(account, one.Region, one.Caller.InvokedBy ?? ""), transaction),
            (int)one.Outcome,
            DenialParts.Of(one) is DenialParts denial ? denials.IdOf(denial, transaction) : 0,
            PassesRole: one.Source != "sts.amazonaws.com" && one.Source != "signin.amazonaws.com" && !one.RequestedRoles.IsEmpty);

        int own = one.Caller.AccountId == account ? 1 : 0;
        byte[] fingerprint = Convert.FromHexString(one.Fingerprint);
        if (one.SharedEventId is string shared)
        {
            addShared.Run(
                transaction, shared, fingerprint, own, key.Actor, key.Event, key.Session, key.Place, key.Outcome, key.Denial, key.PassesRole ? 1 : 0, time);
        }
        else
        {
            tallies[(key, day)] = tallies.GetValueOrDefault((key, day)).Plus(time);
        }

        if (one.Issued is IssuedSession issued)
        {
            addIssued.Run(
                transaction, fingerprint, one.SharedEventId ?? "", own, actorId, sessionId, one.Name, time, issued.AccessKeyId ?? "", issued.RoleArn ?? "",
                issued.AssumedRoleArn ?? "", issued.AssumedRoleId ?? "", issued.SessionName ?? "");
        }

        bool management = one.Category is null or "Management";
        (long events, long reads, long writes) = days.GetValueOrDefault((account, one.Region, day));
        days[(account, one.Region, day)] = (events + 1, reads + (management && one.ReadOnly is not false ? 1 : 0), writes + (management && one.ReadOnly is not true ? 1 : 0));
        if (one.Category is "Data")
        {
            foreach ((string type, string container) in DataContainer.Of(one))
            {
                (long dataReads, long dataWrites) = data.GetValueOrDefault((account, type, container, day));
                data[(account, type, container, day)] = (dataReads + (one.ReadOnly is true ? 1 : 0), dataWrites + (one.ReadOnly is false ? 1 : 0));
            }
        }
    }

    private void Flush(SqliteTransaction transaction)
    {
        foreach (((ObservationKey key, int day), Tally tally) in tallies)
        {
            addObservation.Run(
                transaction, key.Actor, key.Event, key.Session, key.Place, key.Outcome, key.Denial, key.PassesRole ? 1 : 0, day, tally.Count, tally.First, tally.Last);
        }

        foreach (((string account, string region, int day), (long events, long reads, long writes)) in days)
        {
            addDay.Run(transaction, account, region, day, events, reads, writes);
        }

        foreach (((string account, string type, string container, int day), (long reads, long writes)) in data)
        {
            addData.Run(transaction, account, type, container, day, reads, writes);
        }

        ForgetSums();
    }

    private void Forget()
    {
        ForgetSums();
        actors.Forget();
        sessions.Forget();
        eventNames.Forget();
        denials.Forget();
        places.Forget();
    }

    private void ForgetSums()
    {
        tallies.Clear();
        days.Clear();
        data.Clear();
    }
}
