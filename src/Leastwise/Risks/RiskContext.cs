using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>What one scan knows of all accounts together; answers that several principals need are worked out once.</summary>
internal sealed class RiskContext
{
    private readonly Func<IamPrincipal, PrincipalGrants> grantsOf;
    private readonly Dictionary<string, AccountIndex> accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(AccountIndex Account, string Service), IReadOnlyList<IamRole>> powerful = [];
    private readonly ConcurrentDictionary<AccountIndex, Lazy<IReadOnlyList<IamPrincipal>>> administratorsOf = new();
    private readonly ConcurrentDictionary<AccountIndex, IReadOnlyList<IamPrincipal>> administratorUsers = new();
    private readonly ConcurrentDictionary<AccountIndex, IReadOnlyList<IamPrincipal>> administratorRoles = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<RoleDoor>> administratorDoors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> advice = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RoleDoor>> doors = new(StringComparer.Ordinal);

    // By reference: it is asked a million times, and comparing two principals by value would read their policies.
    private readonly ConcurrentDictionary<IamPrincipal, bool> administrators = new(ReferenceEqualityComparer.Instance);

    // By reference: a role is one object, and comparing two by value would read their policies.
    private readonly ConcurrentDictionary<IamRole, ImmutableArray<TrustReading.Admission>> admissions = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the accounts' trust policies once.</summary>
    public RiskContext(RiskScanRequest request)
    {
        Request = request;
        grantsOf = request.GrantsOf;
        var facts = Task.Run(() => new RiskFacts(request.Catalog, request.IncludedActions));
        Catalog = request.Catalog;
        FileTime = request.AsOf ?? Newest(request);
        DateTimeOffset built = DateTimeOffset.TryParseExact(Catalog.Version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day) ? day : DateTimeOffset.MinValue;
        Now = FileTime > built ? FileTime.Value : built;
        var known = new HashSet<string>(request.KnownAccounts, StringComparer.Ordinal);
        foreach (AccountSnapshot snapshot in request.Accounts)
        {
            Parallel.ForEach(snapshot.Roles, role => admissions.TryAdd(role, [.. TrustReading.Admissions(role, Now)]));
            var index = Task.Run(() => new AccountIndex(snapshot, this));
            known.Add(snapshot.AccountId);
            foreach (IamRole role in snapshot.Roles)
            {
                foreach (TrustReading.Admission admission in AdmissionsOf(role))
                {
                    AddDoor(role, admission);
                }
            }

            accounts.TryAdd(snapshot.AccountId, index.GetAwaiter().GetResult());
        }

        known.UnionWith(request.Organization?.ServiceControlLevels.Keys ?? []);
        if (request.Organization?.ManagementAccountId is { } management)
        {
            known.Add(management);
        }

        KnownAccounts = known;
        Facts = facts.GetAwaiter().GetResult();
        Summaries = new PrivilegeSummaries(Catalog, Facts.Changing);
    }

    /// <summary>A role that somebody may assume, and by which trust.</summary>
    internal sealed record RoleDoor(IamRole Role, TrustReading.Admission Admission);

    /// <summary>What was asked for.</summary>
    public RiskScanRequest Request { get; }

    /// <summary>The time that the account is judged at: that asked for or the newest that the files tell, and no earlier than the catalogue.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>When the account's files were taken, at the earliest: the time asked for or the newest that they tell; null where they tell none.</summary>
    public DateTimeOffset? FileTime { get; }

    /// <summary>The catalogue.</summary>
    public ActionCatalog Catalog { get; }

    /// <summary>The advice on a path, worded once.</summary>
    public string Advice(EscalationPath path, Func<EscalationPath, string> word) => advice.GetOrAdd(path.Id, static (_, all) => all.word(all.path), (path, word));

    /// <summary>The same text, kept once: what limits a policy's privileges is said again for each of its holders.</summary>
    public string Kept(string text) => texts.GetOrAdd(text, text);

    /// <summary>What was worked out of sets of privileges.</summary>
    public PrivilegeSummaries Summaries { get; }

    /// <summary>ARN templates filled in.</summary>
    public FilledTemplates Templates { get; } = new();

    /// <summary>The tables of facts.</summary>
    public RiskFacts Facts { get; }

    /// <summary>Accounts that belong together: those scanned, those of the organization, and those that the caller names.</summary>
    public IReadOnlySet<string> KnownAccounts { get; }

    /// <summary>The accounts in ordinal order of number.</summary>
    public IEnumerable<AccountIndex> Accounts => accounts.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value);

    /// <summary>The principal as the subject of an examination; null where its account is not part of the scan.</summary>
    public Subject? SubjectOf(IamPrincipal principal) =>
        accounts.TryGetValue(principal.AccountId, out AccountIndex? account) ? new Subject(principal, account, grantsOf(principal), this) : null;

    /// <summary>Whether the principal is a full administrator.</summary>
    public bool IsAdministrator(IamPrincipal principal)
    {
        if (!administrators.TryGetValue(principal, out bool answer))
        {
            answer = SubjectOf(principal) is { } subject && FullAdministrator.Holds(subject);
            administrators.TryAdd(principal, answer);
        }

        return answer;
    }

    /// <summary>The account's administrators in ordinal order of ARN.</summary>
    public IReadOnlyList<IamPrincipal> AdministratorsOf(AccountIndex account) =>
        administratorsOf.GetOrAdd(account, static (index, context) => new Lazy<IReadOnlyList<IamPrincipal>>(() => [.. index.Actors.Where(context.IsAdministrator)]), this).Value;

    /// <summary>The users among the account's administrators, in ordinal order of ARN.</summary>
    public IReadOnlyList<IamPrincipal> AdministratorUsers(AccountIndex account) => administratorUsers.GetOrAdd(account, static (index, context) => [.. context.AdministratorsOf(index).Where(one => one is IamUser)], this);

    /// <summary>The roles among the account's administrators, in ordinal order of ARN.</summary>
    public IReadOnlyList<IamPrincipal> AdministratorRoles(AccountIndex account) => administratorRoles.GetOrAdd(account, static (index, context) => [.. context.AdministratorsOf(index).Where(one => one is IamRole)], this);

    /// <summary>Whether the principal holds, without limit, a privilege of IAM that raises somebody's rights or gives somebody's credentials.</summary>
    public bool ChangesRights(IamPrincipal principal) => grantsOf(principal).Unrestricted.Overlaps(Facts.ChangingRights);

    /// <summary>Of the roles that the service may assume, those that are administrators or change rights; administrators first.</summary>
    public IReadOnlyList<IamRole> PowerfulRoles(AccountIndex account, string service)
    {
        if (!powerful.TryGetValue((account, service), out IReadOnlyList<IamRole>? roles))
        {
            roles = [.. account.RolesOf(service).Where(role => !role.IsServiceLinked && (IsAdministrator(role) || ChangesRights(role))).OrderByDescending(IsAdministrator)];
            powerful.TryAdd((account, service), roles);
        }

        return roles;
    }

    /// <summary>Whether <paramref name="other"/> holds a privilege that <paramref name="subject"/> does not.</summary>
    public bool HoldsMore(IamPrincipal other, Subject subject) =>
        IsAdministrator(other) || !grantsOf(other).Actions.IsSubsetOf(subject.Grants.Actions);

    /// <summary>Everyone whom the role trusts, now.</summary>
    public ImmutableArray<TrustReading.Admission> AdmissionsOf(IamRole role) => admissions.GetOrAdd(role, static (role, now) => [.. TrustReading.Admissions(role, now)], Now);

    /// <summary>The roles of any account whose trust names this ARN or, for an account number, that whole account.</summary>
    public IReadOnlyList<RoleDoor> DoorsOf(string arnOrAccount) => doors.TryGetValue(arnOrAccount, out List<RoleDoor>? found) ? found : [];

    /// <summary>The identity statements that allow something on everything, or on all but what a <c>NotResource</c> names, under no condition that could stand in the way.</summary>
    public IEnumerable<SourcedStatement> WideStatements(PrincipalGrants grants, IamPrincipal principal) => grants.Sourced.Where(statement =>
        statement.Source is { Layer: PolicyLayer.Identity, Statement: { Effect: Effect.Allow, Resources: { } resources } }
        && resources.Patterns.Any(pattern => WildcardPattern.MatchesEverything(pattern)) != resources.Not
        && IsFree(statement.Source.Statement, principal));

    /// <summary>Whether no condition of the statement could stand in the principal's way.</summary>
    public bool IsFree(Statement statement, IamPrincipal principal) =>
        statement.Conditions.All(condition => ConditionJudgement.Judge(condition, principal, null, Now) is ConditionEffect.AlwaysHolds or ConditionEffect.CallersChoice);

    /// <summary>The actions of the <see cref="WideStatements"/>.</summary>
    public ActionSet WideActions(PrincipalGrants grants, IamPrincipal principal) =>
        ActionSet.UnionOf([.. WideStatements(grants, principal).Select(statement => statement.Compiled.Named)]);

    /// <summary>Those of them whose role is an administrator.</summary>
    public IReadOnlyList<RoleDoor> AdministratorDoorsOf(string arnOrAccount) =>
        administratorDoors.GetOrAdd(arnOrAccount, static (key, context) => [.. context.DoorsOf(key).Where(door => context.IsAdministrator(door.Role))], this);

    private static DateTimeOffset? Newest(RiskScanRequest request) => request.Accounts
        .SelectMany(account => account.Actors)
        .Max(actor => actor is IamRole { LastUsed: { } used } && !(used < actor.Created) ? used : actor.Created);

    private void AddDoor(IamRole role, TrustReading.Admission admission)
    {
        string? key = TrustReading.IsWholeAccount(admission.Entry) ? TrustReading.AccountOf(admission.Entry) : admission.Entry.Value;
        if (key is null || TrustReading.IsAnyone(admission.Entry))
        {
            return;
        }

        ListsByKey.Of(doors, key).Add(new RoleDoor(role, admission));
    }
}
