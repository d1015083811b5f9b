using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>What a finding says of one privilege: the statements that give it, how far it reaches, and what still limits it.</summary>
internal sealed class Support
{
    private readonly ImmutableArray<Part> allows;
    private readonly ImmutableArray<Part> denies;
    private readonly ImmutableArray<Part> boundaries;

    private Support(CatalogAction action, Reach reach, bool conditional, ImmutableArray<Part> allows, ImmutableArray<Part> denies, ImmutableArray<Part> limits)
    {
        (Action, Reach, IsConditional) = (action, reach, conditional);
        (this.allows, this.denies) = (allows, denies);
        boundaries = [.. limits.Where(limit => limit.Source.Layer == PolicyLayer.Boundary)];
        Statements = [.. allows.Select(allow => allow.Source)];
        Limits = [.. SupportWords.Of(allows, denies, limits)];
    }

    /// <summary>One statement as it reads for the principal.</summary>
    /// <param name="Source">The statement and its policy.</param>
    /// <param name="Patterns">Its resource patterns with variables filled in.</param>
    /// <param name="Reach">How much of the action's resources they cover.</param>
    /// <param name="Conditions">Its conditions, without those that always hold.</param>
    /// <param name="IsConditional">Whether one of the conditions is more than the caller's choice.</param>
    internal sealed record Part(StatementSource Source, string[] Patterns, Reach Reach, ImmutableArray<Condition> Conditions, bool IsConditional)
    {
        /// <summary>Whether a resource of that ARN is meant.</summary>
        public bool Matches(string arn) => Source.Statement.Resources is not { } resources
            || Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, arn, ignoreCase: false)) != resources.Not;
    }

    /// <summary>The privilege.</summary>
    public CatalogAction Action { get; }

    /// <summary>How much of its resources is in reach.</summary>
    public Reach Reach { get; }

    /// <summary>Whether every way to it depends on a condition, or a Deny or a limit that depends on one stands against it.</summary>
    public bool IsConditional { get; }

    /// <summary>The statements that give it, the ones that other statements make needless left out.</summary>
    public ImmutableArray<StatementSource> Statements { get; }

    /// <summary>What limits it, to be said of the action.</summary>
    public ImmutableArray<SupportLimit> Limits { get; }

    /// <summary>The ARNs in reach where each is written out; null where some pattern has a wildcard.</summary>
    public IReadOnlyList<string>? ExactArns =>
        allows.All(allow => allow.Source.Statement.Resources is { Not: false } && !allow.Patterns.Any(pattern => WildcardPattern.HasWildcard(pattern)))
            ? [.. allows.SelectMany(allow => allow.Patterns).Distinct(StringComparer.Ordinal)]
            : null;

    /// <summary>Whether the privilege reaches the resource of that ARN, under the conditions that <see cref="Limits"/> tells.</summary>
    public bool Covers(string arn) =>
        allows.Any(allow => allow.Matches(arn))
        && !denies.Any(deny => deny.Conditions.IsEmpty && deny.Matches(arn))
        && (boundaries.IsEmpty || boundaries.Any(limit => limit.Matches(arn)));

    /// <summary>
    /// What supports <paramref name="grant"/>; null where nothing that it rests on can ever apply, such as an ARN that no resource of the action has.
    /// </summary>
    public static Support? Of(Grant grant, IamPrincipal principal, string? passedTo)
    {
        CatalogAction action = grant.Action;
        Part[] possible = [.. Parts(grant.Allows, action, principal, passedTo).Where(part => part.Reach != Reach.None)];
        if (possible.Length == 0)
        {
            return null;
        }

        Part[] free = [.. possible.Where(part => part is { Reach: Reach.All, Conditions.IsEmpty: true })];
        Part[] chosen = free.Length > 0 ? free : possible;

        Part[] takenAway = [.. Parts(grant.Denies, action, principal, passedTo).Where(part => part.Reach != Reach.None)];
        if (takenAway.Any(deny => deny is { Reach: Reach.All, Conditions.IsEmpty: true }))
        {
            return null;
        }

        Part[] limits = [.. Parts(grant.Limits, action, principal, passedTo)];
        if (limits.Length > 0 && limits.All(limit => limit.Reach == Reach.None))
        {
            return null;
        }

        Reach reach = chosen.Max(part => part.Reach);
        if (limits.Length > 0 && limits.Max(limit => limit.Reach) is var most && most < reach)
        {
            reach = most;
        }

        bool conditional = chosen.All(part => part.IsConditional)
            || takenAway.Any(deny => deny.IsConditional && deny.Reach >= Reach.Broad)
            || (limits.Length > 0 && limits.All(limit => limit.IsConditional));
        return new Support(action, reach, conditional, [.. chosen], [.. takenAway], [.. limits]);
    }

    // Statements with a condition that never holds are left out; conditions that always hold are left out of their statements.
    private static IEnumerable<Part> Parts(ImmutableArray<StatementSource> sources, CatalogAction action, IamPrincipal principal, string? passedTo)
    {
        foreach (StatementSource source in sources)
        {
            var remaining = ImmutableArray.CreateBuilder<Condition>();
            bool never = false, conditional = false;
            foreach (Condition condition in source.Statement.Conditions)
            {
                switch (ConditionJudgement.Judge(condition, principal, passedTo))
                {
                    case ConditionEffect.NeverHolds:
                        never = true;
                        break;
                    case ConditionEffect.CallersChoice:
                        remaining.Add(condition);
                        break;
                    case ConditionEffect.Depends:
                        remaining.Add(condition);
                        conditional = true;
                        break;
                    default:
                        break;
                }
            }

            if (!never)
            {
                string[] patterns = PolicyVariables.Resolve(source.Statement.Resources, source.Policy.Document, principal);
                Reach reach = StatementReach.Of(source.Statement.Resources, patterns, action, principal);
                yield return new Part(source, patterns, reach, remaining.ToImmutable(), conditional);
            }
        }
    }
}
