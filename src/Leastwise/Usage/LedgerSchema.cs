namespace Leastwise.Usage;

/// <summary>The ledger's tables. A change of meaning takes a new <see cref="Version"/>.</summary>
/// <remarks>
/// Text that a record lacks is stored as the empty string, so that unique keys see equal rows as equal. Times are Unix seconds, days are
/// counted from 0001-01-01 as <see cref="DateOnly.DayNumber"/> does.
/// </remarks>
internal static class LedgerSchema
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int Version = 1;

    /// <summary>Makes the tables of an empty ledger.</summary>
    public const string Create = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        -- Files that were read to their end, by content: the same file under another name is known.
        CREATE TABLE file (
            hash TEXT PRIMARY KEY, path TEXT NOT NULL, events INTEGER NOT NULL, bad_records INTEGER NOT NULL,
            bytes INTEGER NOT NULL, unpacked_bytes INTEGER NOT NULL) WITHOUT ROWID;

        -- Every record that was counted, sixteen bytes each: a second delivery is known.
        CREATE TABLE seen (fingerprint BLOB PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE actor (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, unique_id TEXT NOT NULL, arn TEXT NOT NULL, account TEXT NOT NULL,
            UNIQUE (kind, unique_id, arn, account));

        CREATE TABLE session (
            id INTEGER PRIMARY KEY, actor INTEGER NOT NULL, access_key TEXT NOT NULL, assumed_role_id TEXT NOT NULL, arn TEXT NOT NULL,
            source_identity TEXT NOT NULL, provider TEXT NOT NULL,
            UNIQUE (access_key, assumed_role_id, arn, actor, source_identity, provider));

        CREATE TABLE event (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
            UNIQUE (source, name, type));

        -- What a denial's message names.
        CREATE TABLE denial (
            id INTEGER PRIMARY KEY, action TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT NOT NULL,
            UNIQUE (action, resource, reason));

        -- Where: the account whose trail recorded, the region, the service that called on the caller's behalf.
        CREATE TABLE place (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, invoked_by TEXT NOT NULL,
            UNIQUE (account, region, invoked_by));

        -- Calls that are recorded once, summed by day. session and denial are 0 where there is none.
        CREATE TABLE observation (
            actor INTEGER NOT NULL, event INTEGER NOT NULL, session INTEGER NOT NULL, place INTEGER NOT NULL, outcome INTEGER NOT NULL,
            denial INTEGER NOT NULL, passes_role INTEGER NOT NULL, day INTEGER NOT NULL,
            count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (actor, event, session, place, outcome, denial, passes_role, day)) WITHOUT ROWID;

        -- Calls that several accounts record under one sharedEventID, one row a record. Which record stands for the call
        -- is chosen when reading (the caller's own account's, else the least fingerprint), so that order of arrival does not matter.
        CREATE TABLE shared_call (
            shared_id TEXT NOT NULL, fingerprint BLOB NOT NULL, own INTEGER NOT NULL,
            actor INTEGER NOT NULL, event INTEGER NOT NULL, session INTEGER NOT NULL, place INTEGER NOT NULL, outcome INTEGER NOT NULL,
            denial INTEGER NOT NULL, passes_role INTEGER NOT NULL, time INTEGER NOT NULL,
            PRIMARY KEY (shared_id, fingerprint)) WITHOUT ROWID;

        -- Temporary credentials that a call issued.
        CREATE TABLE issued (
            fingerprint BLOB PRIMARY KEY, shared_id TEXT NOT NULL, own INTEGER NOT NULL, actor INTEGER NOT NULL, session INTEGER NOT NULL,
            call TEXT NOT NULL, time INTEGER NOT NULL, access_key TEXT NOT NULL, role_arn TEXT NOT NULL, assumed_role_arn TEXT NOT NULL,
            assumed_role_id TEXT NOT NULL, session_name TEXT NOT NULL) WITHOUT ROWID;

        -- Files with events that are not here, because they could not be read to their end. A file leaves when it is read whole.
        CREATE TABLE unread (path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;

        -- What the logs reach over: records of each account, region and day, and how many management events of them read or write.
        -- A record that does not say counts as both.
        CREATE TABLE logged_day (
            account TEXT NOT NULL, region TEXT NOT NULL, day INTEGER NOT NULL, events INTEGER NOT NULL,
            reads INTEGER NOT NULL, writes INTEGER NOT NULL,
            PRIMARY KEY (account, day, region)) WITHOUT ROWID;

        -- Which data events the trails select, as far as they show it: by resource type and container (an S3 bucket, else the resource).
        CREATE TABLE logged_data (
            account TEXT NOT NULL, type TEXT NOT NULL, container TEXT NOT NULL, day INTEGER NOT NULL,
            reads INTEGER NOT NULL, writes INTEGER NOT NULL,
            PRIMARY KEY (account, type, container, day)) WITHOUT ROWID;
        """;
}
