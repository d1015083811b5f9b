using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>The privileges of a list that a principal holds on all resources, or under a condition that does not name resources.</summary>
internal static class ListedActions
{
    private const int MostSentences = 12;

    /// <summary>What a principal holds of a list. It is kept for all who hold the same, so it keeps what findings say and not what it was worked out from.</summary>
    internal sealed class Held
    {
        private readonly RiskContext context;
        private readonly ImmutableArray<StatementSource> objects;
        private string? explained;

        /// <summary>Takes what findings need from the supports, one for each privilege, in ordinal order of name.</summary>
        public Held(List<Support> supports, RiskContext context)
        {
            this.context = context;
            Privileges = [.. supports.Select(support => new Privilege(support.Action, support.IsConditional))];
            AllConditional = supports.TrueForAll(support => support.IsConditional);
            Names = [.. supports.Select(support => support.Action.FullName)];
            objects = [.. supports.SelectMany(support => support.Statements).Distinct<StatementSource>(ReferenceEqualityComparer.Instance)];
            Statements = Subject.Distinct(objects);
            Sentences = [.. ListedActions.Sentences(supports).Select(context.Kept)];
        }

        /// <summary>The privileges in ordinal order of name.</summary>
        public ImmutableArray<Privilege> Privileges { get; }

        /// <summary>The first of them.</summary>
        public CatalogAction First => Privileges[0].Action;

        /// <summary>Whether conditions stand before every one of them.</summary>
        public bool AllConditional { get; }

        /// <summary>The names that go into a finding, in ordinal order.</summary>
        public ImmutableArray<string> Names { get; }

        /// <summary>The statements that give them.</summary>
        public ImmutableArray<StatementSource> Statements { get; }

        /// <summary>What limits them.</summary>
        public ImmutableArray<string> Sentences { get; }

        /// <summary>The names in a sentence, such as <c>s3:GetObject and 3 more</c>.</summary>
        public string Words => field ??= ConditionWords.List(Names);

        /// <summary>The statements in words.</summary>
        public string By => field ??= SupportWords.Names(objects);

        /// <summary>The finding's explanation where it names no principal, worded once for all who hold the same.</summary>
        public string Explained(Func<Held, string> word) => explained ??= context.Kept(word(this));
    }

    /// <summary>A privilege that is held.</summary>
    /// <param name="Action">The privilege.</param>
    /// <param name="IsConditional">Whether every way to it depends on a condition.</param>
    internal readonly record struct Privilege(CatalogAction Action, bool IsConditional);

    /// <summary>
    /// What the principal holds of <paramref name="list"/> with reach over all resources, of one type at least; null where that is nothing. Privileges limited to named
    /// resources are not part of it.
    /// </summary>
    public static Held? Of(Subject subject, NamedActions list)
    {
        return subject.Grants.Actions.Overlaps(list.Set) ? subject.Account.Shared.Of(subject, list, Work) : null;
    }

    /// <summary>What limits the privileges, in sentences; the first few and how many more.</summary>
    public static ImmutableArray<string> Sentences(List<Support> supports)
    {
        string[] all = [.. SupportWords.Sentences(supports).Distinct(StringComparer.Ordinal)];
        return all.Length <= MostSentences ? [.. all] : [.. all.Take(MostSentences), $"There are {all.Length - MostSentences} more limits of this sort."];
    }

    private static Held? Work(Subject subject, NamedActions list)
    {
        var supports = new List<Support>();
        foreach (CatalogAction action in list.InOrder)
        {
            if (subject.BroadSupportOnce(action) is { } support)
            {
                supports.Add(support);
            }
        }

        return supports.Count == 0 ? null : new Held(supports, subject.Context);
    }
}
