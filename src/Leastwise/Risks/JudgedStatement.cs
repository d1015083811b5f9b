using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>
/// A statement as it reads for one principal, worked out once: hundreds of privileges rest on the same few statements, and only the reach differs
/// among them.
/// </summary>
internal sealed class JudgedStatement
{
    private const int Answers = 8;
    private const int Reaches = (int)Reach.All + 1;
    private readonly StatementSource source;
    private readonly IamPrincipal principal;
    private readonly FilledTemplates templates;
    private readonly Lazy<JudgedStatement>? inHomeRegion;
    private readonly string[] patterns;
    private readonly string[] sure;
    private readonly ImmutableArray<Condition> conditions;
    private readonly bool neverHolds;
    private readonly bool isConditional;
    private readonly bool isOnEverything;
    private readonly StatementPart?[] parts = new StatementPart?[Reaches];

    // A few answers, each in the place that its action's number gives: the number from one on, and the reach. Several threads ask; a number is written whole.
    private readonly int[] answers;

    /// <summary>Fills in the statement's variables and judges its conditions. Those that always hold are left out.</summary>
    public JudgedStatement(StatementSource source, IamPrincipal principal, string? passedTo, RiskContext context, string? region = null)
    {
        (this.source, this.principal, templates) = (source, principal, context.Templates);
        (patterns, sure) = PolicyVariables.Resolve(source.Statement.Resources, source.Policy.Document, principal);
        isOnEverything = source.Statement.Resources is not { Not: true } && (source.Statement.Resources is null || sure.Any(pattern => WildcardPattern.MatchesEverything(pattern)));
        answers = isOnEverything ? [] : new int[Answers];
        var remaining = ImmutableArray.CreateBuilder<Condition>();
        foreach (Condition condition in source.Statement.Conditions)
        {
            ConditionEffect effect = ConditionJudgement.Judge(condition, principal, passedTo, context.Now, source.Statement.Effect, region);
            neverHolds |= effect == ConditionEffect.NeverHolds;
            isConditional |= effect == ConditionEffect.Depends;
            if (effect is ConditionEffect.CallersChoice or ConditionEffect.Depends)
            {
                remaining.Add(condition);
            }
        }

        conditions = remaining.ToImmutable();
        inHomeRegion = region is null && conditions.Any(condition => condition.Key.Equals("aws:RequestedRegion", StringComparison.OrdinalIgnoreCase))
            ? new(() => new JudgedStatement(source, principal, passedTo, context, HomeRegion.Of("iam:*", principal.Arn)))
            : null;
    }

    /// <summary>Whether it names everything and applies in every call.</summary>
    public bool IsFree => isOnEverything && !neverHolds && conditions.IsEmpty;

    /// <summary>The same of the calls of IAM, whose region is known.</summary>
    public bool IsFreeInIam => inHomeRegion?.Value.IsFree ?? IsFree;

    /// <summary>What the statement is for <paramref name="action"/>; null where one of its conditions never holds.</summary>
    public StatementPart? For(CatalogAction action)
    {
        if (inHomeRegion is not null && HomeRegion.Of(action.FullName, principal.Arn) is not null)
        {
            return inHomeRegion.Value.For(action);
        }

        if (neverHolds)
        {
            return null;
        }

        Reach reach = isOnEverything ? Reach.All : ReachOf(action);
        // What a variable of unknown value names is given by an Allow perhaps, and denied or excepted for sure by none.
        bool isTaken = source.Statement.Effect == Effect.Deny != source.Statement.Resources is { Not: true };
        return parts[(int)reach] ??= new StatementPart(source, isTaken ? sure : patterns, reach, conditions, isConditional);
    }

    private Reach ReachOf(CatalogAction action)
    {
        int answer = answers[action.Id % Answers];
        if (answer / Reaches != action.Id + 1)
        {
            Reach reach = ReachOf(action, sure);
            if (sure.Length < patterns.Length)
            {
                reach = source.Statement.Resources is { Not: true } ? Least(reach, Reach.Broad) : reach == Reach.None ? Least(ReachOf(action, patterns), Reach.Some) : reach;
            }

            answers[action.Id % Answers] = answer = ((action.Id + 1) * Reaches) + (int)reach;
        }

        return (Reach)(answer % Reaches);
    }

    private Reach ReachOf(CatalogAction action, string[] written) =>
        StatementReach.Of(source.Statement.Resources, written, action, Arn.PartitionOf(principal.Arn), principal.AccountId, templates);

    // A variable has one value in a call, so its pattern never names everything.
    private static Reach Least(Reach one, Reach other) => one < other ? one : other;
}

/// <summary>One statement as it reads for a principal and an action.</summary>
/// <param name="source">The statement and its policy.</param>
/// <param name="patterns">Its resource patterns with variables filled in.</param>
/// <param name="reach">How much of the action's resources they cover.</param>
/// <param name="conditions">Its conditions, without those that always hold.</param>
/// <param name="isConditional">Whether one of the conditions is more than the caller's choice.</param>
internal sealed class StatementPart(StatementSource source, string[] patterns, Reach reach, ImmutableArray<Condition> conditions, bool isConditional)
{
    private SupportLimit? limit;

    /// <summary>The statement and its policy.</summary>
    public StatementSource Source => source;

    /// <summary>Its resource patterns with variables filled in.</summary>
    public string[] Patterns => patterns;

    /// <summary>How much of the action's resources they cover.</summary>
    public Reach Reach => reach;

    /// <summary>Its conditions, without those that always hold.</summary>
    public ImmutableArray<Condition> Conditions => conditions;

    /// <summary>Whether one of the conditions is more than the caller's choice.</summary>
    public bool IsConditional => isConditional;

    /// <summary>Its resources and conditions in words; empty where it has neither limit.</summary>
    public string Clause => field ??= SupportWords.ClauseOf(this);

    /// <summary>What it limits, in words; null where it limits nothing.</summary>
    public SupportLimit? Limit => limit ??= SupportWords.LimitOf(this);

    /// <summary>Whether a resource of that ARN is meant.</summary>
    public bool Matches(string arn) => source.Statement.Resources is not { } resources || AnyMatches(arn) != resources.Not;

    private bool AnyMatches(string arn)
    {
        foreach (string pattern in patterns)
        {
            if (WildcardPattern.IsMatch(pattern, arn, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
