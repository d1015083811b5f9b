using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>
/// Decides what principals did under a proposal: what would break, what cannot be decided, and what was denied and would be allowed. Calls are taken as the ledger keeps
/// them, or as an analysis of raw logs does; an analysis that was read with details has their resources and circumstances.
/// </summary>
public sealed class Replay
{
    private readonly UsageAnalysis analysis;
    private readonly AskedFinder finder;
    private readonly ActionTypes types;
    private readonly PolicyLookup lookup;

    /// <summary>Prepares replays of one analysis.</summary>
    /// <param name="catalog">The actions.</param>
    /// <param name="analysis">What was done, with details.</param>
    /// <param name="lookup">Today's policies.</param>
    public Replay(ActionCatalog catalog, UsageAnalysis analysis, PolicyLookup lookup)
    {
        this.analysis = analysis;
        this.lookup = lookup;
        string partition = analysis.Actors.Select(actor => Arn.TryParse(actor.Arn, out Arn? arn) ? arn.Partition : "aws").FirstOrDefault("aws");
        types = new ActionTypes(catalog, new StatementCompiler(catalog, partition));
        finder = new AskedFinder(catalog, types);
    }

    /// <summary>Which authorizations calls took.</summary>
    internal AskedFinder Finder => finder;

    /// <summary>What actions work on.</summary>
    internal ActionTypes Types => types;

    /// <summary>Replays the calls of these users and roles.</summary>
    public ReplayResult Run(IEnumerable<IamPrincipal> principals, Proposal proposal)
    {
        var decider = new ReplayDecider(lookup, proposal, types);
        return Run(principals, _ => decider);
    }

    /// <summary>Replays the calls of these users and roles, each under a proposal of its own.</summary>
    public ReplayResult Run(IEnumerable<IamPrincipal> principals, Func<IamPrincipal, Proposal> proposalOf) =>
        Run(principals, principal => new ReplayDecider(lookup, proposalOf(principal), types));

    private ReplayResult Run(IEnumerable<IamPrincipal> principals, Func<IamPrincipal, ReplayDecider> deciderOf)
    {
        var tally = new ReplayTally();
        foreach (IamPrincipal principal in principals.OrderBy(one => one.Arn, StringComparer.Ordinal))
        {
            Run(principal, deciderOf(principal), tally);
        }

        return tally.ToResult(analysis.Window);
    }

    private void Run(IamPrincipal principal, ReplayDecider decider, ReplayTally tally)
    {
        IReadOnlyList<Observation> calls = analysis.CallsOf(principal);
        tally.Begin(principal, calls.Count == 0);
        var contexts = new Dictionary<Surroundings, CallContext>();
        Lazy<OriginFinder> origins = new(() => analysis.OriginsOf(principal));
        foreach (Observation one in calls)
        {
            bool denied = one.Outcome == Outcome.Denied;
            if (one.Outcome == Outcome.Unclear)
            {
                tally.AddWithoutPrivilege(one);
                continue;
            }

            if (finder.Resolve(one) is EventResolution.Unresolved && !denied)
            {
                tally.AddUnresolved(principal, one, () => origins.Value.Of(one).Origin.Label);
                continue;
            }

            ImmutableArray<Asked> asked = denied ? [.. finder.OfDenied(one)] : finder.Of(one);
            if (asked.Length == 0)
            {
                tally.AddWithoutPrivilege(one);
                continue;
            }

            ref CallContext? context = ref CollectionsMarshal.GetValueRefOrAddDefault(contexts, new Surroundings(one.Region, one.InvokedBy, one.Circumstance), out _);
            context ??= CallContext.Of(one, principal);
            CallContext known = context;
            string? owner = new[] { one.OtherAccountId, one.AccountId }.FirstOrDefault(account => account is { Length: > 0 } && account != principal.AccountId);
            tally.Add(principal, one, [.. asked.Select(each => new Answered(each, decider.Decide(principal, each, known, owner, denied)))], () => origins.Value.Of(one).Origin.Label);
        }
    }

    private readonly record struct Surroundings(string Region, string? InvokedBy, Circumstance Circumstance);
}
