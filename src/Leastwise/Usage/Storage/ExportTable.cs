namespace Leastwise.Usage.Storage;

/// <summary>What <c>ledger export</c> writes of one kind: a query whose columns are the fields. Rows come in the order of all their columns, and no row's number is shown.</summary>
/// <param name="Name">As the user names it.</param>
/// <param name="Kind">As each JSON line names it.</param>
/// <param name="Query">Without the order.</param>
/// <param name="Columns">How many columns there are.</param>
internal sealed record ExportTable(string Name, string Kind, string Query, int Columns)
{
    private const string Day = "date(({0} - 719162) * 86400, 'unixepoch')";
    private const string Time = "strftime('%Y-%m-%dT%H:%M:%SZ', {0}, 'unixepoch')";

    private const string Call = """
        p.account AS account, p.region AS region, e.source AS eventSource, e.name AS eventName, e.type AS eventType, e.category AS eventCategory,
        a.kind AS actorKind, a.unique_id AS actorId, a.arn AS actorArn, a.account AS actorAccount, s.access_key AS accessKeyId, s.assumed_role_id AS assumedRoleId,
        s.arn AS sessionArn, s.source_identity AS sourceIdentity, s.provider AS identityProvider, p.invoked_by AS invokedBy, o.outcome AS outcome,
        d.action AS deniedAction, d.resource AS deniedResource, d.reason AS deniedBy, c.mfa AS mfa, c.vpc_endpoint AS vpcEndpointId, c.network AS network,
        t.resources AS resources
        """;

    private const string Names = """
        JOIN actor a ON a.id = o.actor JOIN event e ON e.id = o.event JOIN place p ON p.id = o.place LEFT JOIN session s ON s.id = o.session
        LEFT JOIN denial d ON d.id = o.denial LEFT JOIN circumstance c ON c.id = o.circumstance LEFT JOIN target t ON t.id = o.target
        """;

    /// <summary>All of them, in the order of an export.</summary>
    public static IReadOnlyList<ExportTable> All { get; } =
    [
        new("observations", "observation", $"SELECT {In(Day, "o.day")} AS day, {Call}, o.count AS count, {In(Time, "o.first")} AS first, {In(Time, "o.last")} AS last FROM observation o {Names}", 28),
        new("shared-calls", "sharedCall", $"SELECT {In(Time, "o.time")} AS time, {Call}, o.shared_id AS sharedEventId, lower(hex(substr(o.fingerprint, 1, 16))) AS fingerprint, o.own AS own FROM shared_call o {Names}", 28),
        new("issued", "issued", $"""
            SELECT {In(Time, "i.time")} AS time, i.call AS call, a.kind AS actorKind, a.unique_id AS actorId, a.arn AS actorArn, a.account AS actorAccount, s.access_key AS callerAccessKeyId,
            s.assumed_role_id AS callerAssumedRoleId, i.access_key AS accessKeyId, i.role_arn AS roleArn, i.assumed_role_arn AS sessionArn, i.assumed_role_id AS assumedRoleId,
            i.session_name AS sessionName, i.shared_id AS sharedEventId, lower(hex(substr(i.fingerprint, 1, 16))) AS fingerprint
            FROM issued i JOIN actor a ON a.id = i.actor LEFT JOIN session s ON s.id = i.session
            """, 15),
        new("coverage", "coverage", $"SELECT account, region, {In(Day, "day")} AS day, events, reads, writes, data, network AS networkActivity, ahead FROM logged_day WHERE events > 0", 9),
        new("data-events", "dataEvents", $"""
            SELECT d.account AS account, d.region AS region, {In(Day, "d.day")} AS day, c.type AS resourceType, c.arn AS container, l.reads AS reads, l.writes AS writes
            FROM logged_data l JOIN logged_day d ON d.id = l.logged_day JOIN container c ON c.id = l.container
            """, 7),
        new("files", "file", "SELECT lower(hex(hash)) AS sha256, events, bad_records AS badRecords, bytes, unpacked_bytes AS bytesUncompressed, passed_over AS passedOver FROM file", 6),
        new("unread", "unreadFile", "SELECT path, reason FROM unread", 2),
        new("slices", "slice", $"SELECT source, {In(Day, "day")} AS day, scope, events FROM slice", 4),
    ];

    /// <summary>The query with its order.</summary>
    public string Ordered => $"{Query} ORDER BY {string.Join(", ", Enumerable.Range(1, Columns))}";

    private static string In(string format, string column) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, column);
}
