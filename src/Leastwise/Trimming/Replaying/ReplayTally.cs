using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>Sums replayed calls that fare alike.</summary>
internal sealed class ReplayTally
{
    // What is worst of an event that takes several authorizations.
    private static readonly ReplayOutcome[] WorstFirst =
        [ReplayOutcome.WouldBreak, ReplayOutcome.CannotBeDecided, ReplayOutcome.DeniedToday, ReplayOutcome.NewlyAllowed, ReplayOutcome.StillDenied, ReplayOutcome.AsBefore];

    private readonly Dictionary<Alike, Sum> sums = [];
    private readonly Dictionary<ReplayOutcome, long> events = [];
    private readonly List<string> silent = [];
    private int principals;
    private long withoutPrivilege;

    /// <summary>Counts a principal.</summary>
    public void Begin(IamPrincipal principal, bool isSilent)
    {
        principals++;
        if (isSilent)
        {
            silent.Add(principal.Arn);
        }
    }

    /// <summary>Counts calls that no policy decides.</summary>
    public void AddWithoutPrivilege(Observation one) => withoutPrivilege += one.Count;

    /// <summary>Counts calls that the catalogue does not know.</summary>
    public void AddUnresolved(IamPrincipal principal, Observation one, Func<string> person)
    {
        Count(ReplayOutcome.CannotBeDecided, one);
        Add(principal, $"{one.Source}:{one.Name}", "*", new Fared(ReplayOutcome.CannotBeDecided, Undecided, ["the catalogue does not know the event"]), one, person, decision: false);
    }

    /// <summary>Counts calls with what each of their authorizations comes to.</summary>
    public void Add(IamPrincipal principal, Observation one, ImmutableArray<Answered> each, Func<string> person)
    {
        Count(each.All(static part => part.Fared.Outcome == ReplayOutcome.AsBefore) ? ReplayOutcome.AsBefore : WorstFirst.First(outcome => each.Any(part => part.Fared.Outcome == outcome)), one);
        foreach ((Asked asked, Fared fared) in each)
        {
            if (fared.Outcome is not (ReplayOutcome.AsBefore or ReplayOutcome.StillDenied))
            {
                Add(principal, asked.Name, asked.Resource, fared, one, person, decision: true);
            }
        }
    }

    /// <summary>Takes over what another one counted, of other principals.</summary>
    public void Add(ReplayTally other)
    {
        principals += other.principals;
        withoutPrivilege += other.withoutPrivilege;
        silent.AddRange(other.silent);
        foreach ((ReplayOutcome outcome, long count) in other.events)
        {
            events[outcome] = events.GetValueOrDefault(outcome) + count;
        }

        foreach ((Alike key, Sum sum) in other.sums)
        {
            sums.Add(key, sum);
        }
    }

    /// <summary>The sums, in order.</summary>
    public ReplayResult ToResult(UsageWindow window) => new()
    {
        Window = window,
        Principals = principals,
        Silent = [.. silent.Order(StringComparer.Ordinal)],
        Events = events.ToImmutableSortedDictionary(),
        WithoutPrivilege = withoutPrivilege,
        Calls =
        [
            .. sums.Values.Select(sum => sum.ToCall())
                .OrderBy(call => call.Outcome)
                .ThenBy(call => call.Principal.Arn, StringComparer.Ordinal)
                .ThenBy(call => call.Action, StringComparer.Ordinal)
                .ThenBy(call => call.Resource, StringComparer.Ordinal)
                .ThenBy(call => string.Join('\n', call.Missing), StringComparer.Ordinal)
                .ThenBy(call => call.WasDenied),
        ],
    };

    private static Evaluation.Decisions.Decision Undecided { get; } =
        new() { Kind = Evaluation.Decisions.DecisionKind.Undetermined, DecidedBy = Evaluation.Decisions.DecisionLayer.Identity };

    private void Count(ReplayOutcome outcome, Observation one) => events[outcome] = events.GetValueOrDefault(outcome) + one.Count;

    private void Add(IamPrincipal principal, string action, string resource, Fared fared, Observation one, Func<string> person, bool decision)
    {
        bool denied = one.Outcome == Outcome.Denied;
        var key = new Alike(principal.Arn, action, resource, fared.Outcome, denied, string.Join('\n', fared.Missing));
        if (!sums.TryGetValue(key, out Sum? sum))
        {
            sums.Add(key, sum = new Sum(principal, action, resource, fared, denied, decision));
        }

        sum.Add(one, person());
    }

    private readonly record struct Alike(string Arn, string Action, string Resource, ReplayOutcome Outcome, bool WasDenied, string Missing);

    private sealed class Sum(IamPrincipal principal, string action, string resource, Fared fared, bool denied, bool decision)
    {
        private readonly SortedSet<string> events = new(StringComparer.Ordinal);
        private readonly SortedSet<string> people = new(StringComparer.Ordinal);
        private long count;
        private DateTimeOffset first = DateTimeOffset.MaxValue;
        private DateTimeOffset last = DateTimeOffset.MinValue;

        public void Add(Observation one, string person)
        {
            count += one.Count;
            first = one.First < first ? one.First : first;
            last = one.Last > last ? one.Last : last;
            events.Add($"{one.Source}:{one.Name}");
            people.Add(person);
        }

        public ReplayedCall ToCall() => new()
        {
            Principal = principal,
            Action = action,
            Resource = resource,
            Outcome = fared.Outcome,
            Proposed = decision ? fared.Proposed : null,
            Missing = fared.Missing,
            WasDenied = denied,
            Events = [.. events],
            People = [.. people],
            Count = count,
            First = first,
            Last = last,
        };
    }
}
