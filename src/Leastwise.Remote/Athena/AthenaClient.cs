using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Athena;

/// <summary>The operations of Athena that are needed.</summary>
/// <remarks>Source: Amazon Athena API Reference, https://docs.aws.amazon.com/athena/latest/APIReference/.</remarks>
internal sealed class AthenaClient(AwsCaller caller, AthenaOptions options)
{
    /// <summary>So many rows come at once, Athena's most.</summary>
    private const int RowsOfPage = 1000;

    /// <summary>Starts a statement and gives its id.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="database">The database in which unqualified names are looked up; null for none.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<string> StartAsync(string statement, string? database, CancellationToken cancellation)
    {
        var context = new JsonObject { ["Catalog"] = options.Catalog };
        if (database is not null)
        {
            context["Database"] = database;
        }

        var body = new JsonObject
        {
            ["QueryString"] = statement,
            // The same token makes the same query, so that a call that is repeated starts nothing twice.
            ["ClientRequestToken"] = Guid.NewGuid().ToString("N"),
            ["QueryExecutionContext"] = context,
            ["WorkGroup"] = options.Workgroup,
        };
        if (Result() is { } result)
        {
            body["ResultConfiguration"] = result;
        }

        try
        {
            JsonElement answer = await CallAsync("StartQueryExecution", body, cancellation).ConfigureAwait(false);
            return Text(answer, "QueryExecutionId");
        }
        catch (RemoteException refused) when (refused.Message.Contains("output location", StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteException(
                $"The workgroup '{options.Workgroup}' has no place for results: name one with --output s3://BUCKET/PREFIX/, or another workgroup with --workgroup. ({refused.Message.TrimEnd('.')})", refused)
            {
                Code = refused.Code,
            };
        }
    }

    /// <summary>Tells of a query.</summary>
    public async Task<AthenaQuery> GetAsync(string id, CancellationToken cancellation)
    {
        JsonElement answer = await CallAsync("GetQueryExecution", new JsonObject { ["QueryExecutionId"] = id }, cancellation).ConfigureAwait(false);
        return Query(Part(answer, "QueryExecution"));
    }

    /// <summary>Stops a query; one that has ended stays as it is.</summary>
    public async Task StopAsync(string id, CancellationToken cancellation) =>
        await CallAsync("StopQueryExecution", new JsonObject { ["QueryExecutionId"] = id }, cancellation).ConfigureAwait(false);

    /// <summary>A page of a query's rows, the header first.</summary>
    public async Task<(List<string?[]> Rows, string? Next)> RowsAsync(string id, string? next, CancellationToken cancellation)
    {
        JsonElement answer = await CallAsync("GetQueryResults", Paged(new JsonObject { ["QueryExecutionId"] = id, ["MaxResults"] = RowsOfPage }, next), cancellation).ConfigureAwait(false);
        List<string?[]> rows =
        [
            .. Items(Part(answer, "ResultSet"), "Rows").Select(row => (string?[])
            [
                .. Items(row, "Data").Select(datum => datum.TryGetProperty("VarCharValue", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null),
            ]),
        ];
        return (rows, Next(answer));
    }

    /// <summary>A table as the catalogue describes it.</summary>
    public async Task<TrailTable> TableAsync(string database, string table, CancellationToken cancellation)
    {
        var body = new JsonObject { ["CatalogName"] = options.Catalog, ["DatabaseName"] = database, ["TableName"] = table, ["WorkGroup"] = options.Workgroup };
        try
        {
            return TrailTable.Read(database, Part(await CallAsync("GetTableMetadata", body, cancellation).ConfigureAwait(false), "TableMetadata"));
        }
        catch (RemoteException missing) when (IsMissing(missing))
        {
            throw new RemoteException($"There is no table '{table}' in the database '{database}' of {options.Catalog} in {caller.Session.Region}; check --table, --database and --aws-region.", missing) { Code = missing.Code };
        }
    }

    /// <summary>The tables of a database.</summary>
    public async Task<List<TrailTable>> TablesAsync(string database, CancellationToken cancellation)
    {
        var tables = new List<TrailTable>();
        string? next = null;
        do
        {
            JsonElement answer = await CallAsync(
                "ListTableMetadata", Paged(new JsonObject { ["CatalogName"] = options.Catalog, ["DatabaseName"] = database, ["WorkGroup"] = options.Workgroup }, next), cancellation).ConfigureAwait(false);
            tables.AddRange(Items(answer, "TableMetadataList").Select(one => TrailTable.Read(database, one)));
            next = Next(answer);
        }
        while (next is not null);
        return tables;
    }

    /// <summary>The description of a database; null where there is no such database.</summary>
    public async Task<string?> DatabaseAsync(string database, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await CallAsync(
                "GetDatabase", new JsonObject { ["CatalogName"] = options.Catalog, ["DatabaseName"] = database, ["WorkGroup"] = options.Workgroup }, cancellation).ConfigureAwait(false);
            return Text(Part(answer, "Database"), "Description");
        }
        catch (RemoteException missing) when (IsMissing(missing))
        {
            return null;
        }
    }

    /// <summary>The most that the workgroup lets a query scan; null where it sets no limit.</summary>
    public async Task<long?> CutoffAsync(CancellationToken cancellation)
    {
        JsonElement answer = await CallAsync("GetWorkGroup", new JsonObject { ["WorkGroup"] = options.Workgroup }, cancellation).ConfigureAwait(false);
        JsonElement settings = Part(Part(answer, "WorkGroup"), "Configuration");
        return settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("BytesScannedCutoffPerQuery", out JsonElement bytes) && bytes.TryGetInt64(out long most) ? most : null;
    }

    /// <summary>The queries of the workgroup that Athena still knows, 45 days back, in pages.</summary>
    public async Task<(List<AthenaQuery> Queries, string? Next)> HistoryAsync(string? next, CancellationToken cancellation)
    {
        JsonElement answer = await CallAsync("ListQueryExecutions", Paged(new JsonObject { ["WorkGroup"] = options.Workgroup, ["MaxResults"] = 50 }, next), cancellation).ConfigureAwait(false);
        JsonNode?[] ids = [.. Items(answer, "QueryExecutionIds").Select(id => JsonValue.Create(id.GetString()))];
        if (ids.Length == 0)
        {
            return ([], Next(answer));
        }

        JsonElement told = await CallAsync("BatchGetQueryExecution", new JsonObject { ["QueryExecutionIds"] = new JsonArray(ids) }, cancellation).ConfigureAwait(false);
        return ([.. Items(told, "QueryExecutions").Select(Query)], Next(answer));
    }

    /// <summary>Athena says by the same code that something is not there and that it may not be looked at.</summary>
    private static bool IsMissing(RemoteException failed) =>
        failed.Code is "EntityNotFoundException" or "ResourceNotFoundException" || (failed.Code is "MetadataException" && failed.Message.Contains("not found", StringComparison.OrdinalIgnoreCase));

    private Task<JsonElement> CallAsync(string operation, JsonObject body, CancellationToken cancellation) => caller.JsonAsync(AwsService.Athena, operation, body, cancellation);

    private JsonObject? Result()
    {
        var result = new JsonObject();
        if (options.Output is { } output)
        {
            result["OutputLocation"] = output;
        }

        if (options.Encryption is { } encryption)
        {
            var how = new JsonObject { ["EncryptionOption"] = encryption };
            if (options.KmsKey is { } key)
            {
                how["KmsKey"] = key;
            }

            result["EncryptionConfiguration"] = how;
        }

        return result.Count == 0 ? null : result;
    }

    private static AthenaQuery Query(JsonElement told)
    {
        JsonElement status = Part(told, "Status"), statistics = Part(told, "Statistics");
        string output = Text(Part(told, "ResultConfiguration"), "OutputLocation");
        return new AthenaQuery(
            Text(told, "QueryExecutionId"),
            Text(status, "State"),
            Text(status, "StateChangeReason"),
            statistics.ValueKind == JsonValueKind.Object && statistics.TryGetProperty("DataScannedInBytes", out JsonElement bytes) && bytes.TryGetInt64(out long scanned) ? scanned : 0,
            output.Length == 0 ? null : output,
            Text(told, "Query"));
    }

    private static JsonObject Paged(JsonObject body, string? next)
    {
        if (next is not null)
        {
            body["NextToken"] = next;
        }

        return body;
    }

    private static string? Next(JsonElement answer) => Text(answer, "NextToken") is { Length: > 0 } next ? next : null;

    private static JsonElement Part(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement part) ? part : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement from, string name) =>
        Part(from, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string Text(JsonElement from, string name) => Part(from, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
