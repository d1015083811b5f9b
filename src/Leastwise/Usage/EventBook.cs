using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Everything gathered about one principal.</summary>
internal sealed class EventBook
{
    private readonly Dictionary<string, FormerPrincipal> former = new(StringComparer.Ordinal);

    /// <summary>Privileges exercised.</summary>
    public EvidenceBook Evidence { get; } = new();

    /// <summary>Calls that the catalogue does not know.</summary>
    public UnresolvedTally Unresolved { get; } = new();

    /// <summary>Calls that were denied.</summary>
    public List<Observation> Denied { get; } = [];

    /// <summary>Sessions.</summary>
    public OriginTally Origins { get; } = new();

    /// <summary>Events in all.</summary>
    public long Events { get; private set; }

    /// <summary>The first.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>The last.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Deleted namesakes, by unique id.</summary>
    public ImmutableArray<FormerPrincipal> Former => [.. former.Values.OrderBy(one => one.UniqueId, StringComparer.Ordinal)];

    /// <summary>Takes calls of the principal.</summary>
    public void Add(Observation one, EventCredit credit, SessionGraph graph)
    {
        Events += one.Count;
        First = First is null || one.First < First ? one.First : First;
        Last = Last is null || one.Last > Last ? one.Last : Last;
        credit.Credit(one, this);
        if (one.Session is SessionIdentity session)
        {
            Origins.Add(session, graph, one);
        }
    }

    /// <summary>Takes calls of a deleted principal of the same ARN.</summary>
    public void AddFormer(string uniqueId, Observation one) =>
        former[uniqueId] = former.TryGetValue(uniqueId, out FormerPrincipal? known)
            ? new FormerPrincipal(uniqueId, known.Events + one.Count, one.First < known.First ? one.First : known.First, one.Last > known.Last ? one.Last : known.Last)
            : new FormerPrincipal(uniqueId, one.Count, one.First, one.Last);

    /// <summary>Denied calls by event and by what the message names.</summary>
    public ImmutableArray<DeniedUse> DeniedUses() => Denied.Count == 0 ? [] :
    [
        .. Denied.GroupBy(one => (one.Source, one.Name, one.Denial, About: About(one)))
            .Select(group => new DeniedUse(
                group.Key.Source, group.Key.Name, group.Key.Denial, group.Sum(one => one.Count), group.Min(one => one.First), group.Max(one => one.Last))
            {
                About = [.. group.Key.About.Split('\n', StringSplitOptions.RemoveEmptyEntries)],
            })
            .OrderBy(use => $"{use.Source}\t{use.Name}\t{use.Denial?.Action}\t{use.Denial?.Resource}\t{use.Denial?.Reason}\t{string.Join('\t', use.About)}", StringComparer.Ordinal),
    ];

    /// <summary>The resources that the calls were about, a line each; none where the message names it, which is better evidence.</summary>
    private static string About(Observation one) => one.Denial?.Resource is not null ? "" : string.Join(
        '\n', one.Resources.Where(resource => resource.Relation is ResourceRelation.Named or ResourceRelation.Requested).Select(resource => resource.Arn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
