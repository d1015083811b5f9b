using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>A run of a verb about use: accounts first, so that a mistyped name need not wait for the logs; then the logs; then the answers.</summary>
internal sealed class UsageRun : IDisposable
{
    private readonly Terminal terminal;
    private readonly ActorRequest request;
    private readonly InputReading reading;
    private readonly CancellationToken cancellation;
    private readonly Lazy<GrantCalculator> calculator = new(() => new GrantCalculator(ActionCatalog.Default));
    private readonly ConcurrentDictionary<string, PrincipalGrants> grants = new(StringComparer.Ordinal);
    private LastAccessedData? lastAccessed;

    /// <summary>Reads the accounts.</summary>
    public UsageRun(Terminal terminal, ActorRequest request, CancellationToken cancellation)
    {
        this.terminal = terminal;
        this.request = request;
        this.cancellation = cancellation;
        reading = new InputReading(terminal, request.Input, cancellation);
        // The catalogue, too, is read meanwhile, with its facts about events: judging any privilege needs them.
        _ = Task.Run(() => ActionCatalog.Default.LoggingOf(ActionCatalog.Default.Actions[0]));
        reading.OpenLedgerAhead();
        reading.ReadAccounts();
        foreach (ConfiguredAccount account in request.Config?.Accounts ?? [])
        {
            Names = Names.SetItem(account.Id, account.Name);
        }

        foreach ((string id, string name) in reading.Organization?.AccountNames ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            Names = Names.SetItem(id, name);
        }

        foreach (AccountSnapshot account in Accounts.Where(account => account.NameIn(reading.Organization) is not null && account.Alias is not null))
        {
            Names = Names.SetItem(account.AccountId, account.NameIn(reading.Organization) ?? "");
        }
    }

    /// <summary>The accounts' names by number.</summary>
    public ImmutableSortedDictionary<string, string> Names { get; private set; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The accounts that were read.</summary>
    public ImmutableArray<AccountSnapshot> Accounts => reading.Details.Accounts;

    /// <summary>What the run ends with.</summary>
    public int ExitCode => reading.ExitCode;

    /// <summary>Whether the account is the one asked for, where one was.</summary>
    public bool IsWanted(string accountId) => IsAccount(accountId, request.Account);

    /// <summary>Whether an account's number or name is the one typed; any is where nothing was.</summary>
    public bool IsAccount(string accountId, string? typed) =>
        typed is null || accountId == typed
        || new[] { Names.GetValueOrDefault(accountId), reading.Organization?.AccountNames.GetValueOrDefault(accountId), Accounts.FirstOrDefault(one => one.AccountId == accountId)?.Alias }
            .Any(name => typed.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The users or roles of an account that was typed, in ordinal order of ARN.</summary>
    /// <exception cref="InputException">The account is not there.</exception>
    public ImmutableArray<IamPrincipal> Candidates(bool roles, string? account)
    {
        AccountSnapshot[] chosen = [.. Accounts.Where(one => IsAccount(one.AccountId, account))];
        if (chosen.Length == 0)
        {
            throw new InputException($"No account '{Legible.Plain(account ?? "")}': the account files speak of {string.Join(", ", Accounts.Select(one => Label(one.AccountId)))}.");
        }

        return [.. chosen.SelectMany(one => roles ? one.Roles.Cast<IamPrincipal>() : one.Users).OrderBy(one => one.Arn, StringComparer.Ordinal)];
    }

    /// <summary>The users or roles that were meant; several where several accounts hold the name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public ImmutableArray<IamPrincipal> Find(bool roles, string typed, string? account)
    {
        ImmutableArray<IamPrincipal> candidates = Candidates(roles, account);
        ImmutableArray<IamPrincipal> found = ActorSearch.Find(candidates, typed);
        if (!found.IsEmpty)
        {
            return found;
        }

        // At once, before any log is read: most who are not there are mistyped, or of another account.
        string type = roles ? "role" : "user";
        ImmutableArray<IamPrincipal> elsewhere = account is null ? [] : ActorSearch.Find(Candidates(roles, null), typed);
        if (!elsewhere.IsEmpty)
        {
            string accounts = string.Join(", ", elsewhere.Select(one => Label(one.AccountId)).Distinct(StringComparer.Ordinal));
            throw new InputException($"Account {Legible.Plain(account ?? "")} has no {type} '{Legible.Plain(typed)}'; there is one in {Legible.Plain(accounts)}.");
        }

        terminal.Error.WriteLine(ActorSearch.NotThere(candidates, [.. Accounts.SelectMany(one => one.Actors)], type, typed));
        reading.ReadLogs();
        throw new InputException(ActorSearch.InLogs(reading.Ledger, Accounts, type, typed));
    }

    /// <summary>Reads the logs, once, and sorts what was used.</summary>
    /// <param name="whose">Whose calls are needed; null for everybody's. Root users' are always.</param>
    /// <param name="sessions">Whether everybody's sessions are needed, too.</param>
    /// <param name="details">Whether resources are needed.</param>
    public UsageAnalysis Analyse(ImmutableArray<IamPrincipal>? whose, bool sessions = false, bool details = false)
    {
        if (lastAccessed is null)
        {
            ReadLogs();
            ImmutableArray<string> reports = request.LastAccessed.IsEmpty ? reading.Files.LastAccessed : request.LastAccessed;
            lastAccessed = reports.IsEmpty
                ? LastAccessedData.None
                : LastAccessedReader.Read(reports, [.. Accounts.SelectMany(one => one.Actors)], reading.Problems);
            reading.Report();
        }

        UsageWindow window = Window();
        Ledger ledger = reading.Ledger;
        LedgerView view = whose is { } few ? ledger.Read(window, ChoiceOf(few), details)
            : sessions ? ledger.Read(window, details)
            : ledger.ReadSums(window, details);
        Func<IamPrincipal, LedgerView>? closer = whose is null && !sessions ? ledger.Nearby(window, [.. Accounts.SelectMany(one => one.Actors)]) : null;
        return UsageAnalysis.Over(ActionCatalog.Default, Accounts, GrantsOf, view, lastAccessed, closer, ledger.PolicyChangeCalls, reading.TrailSettings);
    }

    private void ReadLogs()
    {
        request.Logs?.Ask(terminal, request.Input, reading.Ledger, cancellation);
        reading.ReadLogs();
    }

    private static ActorChoice ChoiceOf(ImmutableArray<IamPrincipal> principals)
    {
        Func<LoggedActor, bool> own = ActorSearch.CallsOf(principals);
        return new ActorChoice(actor => actor.Kind == ActorKind.Root || own(actor), [.. principals.Select(one => one.AccountId).Distinct(StringComparer.Ordinal)]);
    }

    private UsageWindow Window()
    {
        UsageWindow window = UsageWindow.Of(reading.Ledger.LoggedDays, request.Input.Start, request.Input.End);
        return window.FirstDay <= window.LastDay ? window : throw new UsageException(request.Input.Start is { } start
            ? $"--start {start:yyyy-MM-dd} is after the last day of the logs, {window.LastDay:yyyy-MM-dd}."
            : $"--end {window.LastDay:yyyy-MM-dd} is before the first day of the logs, {window.FirstDay:yyyy-MM-dd}.");
    }

    /// <summary>What stands above the answers.</summary>
    public UsageHead Head(UsageAnalysis analysis) => UsageHead.Of(analysis, [.. Accounts.Select(one => one.AccountId).Where(IsWanted)], Names);

    /// <summary>Policies by request.</summary>
    public PolicyLookup Lookup() =>
        new(Accounts, reading.Organization, reading.Files.ResourcePolicies is { } path ? ResourcePoliciesReader.Read(path) : ResourcePolicies.None);

    /// <summary>What a user or role holds.</summary>
    public PrincipalGrants GrantsOf(IamPrincipal principal)
    {
        if (!grants.TryGetValue(principal.Arn, out PrincipalGrants? held))
        {
            AccountSnapshot account = Accounts.First(one => one.AccountId == principal.AccountId);
            grants[principal.Arn] = held = calculator.Value.GrantsOf(principal, account, reading.Organization);
        }

        return held;
    }

    /// <summary>The account's number, with its name where it has one.</summary>
    public string Label(string id) => Names.TryGetValue(id, out string? name) ? $"{name} ({id})" : id;

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();
}
