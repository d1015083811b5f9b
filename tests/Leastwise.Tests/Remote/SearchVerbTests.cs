using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The verbs as they are typed, against the engine in memory.</summary>
public sealed class SearchVerbTests
{
    private static readonly string Logs = Repository.PathOf("samples", "acme", "AWSLogs", "222222222222");

    [Fact]
    public void Shipped_and_taken_logs_export_as_the_files_do_and_cloudtrackers_configuration_finds_them()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string state = folder.PathOf("state.txt");
        ProgramResult shipped = LeastwiseProgram.Run("ship", Logs, "--to", $"{fake.Address}", "--index", "trail", "--state", state);
        shipped.Error.ShouldBeEmpty(string.Join('\n', fake.Faults));
        (shipped.ExitCode, shipped.Out).ShouldBe((0, shipped.Out));
        shipped.Out.ShouldContain($"events           {fake.Count:N0} new, ");
        LeastwiseProgram.Run("ship", Logs, "--to", $"{fake.Address}", "--index", "trail", "--state", state).Out.ShouldContain("0 read, ");

        ProgramResult none = LeastwiseProgram.Run("ship", Logs, "--to", $"{fake.Address}", "--index", "trail", "--account", "333333333333", "--format", "json");
        using (System.Text.Json.JsonDocument told = System.Text.Json.JsonDocument.Parse(none.Out))
        {
            JsonSchema.Read("ship.schema.json").ErrorsOf(told.RootElement).ShouldBeEmpty();
            told.RootElement.GetProperty("filesLeftOut").GetInt64().ShouldBeGreaterThan(0);
            told.RootElement.GetProperty("eventsNew").GetInt64().ShouldBe(0);
        }

        ProgramResult late = LeastwiseProgram.Run("ship", Logs, "--to", $"{fake.Address}", "--index", "trail", "--since", "2026-08-28");
        late.Out.ShouldContain("left out by their names");
        late.Out.ShouldContain("events           0 new, ");

        string files = folder.PathOf("files.ledger"), taken = folder.PathOf("taken.ledger");
        LeastwiseProgram.Run("ingest", Logs, "--ledger", files).ExitCode.ShouldBe(0);
        ProgramResult asked = LeastwiseProgram.Run("ingest", "opensearch", $"{fake.Address}", "--index", "trail", "--ledger", taken);
        (asked.ExitCode, asked.Error).ShouldBe((0, ""));
        asked.Out.ShouldContain($"{fake.Count:N0} new");
        Export(taken).ShouldBe(Export(files));
        LeastwiseProgram.Run("ledger", "verify", "--ledger", taken).ExitCode.ShouldBe(0);
        LeastwiseProgram.Run("ledger", "info", "--ledger", taken).Out.ShouldContain("logged days from search:cluster-1/trail");

        string config = folder.Write("config.yaml", $$"""
            elasticsearch: {host: {{fake.Address.Host}}, port: {{fake.Address.Port}}, index: trail}
            accounts: [{name: prod, id: 222222222222, iam: {{Repository.PathOf("samples", "acme", "iam", "222222222222.json")}}}]
            """);
        ProgramResult known = LeastwiseProgram.Run("actors", "roles", "--iam", Repository.PathOf("samples", "acme", "iam", "222222222222.json"), "--trail", Logs);
        ProgramResult configured = LeastwiseProgram.Run("actors", "roles", "--config", config);
        (configured.ExitCode, configured.Error).ShouldBe((0, ""));
        configured.Out.Replace("prod (222222222222)", "222222222222", StringComparison.Ordinal).ShouldBe(known.Out);
    }

    [Fact]
    public void What_is_mistyped_or_missing_is_said_before_anything_is_asked()
    {
        using var folder = new TemporaryFolder();
        using var fake = new FakeSearch();
        string address = $"{fake.Address}", ledger = folder.PathOf("ledger");
        (string[] Arguments, int Code, string Said)[] cases =
        [
            (["ingest", "opensearch", "logs.example.org", "--ledger", ledger], 2, "https://HOST:PORT"),
            (["ingest", "opensearch", address, "--user", "reader", "--ledger", ledger], 3, "LEASTWISE_SEARCH_PASSWORD"),
            (["ingest", "opensearch", address, "--user", "reader", "--aws-signed", "--ledger", ledger], 2, "Give one of"),
            (["ingest", "opensearch", address, "--api-key-file", folder.PathOf("nowhere"), "--ledger", ledger], 3, "could not be read"),
            (["ingest", "opensearch", address, "--since", "June", "--ledger", ledger], 2, "is no date"),
            (["ingest", "opensearch", address, "--index", "trail/x", "--ledger", ledger], 2, "is no index"),
            (["ship", Logs, "--to", "nowhere"], 2, "https://HOST:PORT"),
            (["ship", Logs], 2, "--to"),
            (["ship", Logs, "--to", address, "--account", "12"], 2, "twelve digits"),
            (["ship", Logs, "--to", address, "--since", "June"], 2, "is no date"),
        ];
        foreach ((string[] arguments, int code, string said) in cases)
        {
            ProgramResult result = LeastwiseProgram.Run(arguments);
            (result.ExitCode, string.Join(' ', arguments)).ShouldBe((code, string.Join(' ', arguments)));
            result.Error.ShouldContain(said);
        }

        fake.Requests.ShouldBeEmpty();
        ProgramResult empty = LeastwiseProgram.Run("ingest", "opensearch", address, "--index", "other", "--ledger", ledger);
        (empty.ExitCode, empty.Error).ShouldBe((4, $"{fake.Address.Host} has no index 'other'. Name it with --index (HTTP 404). It says: no such index.\n"));
    }

    private static string Export(string ledger) => string.Join('\n', LeastwiseProgram.Run("ledger", "export", "--ledger", ledger).Out.Split('\n')
        .Where(line => !line.StartsWith("{\"kind\":\"file\"", StringComparison.Ordinal) && !line.StartsWith("{\"kind\":\"slice\"", StringComparison.Ordinal)));
}
