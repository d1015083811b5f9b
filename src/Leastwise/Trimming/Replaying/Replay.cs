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
    // Fewer are not worth the threads' beginning.
    private const int FewPrincipals = 50;
    private const int MostThreads = 8;

    private readonly ActionCatalog catalog;
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
        this.catalog = catalog;
        this.analysis = analysis;
        this.lookup = lookup;
        string partition = analysis.Actors.Select(actor => Arn.PartitionOf(actor.Arn)).FirstOrDefault("aws");
        types = new ActionTypes(catalog, new StatementCompiler(catalog, partition));
        finder = new AskedFinder(catalog, types);
    }

    /// <summary>Which authorizations calls took.</summary>
    internal AskedFinder Finder => finder;

    /// <summary>What actions work on.</summary>
    internal ActionTypes Types => types;

    /// <summary>Replays the calls of these users and roles.</summary>
    public ReplayResult Run(IEnumerable<IamPrincipal> principals, Proposal proposal) => Run(principals, replay =>
    {
        var decider = new ReplayDecider(lookup, proposal, replay.types);
        return _ => decider;
    });

    /// <summary>Replays the calls of these users and roles, each under a proposal of its own.</summary>
    public ReplayResult Run(IEnumerable<IamPrincipal> principals, Func<IamPrincipal, Proposal> proposalOf) =>
        Run(principals, replay => principal => new ReplayDecider(lookup, proposalOf(principal), replay.types));

    /// <summary>Many are replayed on as many threads as there are cores, each with what it keeps for itself; which thread decides changes nothing.</summary>
    private ReplayResult Run(IEnumerable<IamPrincipal> principals, Func<Replay, Func<IamPrincipal, ReplayDecider>> decidersOf)
    {
        IamPrincipal[] ordered = [.. principals.OrderBy(one => one.Arn, StringComparer.Ordinal)];
        int threads = ordered.Length < FewPrincipals ? 1 : Math.Clamp(Environment.ProcessorCount, 1, MostThreads);
        var tallies = new ReplayTally[threads];
        Parallel.For(0, threads, part =>
        {
            Replay replay = part == 0 ? this : new Replay(catalog, analysis, lookup);
            Func<IamPrincipal, ReplayDecider> deciderOf = decidersOf(replay);
            tallies[part] = new ReplayTally();
            for (int i = part; i < ordered.Length; i += threads)
            {
                replay.Run(ordered[i], deciderOf(ordered[i]), tallies[part]);
            }
        });
        foreach (ReplayTally other in tallies.Skip(1))
        {
            tallies[0].Add(other);
        }

        return tallies[0].ToResult(analysis.Window);
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
