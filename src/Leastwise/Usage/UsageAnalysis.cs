using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>
/// Puts what is granted against what was used. What the ledger holds is read and sorted once; a principal is judged when it is asked for, so that all of
/// a large account need not lie in memory together. Principals can be judged by any number of threads at once.
/// </summary>
public sealed class UsageAnalysis
{
    private readonly ActionCatalog catalog;
    private readonly LedgerView view;
    private readonly Func<IamPrincipal, PrincipalGrants> grantsOf;
    private readonly LastAccessedData lastAccessed;
    private readonly Func<IamPrincipal, LedgerView>? closer;
    private readonly Func<LedgerView>? changes;
    private readonly IEnumerable<AccountSnapshot> accounts;
    private PolicyHistory? history;
    private readonly EventCredit credit;
    private readonly UnusedRule unusedRule;
    private readonly ActionSet alwaysWorking;
    private readonly ObservationSorter sorted;
    private readonly SessionGraph graph;

    private UsageAnalysis(
        ActionCatalog catalog,
        IReadOnlyList<AccountSnapshot> accounts,
        Func<IamPrincipal, PrincipalGrants> grantsOf,
        LedgerView view,
        LastAccessedData lastAccessed,
        Func<IamPrincipal, LedgerView>? closer,
        Func<LedgerView>? changes,
        ImmutableArray<TrailSettings> trails)
    {
        this.accounts = accounts;
        this.closer = closer;
        this.changes = changes;
        this.catalog = catalog;
        this.view = view;
        this.grantsOf = grantsOf;
        this.lastAccessed = lastAccessed;
        Actors = [.. accounts is [AccountSnapshot only] ? only.Actors : accounts.SelectMany(account => account.Actors).OrderBy(actor => actor.Arn, StringComparer.Ordinal)];
        credit = new EventCredit(catalog);
        unusedRule = new UnusedRule(catalog, view, trails);
        alwaysWorking = PermissionlessActions.Of(catalog);
        sorted = new ObservationSorter(Actors, view.Observations);
        graph = new SessionGraph(view.Issued, Actors);
    }

    /// <summary>Users and roles of the accounts, in ordinal order of ARN.</summary>
    public ImmutableArray<IamPrincipal> Actors { get; }

    /// <summary>The days that count.</summary>
    public UsageWindow Window => view.Window;

    /// <summary>What the logs reach over.</summary>
    public Coverage Coverage => view.Coverage;

    /// <summary>Use of root users, by account.</summary>
    public ImmutableArray<RootUse> Root => sorted.Strangers.Root();

    /// <summary>Who acted and is not in the account files, in ordinal order of their names; of those whose calls were read.</summary>
    public ImmutableArray<LoggedStranger> Strangers => sorted.Strangers.ToStrangers();

    /// <summary>Runs with a calculator of grants.</summary>
    public static UsageResult Run(
        ActionCatalog catalog, IReadOnlyList<AccountSnapshot> accounts, OrganizationSnapshot? organization, GrantCalculator calculator, Ledger ledger, UsageWindow window)
    {
        var accountOf = accounts.ToDictionary(account => account.AccountId, StringComparer.Ordinal);
        return Run(catalog, accounts, principal => calculator.GrantsOf(principal, accountOf[principal.AccountId], organization), ledger, window);
    }

    /// <summary>Judges everybody with grants that are known already.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="accounts">Accounts whose users and roles are judged; each account once.</param>
    /// <param name="grantsOf">The grants of a user or role of these accounts; asked once each.</param>
    /// <param name="ledger">What was used.</param>
    /// <param name="window">The days that count.</param>
    /// <param name="lastAccessed">IAM's last-accessed data; null where none was given.</param>
    /// <param name="trails">What trails select; default where nothing is known of them.</param>
    public static UsageResult Run(
        ActionCatalog catalog,
        IReadOnlyList<AccountSnapshot> accounts,
        Func<IamPrincipal, PrincipalGrants> grantsOf,
        Ledger ledger,
        UsageWindow window,
        LastAccessedData? lastAccessed = null,
        ImmutableArray<TrailSettings> trails = default) =>
        Over(catalog, accounts, grantsOf, ledger.Read(window), lastAccessed, changes: ledger.PolicyChangeCalls, trails: trails).Everybody();

    /// <summary>Sorts what the ledger holds; principals are judged when they are asked for.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="accounts">Accounts whose users and roles can be asked for; each account once.</param>
    /// <param name="grantsOf">The grants of a user or role of these accounts.</param>
    /// <param name="view">What was used; of those alone who are asked for, it is enough.</param>
    /// <param name="lastAccessed">IAM's last-accessed data; null where none was given.</param>
    /// <param name="closer">Where <paramref name="view"/> lacks sessions, reads one principal's calls with them, to say who used what is not granted; else null.</param>
    /// <param name="changes">Reads the calls that changed policies (<see cref="Ledger.PolicyChangeCalls"/>), to say what took away what is not granted any more; asked where something is so, once.</param>
    /// <param name="trails">What trails select; default where nothing is known of them.</param>
    public static UsageAnalysis Over(
        ActionCatalog catalog,
        IReadOnlyList<AccountSnapshot> accounts,
        Func<IamPrincipal, PrincipalGrants> grantsOf,
        LedgerView view,
        LastAccessedData? lastAccessed = null,
        Func<IamPrincipal, LedgerView>? closer = null,
        Func<LedgerView>? changes = null,
        ImmutableArray<TrailSettings> trails = default) =>
        new(catalog, accounts, grantsOf, view, lastAccessed ?? LastAccessedData.None, closer, changes, trails.IsDefault ? [] : trails);

    /// <summary>One user or role: what it holds against what it used.</summary>
    public ActorUsage Of(IamPrincipal principal) => Judge(principal, sorted.CallsOf(principal), (_, _) => null);

    /// <summary>A user's or role's own calls, in no order that means anything; with resources and circumstances where the view has them.</summary>
    public IReadOnlyList<Observation> CallsOf(IamPrincipal principal) => sorted.CallsOf(principal);

    /// <summary>Who was behind each of a user's or role's calls.</summary>
    internal OriginFinder OriginsOf(IamPrincipal principal) => OriginsOf(graph, principal, sorted.CallsOf(principal));

    /// <summary>What it would mean if a user or role had not used an action: certainly unused, or unknown, since not everything is recorded.</summary>
    internal Func<CatalogAction, Verdict> SilenceOf(IamPrincipal principal)
    {
        EventBook book = BookOf(sorted.CallsOf(principal));
        PrincipalGrants grants = grantsOf(principal);
        return action => unusedRule.Of(principal, action, grants, book.Evidence);
    }

    /// <summary>What one principal did through sessions of a role: the role's privileges against their use by sessions that lead back to it.</summary>
    /// <param name="role">The role that was assumed.</param>
    /// <param name="from">The user who began the sessions, or a role that they passed through.</param>
    public ActorUsage Through(IamRole role, IamPrincipal from)
    {
        IReadOnlyList<Observation> calls = sorted.CallsOf(role);
        OriginFinder origins = OriginsOf(graph, role, calls);
        Observation[] own = [.. calls.Where(one => LeadsBackTo(origins.Of(one), from))];
        var unclear = new EventBook();
        foreach (Observation one in calls.Where(one => origins.Of(one).Origin is Origin.Unknown or Origin.SourceIdentity && !LeadsBackTo(origins.Of(one), from)))
        {
            unclear.Add(one, credit, graph);
        }

        return Judge(role, own, (action, verdict) => verdict is Verdict.Unused or Verdict.Unknown && unclear.Evidence.Of(action) is { } use
            ? new Verdict.Unknown(
                UnknownReason.OriginNotKnown,
                $"Sessions of the role used it {use.Count} times, last on {use.Last.UtcDateTime:yyyy-MM-dd}, and the logs do not show who opened them.",
                "Give the logs that hold the calls which opened those sessions, also those of other accounts.")
            : null);
    }

    /// <summary>For each person or machine behind a principal's sessions what they used: most events first, then by name.</summary>
    public ImmutableArray<OriginUsage> ByOrigin(IamPrincipal principal)
    {
        IReadOnlyList<Observation> calls = sorted.CallsOf(principal);
        OriginFinder origins = OriginsOf(graph, principal, calls);
        PrincipalGrants grants = grantsOf(principal);
        return
        [
            .. calls.GroupBy(one => origins.Of(one).Origin.Label, StringComparer.Ordinal)
                .Select(group => OriginUse(grants, origins.Of(group.First()).Origin, [.. group]))
                .OrderByDescending(use => use.Events)
                .ThenBy(use => use.Origin.Label, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who went where: every session that was opened or used in the window.</summary>
    public SessionMap Sessions() => SessionMap.Of(view, graph);

    private UsageResult Everybody()
    {
        var unresolved = new UnresolvedTally();
        foreach (Observation one in view.Observations.Where(one => credit.Resolve(one) is EventResolution.Unresolved))
        {
            unresolved.Add(one);
        }

        return new UsageResult
        {
            Window = view.Window,
            Actors = [.. Actors.Select(Of)],
            Coverage = view.Coverage,
            Events = sorted.Events,
            Unresolved = unresolved.ToEvents(),
            Root = Root,
            Strangers = Strangers,
        };
    }

    private EventBook BookOf(IEnumerable<Observation> calls)
    {
        var book = new EventBook();
        foreach (Observation one in calls)
        {
            book.Add(one, credit, graph);
        }

        return book;
    }

    private static OriginFinder OriginsOf(SessionGraph sessions, IamPrincipal principal, IEnumerable<Observation> calls) =>
        new(sessions, calls, principal is IamUser ? new Origin.User(principal.Arn) : new Origin.Unknown("the records name no session"));

    private OriginUsage OriginUse(PrincipalGrants grants, Origin origin, Observation[] calls)
    {
        EventBook book = BookOf(calls);
        return new OriginUsage
        {
            Origin = origin,
            Ways = book.Origins.Origins(graph),
            Events = book.Events,
            First = book.First ?? view.Window.Start,
            Last = book.Last ?? view.Window.End,
            DeniedCalls = book.Denied.Sum(one => one.Count),
            Privileges =
            [
                .. book.Evidence.Actions.Where(id => !alwaysWorking.Contains(id)).Order()
                    .Select(id => grants.Actions.Contains(id)
                        ? new PrivilegeUsage(catalog.Actions[id], new Verdict.Used(book.Evidence.UseOf(catalog.Actions[id])))
                        : Ungranted(grants, catalog.Actions[id], book.Evidence, [])),
            ],
            Unresolved = book.Unresolved.ToEvents(),
        };
    }

    private static bool LeadsBackTo(SessionPath path, IamPrincipal from) => from is IamUser
        ? path.Origin is Origin.User { FormerId: null } user && IsNamed(user.Arn, from)
        : path.Chain.SkipLast(1).Any(hop => IsNamed(hop.Role, from));

    /// <summary>Of a role, a session's ARN and so a hop can lack the path.</summary>
    private static bool IsNamed(string arn, IamPrincipal principal) =>
        arn == principal.Arn || (LoggedActor.NameKey(arn) is { } key && key == LoggedActor.NameKey(principal.Arn));

    private ActorUsage Judge(IamPrincipal principal, IReadOnlyList<Observation> calls, Func<CatalogAction, Verdict, Verdict?> overrule)
    {
        PrincipalGrants grants = grantsOf(principal);
        EventBook book = BookOf(calls);
        foreach ((string uniqueId, Observation one) in sorted.FormerOf(principal))
        {
            book.AddFormer(uniqueId, one);
        }

        ActionSet granted = grants.Actions.Except(alwaysWorking);
        int used = 0, unused = 0, unknown = 0;
        ImmutableArray<PrivilegeUsage>.Builder privileges = ImmutableArray.CreateBuilder<PrivilegeUsage>(granted.Count);
        foreach (int id in granted)
        {
            CatalogAction action = catalog.Actions[id];
            Verdict verdict = book.Evidence.Of(action) is UseEvidence evidence ? new Verdict.Used(evidence) : unusedRule.Of(principal, action, grants, book.Evidence);
            verdict = overrule(action, verdict) ?? (verdict is Verdict.Unknown open ? lastAccessed.Settle(principal, action, open, view.Window) : verdict);
            privileges.Add(new PrivilegeUsage(action, verdict));
            _ = verdict switch { Verdict.Used => used++, Verdict.Unused => unused++, _ => unknown++ };
        }

        ImmutableArray<PrivilegeUsage> ungranted = Ungranted(grants, book.Evidence, calls);
        if (!ungranted.IsEmpty)
        {
            privileges.AddRange(ungranted);
            privileges.Sort(static (a, b) => a.Action.Id.CompareTo(b.Action.Id));
        }

        return new ActorUsage
        {
            Principal = principal,
            Privileges = privileges.DrainToImmutable(),
            Granted = granted.Count,
            Used = used,
            Unused = unused,
            Unknown = unknown,
            Ungranted = ungranted.Length,
            Events = book.Events,
            FirstUsed = book.First,
            LastUsed = book.Last,
            Unresolved = book.Unresolved.ToEvents(),
            DeniedCalls = book.Denied.Sum(one => one.Count),
            Denied = book.DeniedUses(),
            Origins = book.Origins.Origins(graph),
            Former = book.Former,
        };
    }

    private ImmutableArray<PrivilegeUsage> Ungranted(PrincipalGrants grants, EvidenceBook book, IReadOnlyList<Observation> calls)
    {
        int[] ids = [.. book.Actions.Where(id => !grants.Actions.Contains(id) && !alwaysWorking.Contains(id))];
        if (ids.Length == 0)
        {
            return [];
        }

        // Who was behind the calls is asked for these alone: they are few.
        SessionGraph sessions = graph;
        if (closer is not null && grants.Principal is IamRole)
        {
            LedgerView near = Near(closer, grants.Principal);
            sessions = graph.With(near.Issued);
            calls = new ObservationSorter([grants.Principal], near.Observations).CallsOf(grants.Principal);
        }

        OriginFinder origins = OriginsOf(sessions, grants.Principal, calls);
        var users = new UserTally();
        foreach (Observation one in calls)
        {
            foreach (int id in credit.ActionsOf(one).Where(ids.Contains))
            {
                users.Add(id, origins.Of(one).Origin.Label, one);
            }
        }

        return [.. ids.Select(id => Ungranted(grants, catalog.Actions[id], book, users.Of(id)))];
    }

    /// <summary>A principal's calls with their sessions; one thread asks the ledger at a time.</summary>
    private LedgerView Near(Func<IamPrincipal, LedgerView> read, IamPrincipal principal)
    {
        lock (sorted)
        {
            return read(principal);
        }
    }

    private PolicyHistory? History()
    {
        lock (sorted)
        {
            return history ??= changes is null ? null : new PolicyHistory(changes(), graph, accounts.SelectMany(account => account.Policies));
        }
    }

    private PrivilegeUsage Ungranted(PrincipalGrants grants, CatalogAction action, EvidenceBook book, ImmutableArray<UsedBy> by)
    {
        EvidenceBook.Entry use = book.CircumstancesOf(action) ?? throw new InvalidOperationException("An action in the book has circumstances.");
        return new PrivilegeUsage(action, new Verdict.Ungranted(use.ToEvidence(), UngrantedCause.Of(grants, action.FullName, use, History())) { By = by });
    }
}
