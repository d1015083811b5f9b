namespace Leastwise.Tests.Cli;

/// <summary>The verbs about use as they are typed, with CloudTracker's configuration and with input that does not fit.</summary>
public sealed class UsageTests(UsageTests.KeptLedger acme) : IClassFixture<UsageTests.KeptLedger>
{
    private static readonly string[] Iam = ["--iam", "samples/acme/iam/111111111111.json", "--iam", "samples/acme/iam/222222222222.json", "--organization", "samples/acme/organization.json"];

    [Fact]
    public void A_name_that_is_nearly_right_or_a_part_is_answered_at_once_with_those_that_are()
    {
        ProgramResult typed = Ask("usage", "--user", "Alice");
        typed.ExitCode.ShouldBe(3);
        typed.Out.ShouldBeEmpty();
        typed.Error.ShouldStartWith("There is no user 'Alice' in the account files. Did you mean alice.admin?\n");
        Ask("usage", "--role", "deploy-aply").Error.ShouldContain("Did you mean deploy-apply");
        Ask("usage", "--role", "alice.admin").Error.ShouldContain("There is a user of that name: --user alice.admin.");
    }

    [Fact]
    public void Somebody_whom_only_the_logs_know_is_told_with_dates()
    {
        ProgramResult gone = Ask("usage", "--user", "mallory.left");
        gone.ExitCode.ShouldBe(3);
        gone.Error.ShouldContain("arn:aws:iam::111111111111:user/mallory.left, unique id AIDAEXAMPLEXCCR75BMLB, 42 events, first on 2026-06-01, last on 2026-06-29; the newest date in the account files is 2026-08-29.");
    }

    [Fact]
    public void An_actor_is_found_by_name_in_any_case_by_arn_and_by_unique_id()
    {
        string byName = Ask("usage", "--role", "DEPLOY-apply", "--count").Out;
        byName.ShouldContain("arn:aws:iam::111111111111:role/deploy-apply");
        Ask("usage", "--role", "arn:aws:iam::111111111111:role/deploy-apply", "--count").Out.ShouldBe(byName);
        ProgramResult json = Ask("usage", "--role", "deploy-apply", "--format", "json", "--show-used");
        string id = json.Out.Split("\"uniqueId\": \"")[1].Split('"')[0];
        Ask("usage", "--role", id, "--count").Out.ShouldBe(byName);
    }

    [Fact]
    public void Same_named_roles_of_two_accounts_are_two_and_an_account_tells_them_apart()
    {
        Ask("usage", "--role", "AWSServiceRoleForSupport", "--count").Out.Split("role AWSServiceRoleForSupport").Length.ShouldBe(3);
        Ask("usage", "--role", "AWSServiceRoleForSupport", "--count", "--account", "acme-tools").Out.ShouldNotContain("arn:aws:iam::111111111111:role");
        Ask("usage", "--role", "AWSServiceRoleForSupport", "--account", "nowhere").Error.ShouldContain("No account 'nowhere'");
    }

    [Fact]
    public void A_window_without_logs_makes_everything_unknown_and_says_so_on_top()
    {
        ProgramResult silent = Ask("usage", "--user", "alice.admin", "--count", "--start", "2026-09-05", "--end", "2026-09-09");
        silent.Out.ShouldStartWith("The window holds no logs of account 111111111111, 222222222222");
        silent.Out.ShouldContain("0 used, 0 unused, 22,085 unknown of 22,085 granted");
        ProgramResult none = LeastwiseProgram.Run(["usage", .. Iam, "--user", "alice.admin", "--count"]);
        none.Out.ShouldStartWith("There are no logs: what was used cannot be known, and nothing is called unused.");
        none.Out.ShouldContain("0 unused");
    }

    [Fact]
    public void A_start_after_the_end_is_refused_before_anything_is_read()
    {
        ProgramResult turned = Ask("usage", "--user", "alice.admin", "--start", "2026-07-01", "--end", "2026-06-01");
        turned.ExitCode.ShouldBe(2);
        turned.Error.ShouldStartWith("--start 2026-07-01 is after --end 2026-06-01.");
        ProgramResult late = Ask("usage", "--user", "alice.admin", "--start", "2027-01-01");
        late.ExitCode.ShouldBe(2);
        late.Error.ShouldContain("--start 2027-01-01 is after the last day of the logs, 2026-08-29.");
    }

    [Fact]
    public void Cloudtrackers_configuration_and_options_work_unchanged()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", $$"""
            athena:
              s3_bucket: my-log-bucket
              path: my_prefix
            accounts:
              - name: demo
                id: 111111111111
                iam: {{Repository.PathOf("samples", "acme", "iam", "111111111111.json")}}
              - name: tools
                id: 222222222222
                iam: {{Repository.PathOf("samples", "acme", "iam", "222222222222.json")}}
            """);
        string[] common = ["--config", config, "--start", "2026-06-01", "--end", "2026-08-29", "--no-color", "--skip-setup"];

        // With a ledger that is there nobody is asked; tests of Athena try the section itself.
        string[] local = [.. common, "--ledger", acme.Path];
        string used = LeastwiseProgram.Run(["usage", .. local, "--account", "demo", "--user", "erin.dev", "--show-used", "--ignore-benign", "--ignore-unknown"]).Out;
        used.ShouldContain("\n  iam:PassRole\n");
        used.ShouldContain("\n+ s3:CreateBucket\n");
        used.ShouldNotContain("ListFunctions");
        LeastwiseProgram.Run(["usage", .. local, "--account", "111111111111", "--list", "users"]).Out.ShouldContain("\n- dave.gone");
        LeastwiseProgram.Run(["usage", .. local, "--account", "tools", "--user", "ci-runner", "--destrole", "deploy-apply", "--destaccount", "demo", "--show-used"]).Out
            .ShouldContain("user ci-runner as role deploy-apply");
        LeastwiseProgram.Run(["usage", .. local, "--account", "nobody", "--user", "x"]).Error.ShouldContain("no account 'nobody'; it has demo (111111111111), tools (222222222222).");
    }

    [Fact]
    public void Account_numbers_of_the_configuration_keep_their_zeros_and_have_twelve_digits()
    {
        using var folder = new TemporaryFolder();
        string iam = folder.Write("iam.json", File.ReadAllText(Repository.PathOf("samples", "acme", "iam", "111111111111.json")).Replace("111111111111", "012345670123", StringComparison.Ordinal));
        string good = folder.Write("good.yaml", $"accounts: [{{name: zero, id: 012345670123, iam: {iam}}}]");
        LeastwiseProgram.Run("actors", "users", "--config", good, "--account", "012345670123").Out.ShouldContain("alice.admin");
        string bad = folder.Write("bad.yaml", $"accounts: [{{name: long, id: 1234567890123456, iam: {iam}}}]");
        ProgramResult refused = LeastwiseProgram.Run("actors", "users", "--config", bad);
        refused.ExitCode.ShouldBe(3);
        refused.Error.ShouldContain("the account 'long' has the id '1234567890123456'; an account's id has twelve digits.");
        ProgramResult broken = LeastwiseProgram.Run("actors", "users", "--config", folder.Write("broken.yaml", "accounts: [{name: x"));
        broken.ExitCode.ShouldBe(3);
        broken.Error.ShouldContain("this is not YAML");
        LeastwiseProgram.Run("actors", "users", "--config", folder.Write("empty.yaml", "elasticsearch: {host: localhost}")).Error.ShouldContain("no account in it");
    }

    [Theory]
    [InlineData("Say whose usage: one of --user NAME, --role NAME and --all.", "usage", "samples/acme")]
    [InlineData("Say whose usage: one of --user NAME, --role NAME and --all.", "usage", "samples/acme", "--user", "a", "--role", "b")]
    [InlineData("are different questions; ask one at a time.", "usage", "samples/acme", "--all", "--denied", "--by-origin")]
    [InlineData("--destaccount says where the role of --destrole is", "usage", "samples/acme", "--all", "--destaccount", "x")]
    [InlineData("--show-used and --unused-only leave nothing between them", "usage", "samples/acme", "--all", "--show-used", "--unused-only")]
    public void Options_that_do_not_fit_are_refused(string told, params string[] arguments)
    {
        ProgramResult refused = LeastwiseProgram.Run(arguments);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(told);
    }

    [Fact]
    public void A_mistyped_verb_is_told_once()
    {
        ProgramResult bogus = LeastwiseProgram.Run("bogus");
        bogus.ExitCode.ShouldBe(2);
        bogus.Error.ShouldStartWith("Unrecognized command or argument 'bogus'.\n");
        LeastwiseProgram.Run("usge").Error.ShouldContain("Did you mean 'usage'?");
        LeastwiseProgram.Run("actors").Error.ShouldStartWith("Required command was not provided.");
    }

    [Fact]
    public void A_ledger_that_is_none_or_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("notes.db", "these are notes, no ledger");
        LeastwiseProgram.Run(["usage", .. Iam, "--ledger", path, "--all"]).Error.ShouldContain("is not a ledger");
        LeastwiseProgram.Run(["usage", .. Iam, "--ledger", folder.PathOf("gone.db"), "--all"]).Error.ShouldContain("there is no such ledger");
        File.Exists(folder.PathOf("gone.db")).ShouldBeFalse();
    }

    [Fact]
    public void A_service_that_is_none_is_named_with_the_nearest() =>
        Ask("usage", "--all", "--service", "lamda").Error.ShouldContain("The catalogue has no service 'lamda'; did you mean lambda");

    private ProgramResult Ask(string verb, params string[] more) => LeastwiseProgram.Run([verb, .. Iam, "--ledger", acme.Path, .. more]);

    /// <summary>The sample's logs in a ledger, read once.</summary>
    public sealed class KeptLedger : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public KeptLedger()
        {
            Path = folder.PathOf("acme.db");
            LeastwiseProgram.Run("ingest", "samples/acme/AWSLogs", "--ledger", Path).ExitCode.ShouldBe(0);
        }

        public string Path { get; }

        /// <inheritdoc/>
        public void Dispose() => folder.Dispose();
    }
}
