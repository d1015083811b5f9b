namespace Leastwise.Usage.Storage;

/// <summary>The ledger's tables, as <c>docs/ledger.md</c> describes them. A change of meaning takes a new <see cref="Version"/> and a step of migration.</summary>
/// <remarks>
/// Text that a record lacks is stored as the empty string, so that unique keys see equal rows as equal. Times are Unix seconds, days are
/// counted from 0001-01-01 as <see cref="DateOnly.DayNumber"/> does. Numbers that refer to a dimension are 0 where there is nothing to refer to.
/// </remarks>
internal static class LedgerSchema
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int Version = 3;

    /// <summary>Makes the tables of an empty ledger, but for <c>meta</c>.</summary>
    public const string Create = Files + Dimensions + Facts + Sums;

    /// <summary>What version 3 has over version 2.</summary>
    public const string Sums = """
        -- Logged days that an engine summed up, with the engine, what it could not tell (flags), and when it was asked. Their events are not known one by one.
        CREATE TABLE summed_day (logged_day INTEGER PRIMARY KEY, source TEXT NOT NULL, lacks INTEGER NOT NULL, asked INTEGER NOT NULL);

        -- Which days an engine was asked for, within which accounts and regions (empty for all), when, and how many events it gave.
        CREATE TABLE slice (
            source TEXT NOT NULL, day INTEGER NOT NULL, scope TEXT NOT NULL, asked INTEGER NOT NULL, events INTEGER NOT NULL,
            PRIMARY KEY (source, day, scope)) WITHOUT ROWID;

        """;

    /// <summary>Makes the table that tells the version.</summary>
    public const string CreateMeta = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;";

    private const string Files = """
        -- Files that were read to their end, by content (SHA-256): the same file under another name is known.
        CREATE TABLE file (
            hash BLOB PRIMARY KEY, path TEXT NOT NULL, events INTEGER NOT NULL, bad_records INTEGER NOT NULL,
            bytes INTEGER NOT NULL, unpacked_bytes INTEGER NOT NULL, passed_over INTEGER NOT NULL) WITHOUT ROWID;

        -- Path, size and time of change of a file that is known by content, hashed together: while all three stay, it is not opened.
        CREATE TABLE stamp (key BLOB PRIMARY KEY) WITHOUT ROWID;

        -- Files with events that are not here, because they could not be read to their end. A file leaves when it is read whole. One that was read
        -- to its end but has records that could not be read is among the files too, which then hold its numbers.
        CREATE TABLE unread (
            path TEXT PRIMARY KEY, reason TEXT NOT NULL, events INTEGER NOT NULL, bad_records INTEGER NOT NULL, bytes INTEGER NOT NULL, unpacked_bytes INTEGER NOT NULL) WITHOUT ROWID;

        """;

    private const string Dimensions = """
        CREATE TABLE actor (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, unique_id TEXT NOT NULL, arn TEXT NOT NULL, account TEXT NOT NULL);

        CREATE TABLE session (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, actor INTEGER NOT NULL, access_key TEXT NOT NULL, assumed_role_id TEXT NOT NULL,
            arn TEXT NOT NULL, source_identity TEXT NOT NULL, provider TEXT NOT NULL);
        CREATE INDEX session_actor ON session (actor);

        CREATE TABLE event (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, source TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL);

        -- Where: the account whose trail recorded, the region, the service that called on the caller's behalf.
        CREATE TABLE place (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL, invoked_by TEXT NOT NULL);

        -- What a denial's message names.
        CREATE TABLE denial (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, action TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT NOT NULL);

        -- Under which circumstances: multi-factor authentication (true, false or empty), VPC endpoint, network (a /24, a /48, or a service).
        CREATE TABLE circumstance (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, mfa TEXT NOT NULL, vpc_endpoint TEXT NOT NULL, network TEXT NOT NULL);

        -- On what: one line for each resource, relation, tab, type, tab, ARN or pattern. roles counts the lines of roles handed over.
        CREATE TABLE target (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, roles INTEGER NOT NULL, resources TEXT NOT NULL);

        -- Principals and events whose resources are too many to keep as they are, and how far they are generalised.
        CREATE TABLE generalised (actor INTEGER NOT NULL, event INTEGER NOT NULL, level INTEGER NOT NULL, PRIMARY KEY (actor, event)) WITHOUT ROWID;

        """;

    private const string Facts = """
        -- What the logs reach over: records of each account, region and day; how many management events of them read or write (a record that does
        -- not say counts as both); how many are data and network activity events; how many were dated ahead of their file.
        CREATE TABLE logged_day (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, day INTEGER NOT NULL, events INTEGER NOT NULL,
            reads INTEGER NOT NULL, writes INTEGER NOT NULL, data INTEGER NOT NULL, network INTEGER NOT NULL, ahead INTEGER NOT NULL,
            UNIQUE (account, day, region));

        -- Which records of a logged day are counted: eight bytes each, in sorted blocks. A second delivery is known.
        CREATE TABLE seen (
            id INTEGER PRIMARY KEY, logged_day INTEGER NOT NULL, events INTEGER NOT NULL, fingerprints BLOB NOT NULL);
        CREATE INDEX seen_day ON seen (logged_day);

        -- Which data events the trails select, as far as they show it: by resource type and container (an S3 bucket, else the resource).
        CREATE TABLE container (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, type TEXT NOT NULL, arn TEXT NOT NULL);
        CREATE TABLE logged_data (
            logged_day INTEGER NOT NULL, container INTEGER NOT NULL, reads INTEGER NOT NULL, writes INTEGER NOT NULL,
            PRIMARY KEY (logged_day, container)) WITHOUT ROWID;

        -- Calls that are recorded once, summed by day.
        CREATE TABLE observation (
            actor INTEGER NOT NULL, event INTEGER NOT NULL, session INTEGER NOT NULL, place INTEGER NOT NULL, outcome INTEGER NOT NULL,
            denial INTEGER NOT NULL, circumstance INTEGER NOT NULL, target INTEGER NOT NULL, day INTEGER NOT NULL,
            count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (actor, event, session, place, outcome, denial, circumstance, target, day)) WITHOUT ROWID;

        -- Calls that several accounts record under one sharedEventID, one row a record. Which record stands for the call
        -- is chosen when reading (the caller's own account's, else the least fingerprint), so that order of arrival does not matter.
        CREATE TABLE shared_call (
            shared_id TEXT NOT NULL, fingerprint BLOB NOT NULL, own INTEGER NOT NULL,
            actor INTEGER NOT NULL, event INTEGER NOT NULL, session INTEGER NOT NULL, place INTEGER NOT NULL, outcome INTEGER NOT NULL,
            denial INTEGER NOT NULL, circumstance INTEGER NOT NULL, target INTEGER NOT NULL, time INTEGER NOT NULL,
            PRIMARY KEY (shared_id, fingerprint)) WITHOUT ROWID;
        CREATE INDEX shared_call_actor ON shared_call (actor, event);

        -- Temporary credentials that a call issued.
        CREATE TABLE issued (
            fingerprint BLOB PRIMARY KEY, shared_id TEXT NOT NULL, own INTEGER NOT NULL, actor INTEGER NOT NULL, session INTEGER NOT NULL,
            place INTEGER NOT NULL, call TEXT NOT NULL, time INTEGER NOT NULL, access_key TEXT NOT NULL, role_arn TEXT NOT NULL,
            assumed_role_arn TEXT NOT NULL, assumed_role_id TEXT NOT NULL, session_name TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX issued_access_key ON issued (access_key);
        CREATE INDEX issued_role_id ON issued (assumed_role_id);
        CREATE INDEX issued_role_arn ON issued (assumed_role_arn);

        """;
}
