using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>The answers about use on the sample account, whole, as golden files; and that every way of reading the ledger gives the same.</summary>
public sealed class AcmeUsageTests(AcmeUsageTests.Acme acme) : IClassFixture<AcmeUsageTests.Acme>
{
    private static readonly UsageStyle Short = new() { Filter = new UsageFilter { Services = ["iam", "s3", "cloudformation", "ec2"], IgnoreBenign = true } };

    [Fact]
    public void Actors_read_as_the_golden_files_say()
    {
        foreach (bool roles in new[] { false, true })
        {
            string name = roles ? "roles" : "users";
            ActorUsage[] actors = [.. acme.Analysis.Actors.Where(one => one is IamRole == roles).Select(acme.Analysis.Of)];
            VanishedActor[] vanished = [.. VanishedActors.Of(acme.Analysis, Acme.Accounts, roles)];
            GoldenFile.ShouldMatch($"usage/actors-{name}.txt", ActorsText.Write(actors, vanished, acme.Head, withAccount: true));
            if (!roles)
            {
                GoldenFile.ShouldMatch("usage/actors-users.csv", Csv(output => UsageCsv.WriteActors(acme.Head, actors, vanished, output)));
                GoldenFile.ShouldMatch("usage/actors-users.md", UsageMarkdown.Head(acme.Head) + UsageMarkdown.WriteActors(actors, vanished, acme.Head.Window));
                GoldenFile.ShouldMatch("usage/actors-users.json", FollowsSchema("actors", stream => UsageJson.WriteActors(acme.Head, actors, vanished, stream)));
            }
        }
    }

    [Fact]
    public void Usage_reads_as_the_golden_files_say()
    {
        ActorUsage erin = acme.Analysis.Of(acme.Find("erin.dev"));
        GoldenFile.ShouldMatch("usage/erin.txt", HeadText.Write(acme.Head, colour: false) + UsageText.Write(erin, acme.Head.Window, Short with { WithEvidence = true, GrantedOn = acme.GrantedOn }));
        GoldenFile.ShouldMatch("usage/erin-by-service.txt", UsageText.Write(erin, acme.Head.Window, new UsageStyle { GroupBy = "service", CountsOnly = true }));
        GoldenFile.ShouldMatch("usage/erin-used.txt", UsageText.Write(erin, acme.Head.Window, new UsageStyle { Filter = new UsageFilter { ShowUsed = true }, GroupBy = "level", Colour = true }));
        GoldenFile.ShouldMatch("usage/erin.csv", Csv(output => UsageCsv.WriteUsage(acme.Head, [(erin, null)], Short, output)));
        GoldenFile.ShouldMatch("usage/erin.md", UsageMarkdown.WriteUsage(erin, Short, null));
        GoldenFile.ShouldMatch("usage/erin.json", FollowsSchema("usage", stream => UsageJson.WriteUsage(acme.Head, [(erin, null)], Short with { GrantedOn = acme.GrantedOn }, stream)));
        GoldenFile.ShouldMatch("usage/ivan.txt", UsageText.Write(acme.Analysis.Of(acme.Find("ivan.returned")), acme.Head.Window, new UsageStyle { GroupBy = "verdict", CountsOnly = true }));
    }

    [Fact]
    public void What_somebody_did_as_a_role_is_told_over_all_steps()
    {
        IamPrincipal runner = acme.Find("ci-runner");
        ActorUsage through = acme.Analysis.Through(acme.Find("deploy-apply").ShouldBeOfType<IamRole>(), runner);
        through.Events.ShouldBe(366);
        through.Privileges.ShouldNotContain(privilege => privilege.Verdict is Verdict.Unused && privilege.Action.FullName == "cloudformation:CreateChangeSet");
        GoldenFile.ShouldMatch("usage/ci-runner-as-deploy-apply.txt", UsageText.Write(through, acme.Head.Window, new UsageStyle { Filter = new UsageFilter { ShowUsed = true } }, runner));
        acme.Analysis.Through(acme.Find("deploy-apply").ShouldBeOfType<IamRole>(), acme.Find("deploy-entry")).Events.ShouldBe(390);
        acme.Analysis.Through(acme.Find("deploy-apply").ShouldBeOfType<IamRole>(), acme.Find("erin.dev")).Events.ShouldBe(0);
    }

    [Fact]
    public void Use_by_origin_reads_as_the_golden_files_say()
    {
        IamPrincipal role = acme.Find("deploy-apply");
        ImmutableArray<OriginUsage> origins = acme.Analysis.ByOrigin(role);
        GoldenFile.ShouldMatch("usage/deploy-apply-by-origin.txt", OriginReport.Text(role, origins, acme.Head.Window, new UsageStyle()));
        GoldenFile.ShouldMatch("usage/deploy-apply-by-origin.csv", Csv(output => OriginReport.WriteCsv([(role, origins)], new UsageFilter(), output)));
        GoldenFile.ShouldMatch("usage/deploy-apply-by-origin.json", FollowsSchema("usage-origins", stream => OriginReport.WriteJson(acme.Head, [(role, origins)], new UsageFilter(), stream)));
        origins.Sum(one => one.Events).ShouldBe(acme.Analysis.Of(role).Events);
    }

    [Fact]
    public void Sessions_read_as_the_golden_files_say()
    {
        SessionMap map = acme.Analysis.Sessions();
        var reach = new AssumeReach(acme.Lookup, acme.Analysis.Actors, map);
        ImmutableArray<UnusedTrust> trusts = [.. acme.Analysis.Actors.OfType<IamRole>().Select(reach.Of)];
        GoldenFile.ShouldMatch("usage/sessions.txt", SessionReport.Text(acme.Head, map.Ways, trusts, colour: false));
        GoldenFile.ShouldMatch("usage/sessions-table.txt", SessionReport.Table(acme.Head, map.Ways, colour: false));
        FollowsSchema("sessions", stream => SessionReport.WriteJson(acme.Head, map.Ways, trusts, stream)).ShouldContain("\"mayAssume\"");
        Csv(output => SessionReport.WriteCsv(map.Ways, trusts, output)).Split('\n').Length.ShouldBe(map.Ways.Length + trusts.Sum(trust => trust.Never.Length) + 2);
    }

    [Fact]
    public void Denied_calls_read_as_the_golden_files_say()
    {
        var advisor = new DenialAdvisor(ActionCatalog.Default, acme.Lookup);
        ImmutableArray<DenialAnswer> answers = [.. acme.Analysis.Actors.SelectMany(actor => acme.Analysis.Of(actor).Denied.Select(denied => advisor.Of(actor, denied)))];
        GoldenFile.ShouldMatch("usage/denied.txt", Portable(DenialReport.Text(answers, acme.Head.Window, colour: false)));
        GoldenFile.ShouldMatch("usage/denied.json", FollowsSchema("usage-denied", stream => DenialReport.WriteJson(acme.Head, answers, stream)));
        Csv(output => DenialReport.WriteCsv(answers, output)).Split('\n').Length.ShouldBe(answers.Length + 2);
    }

    [Fact]
    public void One_actors_rows_alone_and_sums_without_sessions_give_the_same_verdicts()
    {
        LedgerView sums = acme.Ledger.ReadSums(acme.Head.Window);
        UsageAnalysis summed = acme.Over(sums, principal => acme.Near(principal));
        foreach (IamPrincipal actor in acme.Analysis.Actors)
        {
            string whole = Told(acme.Analysis.Of(actor));
            Told(summed.Of(actor)).ShouldBe(whole, actor.Arn);
            Told(acme.Over(acme.Near(actor), null).Of(actor)).ShouldBe(whole, actor.Arn);
        }
    }

    private static string Told(ActorUsage actor) =>
        string.Join('\n', actor.Privileges.Select(privilege => $"{privilege.Action.FullName} {UsageWords.Name(privilege.Verdict)} {UsageWords.Reason(privilege.Verdict)} {Evidence(privilege.Verdict)}"))
        + $"{actor.Events} {actor.FirstUsed} {actor.LastUsed} {actor.DeniedCalls} {actor.Denied.Length} {actor.Unresolved.Length} {string.Join(',', actor.Former)}";

    private static string Evidence(Verdict verdict) =>
        (UsageWords.Evidence(verdict) is { } use ? $"{UsageWords.Evidence(use)} {string.Join(',', use.Events)}" : "") + (verdict is Verdict.Ungranted ungranted ? string.Join(',', ungranted.By) : "");

    /// <summary>Without the folders of this machine.</summary>
    private static string Portable(string text) => text.Replace(Repository.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string Csv(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        text.ToString().Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string FollowsSchema(string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        string json = Encoding.UTF8.GetString(stream.ToArray());
        using var parsed = JsonDocument.Parse(json);
        JsonSchema.Read($"{name}.schema.json").ErrorsOf(parsed.RootElement).ShouldBeEmpty();
        json.ShouldStartWith("{\n  \"schemaVersion\": 1,");
        return json;
    }

    /// <summary>The sample read once.</summary>
    public sealed class Acme : IDisposable
    {
        private readonly AuthorizationDetails details;
        private readonly OrganizationSnapshot organization = OrganizationReader.Read(Repository.PathOf("samples", "acme", "organization.json"));
        private readonly GrantCalculator calculator = new(ActionCatalog.Default);
        private readonly Dictionary<string, PrincipalGrants> grants = [];

        public Acme()
        {
            details = AuthorizationDetailsReader.Read([.. Accounts.Select(account => Repository.PathOf("samples", "acme", "iam", $"{account}.json"))]);
            Ledger.Ingest([Repository.PathOf("samples", "acme", "AWSLogs")]);
            Analysis = Over(Ledger.Read(Window, details: true), null);
            Lookup = new PolicyLookup(details.Accounts, organization, ResourcePolicies.None);
            Head = UsageHead.Of(Analysis, Accounts, organization.AccountNames);
        }

        public static ImmutableArray<string> Accounts { get; } = ["111111111111", "222222222222"];

        public Ledger Ledger { get; } = Ledger.InMemory();

        public UsageAnalysis Analysis { get; }

        public PolicyLookup Lookup { get; }

        public UsageHead Head { get; }

        private UsageWindow Window => UsageWindow.Of(Ledger.LoggedDays, null, null);

        public IamPrincipal Find(string name) => Analysis.Actors.Single(actor => actor.Name == name);

        public LedgerView Near(IamPrincipal principal) => Ledger.Read(
            Window,
            new ActorChoice(
                actor => actor.UniqueId == principal.UniqueId || (Leastwise.Sessions.LoggedActor.NameKey(actor.Arn) is { } key && key == Leastwise.Sessions.LoggedActor.NameKey(principal.Arn)),
                [principal.AccountId]));

        public UsageAnalysis Over(LedgerView view, Func<IamPrincipal, LedgerView>? closer) => UsageAnalysis.Over(ActionCatalog.Default, details.Accounts, GrantsOf, view, null, closer);

        public IEnumerable<string> GrantedOn(IamPrincipal principal, CatalogAction action) =>
            GrantsOf(principal)[action] is { } grant ? GrantsOf(principal).PatternsOf(grant).Select(pattern => pattern.Pattern) : [];

        /// <inheritdoc/>
        public void Dispose() => Ledger.Dispose();

        private PrincipalGrants GrantsOf(IamPrincipal principal)
        {
            if (!grants.TryGetValue(principal.Arn, out PrincipalGrants? held))
            {
                grants.Add(principal.Arn, held = calculator.GrantsOf(principal, details.Accounts.Single(account => account.AccountId == principal.AccountId), organization));
            }

            return held;
        }
    }
}
