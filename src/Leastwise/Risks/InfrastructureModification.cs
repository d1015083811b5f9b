using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Privileges that change resources and that could be limited to some, but are not. A summary, as nearly everybody has some.</summary>
internal static class InfrastructureModification
{
    private const int MostLookedUp = 50;
    private const int MostNamed = 4;

    /// <summary>At most one finding for a principal, with the number of privileges.</summary>
    public static Finding? Find(Subject subject)
    {
        ActionSet changing = subject.Context.Facts.Changing;
        if (!subject.Wide.Overlaps(changing))
        {
            return null;
        }

        ActionSet all = subject.Wide.Intersect(changing);
        PrivilegeSummaries.Summary held = subject.Context.Summaries.Of(all);
        // Thousands of privileges rest on a few statements; what limits them is looked up for some.
        StatementSource[] giving = [.. subject.Context.WideStatements(subject.Grants, subject.Principal).Where(one => one.Compiled.Named.Overlaps(all)).Select(one => one.Source)];
        // Of what is held unrestricted there is nothing to say.
        List<Support> limited = [.. all.Take(MostLookedUp).Where(id => !subject.Grants.Unrestricted.Contains(id))
            .Select(id => subject.SupportOnce(subject.Context.Catalog.Actions[id])).OfType<Support>()];
        // A few are named, so that nobody needs to look them up.
        string privileges = held.Names.Length <= MostNamed ? $": {ConditionWords.List(held.Names)}" : $", with {held.Names.Length} privileges";
        return subject.Finding(
            Risk.InfrastructureModification,
            Severity.Low,
            detail: "",
            title: $"{subject.Words} changes resources without limit to a resource{privileges}",
            explanation: $"These change or delete resources and could be limited to some, but are held on all: {held.Services}. They are given by {SupportWords.Names([.. giving])}.",
            recommendation: "Where the work is on known resources, name them; take away what was not used.",
            held.Names,
            giving,
            ListedActions.Sentences(limited).Select(subject.Context.Kept).ToImmutableArray());
    }
}
