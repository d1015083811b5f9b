using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Risks;

/// <summary>A risk that is a list of actions held without limit to a resource, with its sentences.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Does">Completes <c>User alice … : actions</c>.</param>
/// <param name="Verb">Stands between the action and what the list says of it.</param>
/// <param name="Outcome">What an attacker makes of it, a whole sentence.</param>
/// <param name="Advice">What to do.</param>
internal sealed record ListedRisk(RiskKind Kind, string Does, string Verb, string Outcome, string Advice)
{
    /// <summary>At most one finding for a principal.</summary>
    public Finding? Find(Subject subject, RiskFacts.ActionList list)
    {
        if (ListedActions.Of(subject, list.Actions) is not { } held)
        {
            return null;
        }

        string verb = Verb.Length == 0 ? "" : $"{Verb} ";
        return subject.Finding(
            Kind,
            Kind.Severity.MilderIf(held.AllConditional),
            detail: "",
            title: $"{subject.Words} {Does}: {held.Words}",
            explanation: held.Explained(held => $"{held.First.FullName} {verb}{list.ByAction[held.First.Id].Gives}, and nothing limits it to one resource. It is given by {held.By}. {Outcome}"),
            recommendation: Advice,
            held.Names,
            held.Statements,
            held.Sentences);
    }
}
