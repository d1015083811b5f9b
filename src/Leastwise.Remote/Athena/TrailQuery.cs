using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Remote.Athena;

/// <summary>
/// The one statement that is asked: for all principals at once, calls that are alike in all that the ledger keeps, summed up by day; and, in the same scan, the records that are
/// kept one by one, of calls that issue sessions or keys and of those that several accounts record. Athena bills by the bytes that a statement scans, and logs in
/// JSON are always scanned whole, so a second statement for the sessions would cost as much again.
/// </summary>
/// <remarks>
/// Functions: those of Athena's engine, "Functions in Amazon Athena", Amazon Athena User Guide, which refers to Trino's. An event that was delivered twice
/// has one <c>eventid</c> and is counted once.
/// </remarks>
internal static class TrailQuery
{
    /// <summary>The first line of each statement, by which <c>athena teardown</c> knows what is Leastwise's.</summary>
    public const string Mark = "-- leastwise ingest athena";

    /// <summary>Longer statements are refused by Athena.</summary>
    /// <remarks>Source: "StartQueryExecution", Amazon Athena API Reference, QueryString.</remarks>
    public const int LongestStatement = 262_144;

    /// <summary>What groups a row, in the order of the answer's columns; then come <c>first_time</c>, <c>last_time</c>, <c>events</c>.</summary>
    public static ImmutableArray<string> Groups { get; } =
    [
        "day", "single_id", "shared_id", "source", "call_name", "call_type", "category", "management", "read_only", "recipient", "call_region", "network", "endpoint", "error_code",
        "denial", "caller_type", "caller_id", "caller_arn", "caller_account", "caller_name", "caller_key", "invoked_by", "identity_provider", "issuer_arn", "issuer_id",
        "source_identity", "mfa", "federated_provider", "resource_lines", "whole_parameters", "parameter_lines", "additional_kept", "issued_key", "issued_arn", "issued_id",
        "created_key", "created_user",
    ];

    /// <summary>The statement.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="question">What is asked.</param>
    public static string Text(TrailTable table, TrailColumns columns, TrailQuestion question) => $"""
        {Mark}
        WITH calls AS (
          SELECT
            substr({columns.Time}, 1, 10) AS day,
            {columns.Time} AS call_time,
        {string.Join(",\n", columns.Selected.Select(one => $"    {one.Expression} AS {one.Alias}"))}
          FROM {SqlNames.Table(table.Database, table.Name)}
          WHERE {string.Join("\n    AND ", Conditions(table, columns, question))}
        ),
        sorted AS (
          SELECT *,
            coalesce(event_id, '') <> '' AND ({string.Join("\n      OR ", Singles())}) AS single
          FROM calls
        ),
        reduced AS (
          SELECT day, call_time, source, call_name, call_type, category, management, read_only, recipient, call_region, endpoint, error_code, caller_type, caller_id, caller_arn,
            caller_account, caller_name, caller_key, invoked_by, identity_provider, issuer_arn, issuer_id, source_identity, mfa, federated_provider, resource_lines, shared_id,
            coalesce(event_id, concat(call_time, coalesce(request_id, ''))) AS event,
            CASE WHEN single THEN event_id END AS single_id,
            {Network("address")} AS network,
            {Denial} AS denial,
            CASE WHEN single THEN parameters END AS whole_parameters,
            CASE
              WHEN single THEN NULL
              WHEN coalesce(resource_lines, '') <> '' THEN {ParameterSql.Roles("parameters")}
              ELSE {ParameterSql.Kept("parameters", "source")}
            END AS parameter_lines,
            CASE WHEN source = 'signin.amazonaws.com' THEN CASE WHEN single THEN additional ELSE regexp_extract(additional, '"MFAUsed"\s*:\s*"[A-Za-z]*"') END END AS additional_kept,
            CASE WHEN single THEN json_extract_scalar(response, '$.credentials.accessKeyId') END AS issued_key,
            CASE WHEN single THEN coalesce(json_extract_scalar(response, '$.assumedRoleUser.arn'), json_extract_scalar(response, '$.federatedUser.arn')) END AS issued_arn,
            CASE WHEN single THEN coalesce(json_extract_scalar(response, '$.assumedRoleUser.assumedRoleId'), json_extract_scalar(response, '$.federatedUser.federatedUserId')) END AS issued_id,
            CASE WHEN single THEN json_extract_scalar(response, '$.accessKey.accessKeyId') END AS created_key,
            CASE WHEN single THEN json_extract_scalar(response, '$.accessKey.userName') END AS created_user
          FROM sorted
        )
        SELECT {string.Join(", ", Groups)},
          min(call_time) AS first_time, max(call_time) AS last_time, count(DISTINCT event) AS events
        FROM reduced
        GROUP BY {string.Join(", ", Groups)}
        ORDER BY day
        """;

    /// <summary>A denial names what was denied in its message; of other errors the message says nothing that is kept, and is different each time.</summary>
    private static string Denial =>
        $"""
        CASE
              WHEN coalesce(error_code, '') <> '' AND error_code NOT IN {SqlNames.List(ErrorOutcome.CodesWithMessage)} THEN NULL
              WHEN coalesce(error_code, '') = '' AND source <> 'signin.amazonaws.com' AND strpos(lower(error_message), 'is not authorized to perform:') = 0 THEN NULL
              ELSE regexp_replace(error_message, '(Encoded authorization failure message: )[A-Za-z0-9_-]+', '$1')
            END
        """;

    private static IEnumerable<string> Conditions(TrailTable table, TrailColumns columns, TrailQuestion question)
    {
        foreach (string condition in PartitionFilter.Of(table, question, out _))
        {
            yield return condition;
        }

        string days = string.Join(" OR ", question.Days.Select(range =>
            $"(eventtime >= {columns.BeginningOf(Day(range.First))} AND eventtime < {columns.BeginningOf(Day(range.Last.AddDays(1)))})"));
        yield return question.Days.Length == 1 ? days : $"({days})";
        yield return "coalesce(eventsource, '') <> '' AND coalesce(eventname, '') <> ''";
        if (columns.Has("eventtype"))
        {
            yield return "coalesce(eventtype, '') <> 'AwsCloudTrailInsight'";
        }

        if (columns.Has("eventcategory"))
        {
            yield return "coalesce(eventcategory, '') <> 'Insight'";
        }

        if (!question.Accounts.IsEmpty)
        {
            string recorded = columns.Has("recipientaccountid") ? "coalesce(nullif(recipientaccountid, ''), useridentity.accountid)" : "useridentity.accountid";
            yield return $"{recorded} IN {SqlNames.List(question.Accounts)}";
        }

        if (!question.Regions.IsEmpty && columns.Has("awsregion"))
        {
            yield return $"awsregion IN {SqlNames.List(question.Regions)}";
        }
    }

    private static IEnumerable<string> Singles() =>
        AggregatedRecord.SingleCalls
            .GroupBy(call => call.Source, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"(source = {SqlNames.Literal(group.Key)} AND call_name IN {SqlNames.List(group.Select(call => call.Name).Order(StringComparer.Ordinal))})")
            .Prepend("coalesce(shared_id, '') <> ''");

    /// <summary>The network's first address, which the ledger keeps instead: <c>/24</c> of IPv4, <c>/48</c> of IPv6 that is written with its first three groups.</summary>
    private static string Network(string address) =>
        $"regexp_replace(regexp_replace({address}, '^([0-9]{{1,3}}\\.[0-9]{{1,3}}\\.[0-9]{{1,3}})\\.[0-9]{{1,3}}$', '$1.0'), '^([0-9A-Fa-f]{{1,4}}:[0-9A-Fa-f]{{1,4}}:[0-9A-Fa-f]{{1,4}}):.*$', '$1::')";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
