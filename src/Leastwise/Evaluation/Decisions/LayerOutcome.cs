using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Evaluation.Decisions;

/// <summary>What one layer says of a request: which statements deny and allow it, for sure or perhaps.</summary>
internal sealed class LayerOutcome
{
    private List<(DecidingStatement Statement, Answer Answer, Naming Naming)>? allows;
    private List<(DecidingStatement Statement, Answer Answer)>? denies;

    private LayerOutcome()
    {
    }

    /// <summary>What a layer says that has no statement on the action, or does not bear on the request.</summary>
    public static LayerOutcome Silent { get; } = new();

    /// <summary>Whether a Deny applies, for sure or perhaps.</summary>
    public bool HasDeny => denies is not null;

    /// <summary>Whether a Deny applies.</summary>
    public Answer Deny
    {
        get
        {
            Answer any = Answer.No;
            if (denies is not null)
            {
                foreach ((_, Answer answer) in denies)
                {
                    any = any.Or(answer);
                }
            }

            return any;
        }
    }

    /// <summary>What the statements say. Which of them name the requester matters only where they have principals.</summary>
    public static LayerOutcome Of(ImmutableArray<PreparedStatement> statements, AccessRequest request, bool hasBoundary)
    {
        LayerOutcome outcome = Silent;
        foreach (PreparedStatement prepared in statements)
        {
            Naming naming = Names(prepared.Source.Layer)
                ? PrincipalMatcher.Match(prepared.Statement.Principals, request.Requester, prepared.Statement.Effect, hasBoundary)
                : Naming.Direct;
            Answer answer = naming == Naming.None ? Answer.No : prepared.Match(request);
            if (answer.IsFalse)
            {
                continue;
            }

            outcome = ReferenceEquals(outcome, Silent) ? new LayerOutcome() : outcome;
            if (prepared.Statement.Effect == Effect.Deny)
            {
                (outcome.denies ??= []).Add((prepared.Source, answer));
            }
            else
            {
                (outcome.allows ??= []).Add((prepared.Source, answer, naming));
            }
        }

        return outcome;
    }

    /// <summary>Whether an Allow applies that names the requester at least in this way.</summary>
    public Answer Allow(Naming least = Naming.Account, Naming most = Naming.Direct)
    {
        Answer any = Answer.No;
        if (allows is not null)
        {
            foreach ((_, Answer answer, Naming naming) in allows)
            {
                any = naming >= least && naming <= most ? any.Or(answer) : any;
            }
        }

        return any;
    }

    /// <summary>Whether an Allow applies that names the requester in exactly this way.</summary>
    public Answer AllowBy(Naming naming) => Allow(naming, naming);

    /// <summary>The statements that deny with this truth.</summary>
    public IEnumerable<DecidingStatement> Denying(Truth truth) =>
        denies is null ? [] : denies.Where(deny => deny.Answer.Truth == truth).Select(deny => deny.Statement);

    /// <summary>The statements that allow with this truth and name the requester at least in this way.</summary>
    public IEnumerable<DecidingStatement> Allowing(Truth truth, Naming least = Naming.Account) =>
        allows is null ? [] : allows.Where(allow => allow.Answer.Truth == truth && allow.Naming >= least).Select(allow => allow.Statement);

    private static bool Names(DecisionLayer layer) => layer is DecisionLayer.Resource or DecisionLayer.Endpoint or DecisionLayer.ResourceControl;
}
