using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>What a principal exercised, by action, as it is gathered from observations.</summary>
internal sealed class EvidenceBook
{
    private readonly Dictionary<int, Entry> entries = [];
    private readonly Dictionary<int, string> possible = [];

    /// <summary>Actions that were exercised.</summary>
    public IEnumerable<int> Actions => entries.Keys;

    /// <summary>Credits an exercise.</summary>
    /// <param name="action">The privilege.</param>
    /// <param name="one">The calls that prove it.</param>
    /// <param name="inferred">Whether they prove it only by what the request held.</param>
    public void Credit(CatalogAction action, Observation one, bool inferred)
    {
        if (!entries.TryGetValue(action.Id, out Entry? entry))
        {
            entries.Add(action.Id, entry = new Entry());
        }

        entry.Add(one, inferred, action.FullName == "iam:PassRole");
    }

    /// <summary>Remembers that a call, <c>source:name</c>, may have needed an action besides, which its record does not show.</summary>
    public void MayHaveNeeded(CatalogAction action, string call)
    {
        if (!possible.TryGetValue(action.Id, out string? known) || string.CompareOrdinal(call, known) < 0)
        {
            possible[action.Id] = call;
        }
    }

    /// <summary>The call that may have needed the action; null where none was made.</summary>
    public string? MayHaveBeenNeededBy(CatalogAction action) => possible.GetValueOrDefault(action.Id);

    /// <summary>The evidence; null where the action was not exercised.</summary>
    public UseEvidence? Of(CatalogAction action) => entries.TryGetValue(action.Id, out Entry? entry) ? entry.ToEvidence() : null;

    /// <summary>The evidence of an action that was exercised.</summary>
    public UseEvidence UseOf(CatalogAction action) => entries[action.Id].ToEvidence();

    /// <summary>The circumstances of the use; null where the action was not exercised.</summary>
    public Entry? CircumstancesOf(CatalogAction action) => entries.GetValueOrDefault(action.Id);

    /// <summary>An action's use as gathered so far.</summary>
    internal sealed class Entry
    {
        private readonly SortedSet<string> regions = new(StringComparer.Ordinal);
        private readonly SortedSet<string> events = new(StringComparer.Ordinal);
        private readonly SortedSet<string> resources = new(StringComparer.Ordinal);
        private Observation? before;
        private long count;
        private bool inferred = true;

        public SortedSet<string> Services { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Accounts { get; } = new(StringComparer.Ordinal);

        public bool AllThroughServices { get; private set; } = true;

        public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

        public void Add(Observation one, bool inferredOnly, bool passesRole)
        {
            count += one.Count;
            inferred &= inferredOnly;
            First = one.First < First ? one.First : First;
            Last = one.Last > Last ? one.Last : Last;
            AddPlace(one);
            foreach (UsedResource resource in one.Resources)
            {
                // What is handed over is not what the call works on.
                if (resource.Relation != ResourceRelation.Subject && resource.Relation == ResourceRelation.Role == passesRole)
                {
                    resources.Add(resource.Arn);
                }
            }

            if (one.InvokedBy is string service)
            {
                Services.Add(service);
            }
            else
            {
                AllThroughServices = false;
            }
        }

        /// <summary>Calls come by event and place, so that most say again what those before them said; their texts are the ledger's, the same objects.</summary>
        private void AddPlace(Observation one)
        {
            if (before is null || !ReferenceEquals(before.Name, one.Name) || !ReferenceEquals(before.Source, one.Source))
            {
                events.Add($"{one.Source}:{one.Name}");
            }

            if (before is null || !ReferenceEquals(before.Region, one.Region))
            {
                regions.Add(one.Region);
            }

            if (before is null || !ReferenceEquals(before.AccountId, one.AccountId) || !ReferenceEquals(before.OtherAccountId, one.OtherAccountId))
            {
                Accounts.Add(one.OtherAccountId ?? one.AccountId);
            }

            before = one;
        }

        public UseEvidence ToEvidence() => new(count, First, Last, [.. regions], [.. events], inferred) { Resources = [.. resources] };
    }
}
