using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>What one layer says of a request: which statements deny and allow it, for sure or perhaps.</summary>
internal sealed class LayerOutcome
{
    private readonly List<(DecidingStatement Statement, Answer Answer, Naming Naming)> allows = [];
    private readonly List<(DecidingStatement Statement, Answer Answer)> denies = [];

    /// <summary>Whether a Deny applies.</summary>
    public Answer Deny => denies.Aggregate(Answer.No, (any, deny) => any.Or(deny.Answer));

    /// <summary>Whether an Allow applies that names the requester at least in this way.</summary>
    public Answer Allow(Naming least = Naming.Account) =>
        allows.Where(allow => allow.Naming >= least).Aggregate(Answer.No, (any, allow) => any.Or(allow.Answer));

    /// <summary>Whether an Allow applies that names the requester in exactly this way.</summary>
    public Answer AllowBy(Naming naming) =>
        allows.Where(allow => allow.Naming == naming).Aggregate(Answer.No, (any, allow) => any.Or(allow.Answer));

    /// <summary>The statements that deny with this truth.</summary>
    public IEnumerable<DecidingStatement> Denying(Truth truth) => denies.Where(deny => deny.Answer.Truth == truth).Select(deny => deny.Statement);

    /// <summary>The statements that allow with this truth.</summary>
    public IEnumerable<DecidingStatement> Allowing(Truth truth) => allows.Where(allow => allow.Answer.Truth == truth).Select(allow => allow.Statement);

    /// <summary>Takes in what the policies say.</summary>
    public LayerOutcome Add(DecisionLayer layer, IEnumerable<NamedPolicy> policies, AccessRequest request, bool hasBoundary)
    {
        foreach (NamedPolicy policy in policies)
        {
            foreach (Statement statement in policy.Document.Statements)
            {
                Naming naming = layer is DecisionLayer.Resource or DecisionLayer.Endpoint or DecisionLayer.ResourceControl
                    ? PrincipalMatcher.Match(statement.Principals, request.Requester, statement.Effect, hasBoundary)
                    : Naming.Direct;
                if (naming == Naming.None || IsUnfit(layer, statement))
                {
                    continue;
                }

                Answer answer = StatementMatcher.Match(policy.Document, statement, request);
                if (answer.IsFalse)
                {
                    continue;
                }

                var source = new DecidingStatement(layer, policy, statement);
                if (statement.Effect == Effect.Deny)
                {
                    denies.Add((source, answer));
                }
                else
                {
                    allows.Add((source, answer, naming));
                }
            }
        }

        return this;
    }

    /// <summary>AWS refuses an identity policy without Resource and a resource policy without Principal; such an Allow grants nothing.</summary>
    private static bool IsUnfit(DecisionLayer layer, Statement statement) => statement.Effect == Effect.Allow && layer switch
    {
        DecisionLayer.Identity or DecisionLayer.Boundary or DecisionLayer.Session => statement.Resources is null,
        DecisionLayer.Resource => statement.Principals is null,
        _ => false,
    };
}
