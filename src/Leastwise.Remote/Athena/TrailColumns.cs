using System.Collections.Immutable;

namespace Leastwise.Remote.Athena;

/// <summary>What of a table's columns the query needs, as expressions over its row; where an older table lacks a column, or a part of one, a null.</summary>
internal sealed class TrailColumns
{
    private const string Nothing = "CAST(NULL AS varchar)";

    private readonly TrailTable table;
    private readonly List<string> missing = [];

    /// <summary>Looks the columns up.</summary>
    /// <exception cref="RemoteException">It is no table of CloudTrail records.</exception>
    public TrailColumns(TrailTable table)
    {
        this.table = table;
        foreach (string needed in (string[])["eventtime", "eventsource", "eventname"])
        {
            HiveType? type = table.Columns.GetValueOrDefault(needed);
            if (type is not { IsText: true } && !(needed == "eventtime" && type?.Name == "timestamp"))
            {
                throw new RemoteException(
                    $"The table {table.Database}.{table.Name} has no column '{needed}' of text{(needed == "eventtime" ? " or of type timestamp" : "")}, so it is no table of CloudTrail's records as AWS describes it ('Query AWS CloudTrail logs', Amazon Athena User Guide). Name another with --table, or let Leastwise make one with --location.");
            }
        }

        if (table.Columns.GetValueOrDefault("useridentity")?.At("type") is null)
        {
            throw new RemoteException($"The table {table.Database}.{table.Name} has no column 'useridentity' with a 'type' in it, so nobody could be told from anybody. Name another with --table, or let Leastwise make one with --location.");
        }

        Selected =
        [
            .. Direct.Select(pair => (pair.Alias, Expression(pair.Path))),
            ("resource_lines", Resources()),
        ];
    }

    /// <summary>The event's time as CloudTrail writes it, in UTC. A column of type timestamp has no zone; CloudTrail's times are UTC.</summary>
    public string Time => HasTimestamp ? "date_format(eventtime, '%Y-%m-%dT%H:%i:%sZ')" : "eventtime";

    /// <summary>A day's beginning, to compare the column with: as its own type, so that an engine that knows a file's least and greatest time can pass files by.</summary>
    public string BeginningOf(string day) => HasTimestamp ? $"TIMESTAMP {SqlNames.Literal(day + " 00:00:00")}" : SqlNames.Literal(day);

    private bool HasTimestamp => table.Columns["eventtime"].Name == "timestamp";

    /// <summary>Expressions with the names under which the query goes on.</summary>
    public ImmutableArray<(string Alias, string Expression)> Selected { get; }

    /// <summary>What the table does not have, in CloudTrail's words.</summary>
    public ImmutableArray<string> Missing => [.. missing];

    /// <summary>Whether the table has a plain column.</summary>
    public bool Has(string column) => table.Columns.ContainsKey(column);

    private static (string Alias, string[] Path)[] Direct { get; } =
    [
        ("source", ["eventsource"]), ("call_name", ["eventname"]), ("call_type", ["eventtype"]), ("category", ["eventcategory"]), ("management", ["managementevent"]),
        ("read_only", ["readonly"]), ("recipient", ["recipientaccountid"]), ("call_region", ["awsregion"]), ("address", ["sourceipaddress"]), ("endpoint", ["vpcendpointid"]),
        ("error_code", ["errorcode"]), ("error_message", ["errormessage"]), ("shared_id", ["sharedeventid"]), ("event_id", ["eventid"]), ("request_id", ["requestid"]),
        ("parameters", ["requestparameters"]), ("response", ["responseelements"]), ("additional", ["additionaleventdata"]),
        ("caller_type", ["useridentity", "type"]), ("caller_id", ["useridentity", "principalid"]), ("caller_arn", ["useridentity", "arn"]), ("caller_account", ["useridentity", "accountid"]),
        ("caller_name", ["useridentity", "username"]), ("caller_key", ["useridentity", "accesskeyid"]), ("invoked_by", ["useridentity", "invokedby"]),
        ("identity_provider", ["useridentity", "identityprovider"]),
        ("issuer_arn", ["useridentity", "sessioncontext", "sessionissuer", "arn"]), ("issuer_id", ["useridentity", "sessioncontext", "sessionissuer", "principalid"]),
        ("source_identity", ["useridentity", "sessioncontext", "sourceidentity"]), ("mfa", ["useridentity", "sessioncontext", "attributes", "mfaauthenticated"]),
        ("federated_provider", ["useridentity", "sessioncontext", "webidfederationdata", "federatedprovider"]),
    ];

    private static readonly Dictionary<string, string> Spelt = new(StringComparer.Ordinal)
    {
        ["federatedprovider"] = "federatedProvider",
        ["mfaauthenticated"] = "mfaAuthenticated",
        ["principalid"] = "principalId",
        ["sourceidentity"] = "sourceIdentity",
    };

    private string Expression(string[] path)
    {
        HiveType? type = table.Columns.GetValueOrDefault(path[0]);
        string written = string.Join('.', path);
        if (path.Length > 2 && type?.At(path.AsSpan(1, path.Length - 2)) is { Name: "map" } map && map.Fields.GetValueOrDefault("value") is { IsText: true })
        {
            // Names of fields are written small, a map's keys are as records have them.
            string within = string.Join('.', path[..^1]);
            return $"coalesce(element_at({within}, {SqlNames.Literal(Spelt.GetValueOrDefault(path[^1], path[^1]))}), element_at({within}, {SqlNames.Literal(path[^1])}))";
        }

        type = path.Length > 1 ? type?.At(path.AsSpan(1)) : type;
        switch (type)
        {
            case { IsText: true }:
                return written;
            case { Name: "boolean" or "bigint" or "int" }:
                return $"CAST({written} AS varchar)";
            default:
                missing.Add(written);
                return Nothing;
        }
    }

    /// <summary>A line for each resource that has an ARN: type, tab, ARN. A record that names none gives an empty text, one without the list nothing.</summary>
    private string Resources()
    {
        HiveType? element = table.Columns.GetValueOrDefault("resources")?.Element;
        if (element?.At("arn") is not { IsText: true })
        {
            missing.Add("resources");
            return Nothing;
        }

        // CloudTrail writes a prefix of ARNs where a call concerns many objects; AWS's own table has no field for it.
        string arn = element.At("arnprefix") is { IsText: true } ? "coalesce(resource.arn, resource.arnprefix)" : "resource.arn";
        string type = element.At("type") is { IsText: true } ? "coalesce(resource.type, '')" : "''";

        // Keys of objects may hold what separates here; the ledger keeps a question mark in its place, too.
        return $"array_join(transform(filter(resources, resource -> coalesce({arn}, '') <> ''), resource -> concat({type}, chr(9), replace(replace({arn}, chr(9), '?'), chr(10), '?'))), chr(10))";
    }
}
