using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>The privileges of a list that a principal holds on all resources, or under a condition that does not name resources.</summary>
internal static class ListedActions
{
    private const int MostSentences = 12;

    /// <summary>What a principal holds of a list.</summary>
    /// <param name="Supports">One for each privilege, in ordinal order.</param>
    internal sealed record Held(ImmutableArray<Support> Supports)
    {
        /// <summary>Whether conditions stand before every one of them.</summary>
        public bool AllConditional => Supports.All(support => support.IsConditional);

        /// <summary>The names that go into a finding, in ordinal order.</summary>
        public IEnumerable<string> Names => Supports.Select(support => support.Action.FullName);

        /// <summary>The statements that give them.</summary>
        public IEnumerable<Evaluation.StatementSource> Statements => Supports.SelectMany(support => support.Statements);

        /// <summary>What limits them.</summary>
        public IEnumerable<string> Sentences
        {
            get
            {
                string[] all = [.. SupportWords.Sentences(Supports)];
                return all.Length <= MostSentences ? all : [.. all.Take(MostSentences), $"There are {all.Length - MostSentences} more limits of this sort."];
            }
        }

        /// <summary>The names in a sentence, such as <c>s3:GetObject and 3 more</c>.</summary>
        public string Words => ConditionWords.List([.. Supports.Select(support => support.Action.FullName)]);

        /// <summary>The statements in words.</summary>
        public string By => SupportWords.Names([.. Statements.Distinct<Evaluation.StatementSource>(ReferenceEqualityComparer.Instance)]);
    }

    /// <summary>
    /// What the principal holds of <paramref name="list"/> with reach over all resources, of one type at least; null where that is nothing. Privileges limited to named
    /// resources are not part of it.
    /// </summary>
    public static Held? Of(Subject subject, ActionSet list)
    {
        if (!subject.Grants.Actions.Overlaps(list))
        {
            return null;
        }

        ImmutableArray<Support> supports = [.. subject.Grants.Actions.Intersect(list)
            .Select(id => subject.SupportOf(subject.Context.Catalog.Actions[id]))
            .OfType<Support>()
            .Where(support => support.Reach >= Reach.Broad)
            .OrderBy(support => support.Action.FullName, StringComparer.Ordinal)];
        return supports.IsEmpty ? null : new Held(supports);
    }
}
