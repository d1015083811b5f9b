using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Remote.Athena;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>
/// Athena and the S3 beside it on one loopback port, as small as the protocol lets it be and strict: what it does not know it refuses, and a query's id, state and
/// result are only what a run would see.
/// </summary>
internal sealed class FakeAthena : IDisposable
{
    private readonly ConcurrentDictionary<string, Query> queries = new();
    private readonly LoopbackServer server;
    private int started;

    public FakeAthena() => server = new LoopbackServer(Serve);

    /// <summary>What a query gives, by its statement.</summary>
    public Func<string, string> Answer { get; set; } = _ => "";

    /// <summary>The states through which a SELECT goes, each told once, with bytes scanned by then; the last stays.</summary>
    public List<(string State, long Bytes, string Reason)> States { get; set; } = [("QUEUED", 0, ""), ("RUNNING", 1_000_000, ""), ("SUCCEEDED", 20_000_000, "")];

    /// <summary>Faults to give before an answer, by operation: status and body.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<(int Status, string Body)>> Faults { get; } = new();

    /// <summary>Tables by database, as GetTableMetadata tells them.</summary>
    public Dictionary<string, List<JsonObject>> Tables { get; } = [];

    /// <summary>Databases with their descriptions.</summary>
    public Dictionary<string, string> Databases { get; } = [];

    /// <summary>Objects by bucket and key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Whether results are kept by Athena itself, and read by pages.</summary>
    public bool Managed { get; set; }

    /// <summary>Rows of a page.</summary>
    public int RowsOfPage { get; set; } = 1000;

    public long? Cutoff { get; set; }

    /// <summary>Called when somebody asks how far a SELECT is.</summary>
    public Action Looked { get; set; } = () => { };

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Body)> Asked { get; } = new();

    public ConcurrentQueue<string> Stopped { get; } = new();

    public IEnumerable<string> Statements => queries.Values.OrderBy(query => query.Number).Select(query => query.Statement);

    public IEnumerable<Exception> Wrong => server.Faults;

    public AwsSession Session(AwsNetwork network) => AwsSession.Of(
        new SessionAWSCredentials("ASIAFAKE", "secret", "token"), "eu-west-1", "profile 'test'", network, name => name == "AWS_ENDPOINT_URL" ? server.Address.AbsoluteUri.TrimEnd('/') : null);

    public Uri Address => server.Address;

    public void Dispose() => server.Dispose();

    private void Serve(LoopbackRequest request)
    {
        if (request.Headers.TryGetValue("X-Amz-Target", out string? target))
        {
            string operation = target.Split('.')[1];
            if (Faults.TryGetValue(operation, out ConcurrentQueue<(int Status, string Body)>? faults) && faults.TryDequeue(out (int Status, string Body) fault))
            {
                request.Answer(fault.Status, fault.Body, "application/x-amz-json-1.1");
                return;
            }

            target.ShouldStartWith("AmazonAthena.");
            var body = (JsonObject)JsonNode.Parse(request.Body)!;
            Asked.Enqueue((operation, body));
            (int status, JsonObject answer) = Operate(operation, body);
            request.Answer(status, answer.ToJsonString(), "application/x-amz-json-1.1");
            return;
        }

        ServeObject(request);
    }

    private (int Status, JsonObject Answer) Operate(string operation, JsonObject body)
    {
        switch (operation)
        {
            case "StartQueryExecution":
                return (200, new JsonObject { ["QueryExecutionId"] = Start(body) });
            case "GetQueryExecution":
                return (200, new JsonObject { ["QueryExecution"] = Told(queries[Text(body, "QueryExecutionId")], step: true) });
            case "StopQueryExecution":
                Stopped.Enqueue(Text(body, "QueryExecutionId"));
                queries[Text(body, "QueryExecutionId")].IsStopped = true;
                return (200, []);
            case "GetQueryResults":
                return (200, Page(queries[Text(body, "QueryExecutionId")], body["NextToken"]?.GetValue<string>()));
            case "GetTableMetadata":
                JsonObject? table = Tables.GetValueOrDefault(Text(body, "DatabaseName"))?.Find(one => Text(one, "Name") == Text(body, "TableName"));
                return table is null ? Error("MetadataException", "EntityNotFoundException: Entity Not Found") : (200, new JsonObject { ["TableMetadata"] = table.DeepClone() });
            case "ListTableMetadata":
                return (200, new JsonObject { ["TableMetadataList"] = new JsonArray([.. (Tables.GetValueOrDefault(Text(body, "DatabaseName")) ?? []).Select(one => one.DeepClone())]) });
            case "GetDatabase":
                return Databases.TryGetValue(Text(body, "DatabaseName"), out string? description)
                    ? (200, new JsonObject { ["Database"] = new JsonObject { ["Name"] = Text(body, "DatabaseName"), ["Description"] = description } })
                    : Error("MetadataException", "Entity Not Found");
            case "GetWorkGroup":
                var settings = new JsonObject();
                if (Cutoff is { } cutoff)
                {
                    settings["BytesScannedCutoffPerQuery"] = cutoff;
                }

                return (200, new JsonObject { ["WorkGroup"] = new JsonObject { ["Name"] = Text(body, "WorkGroup"), ["Configuration"] = settings } });
            case "ListQueryExecutions":
                int from = body["NextToken"]?.GetValue<string>() is { } next ? int.Parse(next, CultureInfo.InvariantCulture) : 0;
                Query[] all = [.. queries.Values.OrderByDescending(query => query.Number)];
                var page = new JsonObject { ["QueryExecutionIds"] = new JsonArray([.. all.Skip(from).Take(2).Select(query => JsonValue.Create(query.Id))]) };
                if (from + 2 < all.Length)
                {
                    page["NextToken"] = (from + 2).ToString(CultureInfo.InvariantCulture);
                }

                return (200, page);
            case "BatchGetQueryExecution":
                return (200, new JsonObject { ["QueryExecutions"] = new JsonArray([.. body["QueryExecutionIds"]!.AsArray().Select(id => Told(queries[id!.GetValue<string>()], step: false))]) });
            default:
                throw new InvalidOperationException($"nobody calls {operation}");
        }
    }

    private string Start(JsonObject body)
    {
        Text(body, "ClientRequestToken").Length.ShouldBeInRange(32, 128);
        Text(body, "WorkGroup").ShouldNotBeEmpty();
        string statement = Text(body, "QueryString"), id = $"00000000-0000-4000-8000-{Interlocked.Increment(ref started):D12}";
        bool selects = statement.Contains("SELECT", StringComparison.Ordinal);
        string output = (body["ResultConfiguration"]?["OutputLocation"]?.GetValue<string>() ?? "s3://results/") + id + (selects ? ".csv" : ".txt");
        var query = new Query(started, id, statement, output, selects, selects ? Answer(statement) : "");
        queries[id] = query;
        Objects[output["s3://".Length..]] = Encoding.UTF8.GetBytes(query.Result);
        Objects[output["s3://".Length..] + ".metadata"] = [1];
        if (statement.StartsWith("CREATE DATABASE IF NOT EXISTS `leastwise`", StringComparison.Ordinal))
        {
            Databases["leastwise"] = OwnTable.DatabaseMark;
        }

        return id;
    }

    private JsonObject Told(Query query, bool step)
    {
        List<(string State, long Bytes, string Reason)> states = query.Selects ? States : [("SUCCEEDED", 0, "")];
        (string state, long bytes, string reason) = query.IsStopped ? ("CANCELLED", states[Math.Min(query.Step, states.Count - 1)].Bytes, "Query cancelled on user's request") : states[Math.Min(query.Step, states.Count - 1)];
        query.Step += step ? 1 : 0;
        if (step && query.Selects)
        {
            Looked();
        }

        var told = new JsonObject
        {
            ["QueryExecutionId"] = query.Id,
            ["Query"] = query.Statement,
            ["Status"] = new JsonObject { ["State"] = state, ["StateChangeReason"] = reason },
            ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = bytes },
            ["ResultConfiguration"] = Managed ? [] : new JsonObject { ["OutputLocation"] = query.Output },
        };
        return told;
    }

    private JsonObject Page(Query query, string? token)
    {
        List<string?[]> rows = new ResultCsv().Take(Encoding.UTF8.GetBytes(query.Result));
        int from = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var answer = new JsonObject
        {
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = new JsonArray([.. rows.Skip(from).Take(RowsOfPage).Select(row => new JsonObject
                {
                    ["Data"] = new JsonArray([.. row.Select(value => value is null ? [] : new JsonObject { ["VarCharValue"] = value })]),
                })]),
            },
        };
        if (from + RowsOfPage < rows.Count)
        {
            answer["NextToken"] = (from + RowsOfPage).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private void ServeObject(LoopbackRequest request)
    {
        string key = Uri.UnescapeDataString(request.Address.AbsolutePath.TrimStart('/'));
        if (Faults.TryGetValue("S3", out ConcurrentQueue<(int Status, string Body)>? faults) && faults.TryDequeue(out (int Status, string Body) fault))
        {
            request.Answer(fault.Status, fault.Body, "application/xml");
        }
        else if (request.Address.Query.Contains("list-type=2", StringComparison.Ordinal))
        {
            request.Answer(200, List(key.TrimEnd('/'), System.Web.HttpUtility.ParseQueryString(request.Address.Query)["prefix"] ?? ""), "application/xml");
        }
        else if (request.Method == "DELETE")
        {
            Objects.TryRemove(key, out _);
            request.Answer(204, "");
        }
        else if (Objects.TryGetValue(key, out byte[]? whole))
        {
            request.Method.ShouldBe("GET");
            string[] range = request.Headers["Range"]["bytes=".Length..].Split('-');
            int from = int.Parse(range[0], CultureInfo.InvariantCulture), to = (int)Math.Min(long.Parse(range[1], CultureInfo.InvariantCulture), whole.Length - 1);
            if (from >= whole.Length)
            {
                request.Answer(416, "<Error><Code>InvalidRange</Code></Error>", "application/xml");
                return;
            }

            request.Answer(206, Encoding.UTF8.GetString(whole, from, to - from + 1), "text/csv", ("Content-Range", $"bytes {from}-{to}/{whole.Length}"));
        }
        else
        {
            request.Answer(404, "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>", "application/xml");
        }
    }

    private string List(string bucket, string prefix)
    {
        IEnumerable<string> folders = Objects.Keys.Where(key => key.StartsWith($"{bucket}/{prefix}", StringComparison.Ordinal)).Select(key => key[(bucket.Length + 1)..])
            .Where(key => key.IndexOf('/', prefix.Length) > 0).Select(key => key[..(key.IndexOf('/', prefix.Length) + 1)]).Distinct().Order(StringComparer.Ordinal);
        return $"<ListBucketResult><Name>{bucket}</Name><Prefix>{prefix}</Prefix><IsTruncated>false</IsTruncated>{string.Concat(folders.Select(folder => $"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>"))}</ListBucketResult>";
    }

    private static (int Status, JsonObject Answer) Error(string code, string message) => (400, new JsonObject { ["__type"] = code, ["message"] = message });

    private static string Text(JsonObject from, string name) => from[name]?.GetValue<string>() ?? throw new InvalidOperationException($"{name} is missing");

    private sealed class Query(int number, string id, string statement, string output, bool selects, string result)
    {
        public int Number => number;

        public string Id => id;

        public string Statement => statement;

        public string Output => output;

        public bool Selects => selects;

        public string Result => result;

        public int Step { get; set; }

        public bool IsStopped { get; set; }
    }
}
