using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Puts what is granted against what was used, for all principals at once.</summary>
public sealed class UsageAnalysis
{
    private readonly ActionCatalog catalog;
    private readonly LedgerView view;
    private readonly EventCredit credit;
    private readonly UnusedRule unusedRule;
    private readonly ActionSet alwaysWorking;

    private UsageAnalysis(ActionCatalog catalog, LedgerView view)
    {
        this.catalog = catalog;
        this.view = view;
        credit = new EventCredit(catalog);
        unusedRule = new UnusedRule(catalog, view);
        alwaysWorking = PermissionlessActions.Of(catalog);
    }

    /// <summary>Runs with a calculator of grants.</summary>
    public static UsageResult Run(
        ActionCatalog catalog, IReadOnlyList<AccountSnapshot> accounts, OrganizationSnapshot? organization, GrantCalculator calculator, Ledger ledger, UsageWindow window)
    {
        var accountOf = accounts.ToDictionary(account => account.AccountId, StringComparer.Ordinal);
        return Run(catalog, accounts, principal => calculator.GrantsOf(principal, accountOf[principal.AccountId], organization), ledger, window);
    }

    /// <summary>Runs with grants that are known already.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="accounts">Accounts whose users and roles are judged; each account once.</param>
    /// <param name="grantsOf">The grants of a user or role of these accounts; asked once each.</param>
    /// <param name="ledger">What was used.</param>
    /// <param name="window">The days that count.</param>
    public static UsageResult Run(
        ActionCatalog catalog, IReadOnlyList<AccountSnapshot> accounts, Func<IamPrincipal, PrincipalGrants> grantsOf, Ledger ledger, UsageWindow window)
    {
        ImmutableArray<(IamPrincipal Principal, PrincipalGrants Grants)> actors =
        [
            .. accounts.SelectMany(account => account.Actors).OrderBy(actor => actor.Arn, StringComparer.Ordinal).Select(actor => (actor, grantsOf(actor))),
        ];
        return new UsageAnalysis(catalog, ledger.Read(window)).Judge(actors);
    }

    private UsageResult Judge(ImmutableArray<(IamPrincipal Principal, PrincipalGrants Grants)> actors)
    {
        var index = new ActorIndex(actors.Select(actor => actor.Principal));
        var graph = new SessionGraph(view.Issued, actors.Select(actor => actor.Principal));
        Dictionary<string, EventBook> books = actors.ToDictionary(actor => actor.Principal.Arn, _ => new EventBook(), StringComparer.Ordinal);
        var strangers = new StrangerTally();
        var unresolved = new UnresolvedTally();
        long events = 0;
        foreach (Observation one in view.Observations)
        {
            events += one.Count;
            if (credit.Resolve(one) is EventResolution.Unresolved)
            {
                unresolved.Add(one);
            }

            if (index.Find(one.Actor) is IamPrincipal principal)
            {
                books[principal.Arn].Add(one, credit, graph);
                continue;
            }

            strangers.Add(one);
            if (one.Actor.UniqueId is string id && index.Namesake(one.Actor) is IamPrincipal namesake)
            {
                books[namesake.Arn].AddFormer(id, one);
            }
        }

        return new UsageResult
        {
            Window = view.Window,
            Actors = [.. actors.Select(actor => Judge(actor.Principal, actor.Grants, books[actor.Principal.Arn], graph))],
            Coverage = view.Coverage,
            Events = events,
            Unresolved = unresolved.ToEvents(),
            Root = strangers.Root(),
            Strangers = strangers.ToStrangers(),
        };
    }

    private ActorUsage Judge(IamPrincipal principal, PrincipalGrants grants, EventBook book, SessionGraph graph)
    {
        ActionSet granted = grants.Actions.Except(alwaysWorking);
        int used = 0, unused = 0, unknown = 0;
        ImmutableArray<PrivilegeUsage>.Builder privileges = ImmutableArray.CreateBuilder<PrivilegeUsage>(granted.Count);
        foreach (int id in granted)
        {
            CatalogAction action = catalog.Actions[id];
            Verdict verdict = book.Evidence.Of(action) is UseEvidence evidence ? new Verdict.Used(evidence) : unusedRule.Of(principal, action, grants, book.Evidence);
            privileges.Add(new PrivilegeUsage(action, verdict));
            _ = verdict switch { Verdict.Used => used++, Verdict.Unused => unused++, _ => unknown++ };
        }

        ImmutableArray<PrivilegeUsage> ungranted =
        [
            .. book.Evidence.Actions
                .Where(id => !grants.Actions.Contains(id) && !alwaysWorking.Contains(id))
                .Select(id => catalog.Actions[id])
                .Select(action => Ungranted(principal, action, book.Evidence)),
        ];
        privileges.AddRange(ungranted);
        privileges.Sort(static (a, b) => a.Action.Id.CompareTo(b.Action.Id));
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

    private static PrivilegeUsage Ungranted(IamPrincipal principal, CatalogAction action, EvidenceBook book)
    {
        EvidenceBook.Entry use = book.CircumstancesOf(action) ?? throw new InvalidOperationException("An action in the book has circumstances.");
        return new PrivilegeUsage(action, new Verdict.Ungranted(use.ToEvidence(), UngrantedCause.Of(principal, action.FullName, use)));
    }
}
