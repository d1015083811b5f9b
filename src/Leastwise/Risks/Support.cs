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
    private static readonly string[] Everything = ["*"];
    private readonly ImmutableArray<StatementPart> allows;
    private readonly ImmutableArray<StatementPart> denies;
    private readonly ImmutableArray<StatementPart> boundaries;

    private Support(CatalogAction action, Reach reach, bool conditional, ImmutableArray<StatementPart> allows, ImmutableArray<StatementPart> denies, ImmutableArray<StatementPart> limits)
    {
        (Action, Reach, IsConditional) = (action, reach, conditional);
        (this.allows, this.denies) = (allows, denies);
        boundaries = limits.IsEmpty ? [] : [.. limits.Where(limit => limit.Source.Layer == PolicyLayer.Boundary)];
        Statements = allows is [var only] ? [only.Source] : [.. allows.Select(allow => allow.Source)];
        Limits = SupportWords.Of(allows, denies, limits);
    }

    private Support(CatalogAction action, ImmutableArray<StatementPart> allows, ImmutableArray<StatementSource> statements) =>
        (Action, Reach, this.allows, denies, boundaries, Statements, Limits) = (action, Reach.All, allows, [], [], statements, []);

    /// <summary>What supports a privilege that nothing limits.</summary>
    public static Support Unlimited(CatalogAction action, ImmutableArray<StatementPart> allows, ImmutableArray<StatementSource> statements) => new(action, allows, statements);

    /// <summary>The same as if no statement named resources or conditions.</summary>
    public Support WithoutLimits() => new(Action, Reach.All, false, allows, denies, boundaries);

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

    /// <summary>The limit as a sentence, where there is one; a dozen paths say the same of one privilege.</summary>
    public string OnlyLimit => field ??= SupportWords.Sentence(Limits[0], [Action.FullName]);

    /// <summary>The ARNs in reach where each is written out; null where some pattern has a wildcard. One in the place of the account means <paramref name="account"/>: IAM changes only its own.</summary>
    public IReadOnlyList<string>? ExactArnsIn(string account)
    {
        if (!allows.All(allow => allow.Source.Statement.Resources is { Not: false }))
        {
            return null;
        }

        string[] arns = [.. allows.SelectMany(allow => allow.Patterns).Select(pattern => InAccount(pattern, account)).Distinct(StringComparer.Ordinal)];
        return arns.Any(arn => WildcardPattern.HasWildcard(arn)) ? null : arns;
    }

    private static string InAccount(string pattern, string account)
    {
        string[] parts = pattern.Split(':', 6);
        if (parts is not ["arn", _, "iam", _, var owner, _] || !WildcardPattern.HasWildcard(owner) || !WildcardPattern.IsMatch(owner, account, ignoreCase: false))
        {
            return pattern;
        }

        parts[4] = account;
        return string.Join(':', parts);
    }

    /// <summary>Patterns that everything in reach matches one of; the pattern of everything where a statement names exceptions.</summary>
    public IEnumerable<string> Patterns => allows.SelectMany(allow => allow.Source.Statement.Resources is { Not: false } ? allow.Patterns : Everything);

    /// <summary>Whether the privilege reaches the resource of that ARN, under the conditions that <see cref="Limits"/> tells.</summary>
    public bool Covers(string arn)
    {
        if (!AnyMatches(allows, arn))
        {
            return false;
        }

        foreach (StatementPart deny in denies)
        {
            if (deny.Conditions.IsEmpty && deny.Matches(arn))
            {
                return false;
            }
        }

        return boundaries.IsEmpty || AnyMatches(boundaries, arn);
    }

    private static bool AnyMatches(ImmutableArray<StatementPart> parts, string arn)
    {
        foreach (StatementPart part in parts)
        {
            if (part.Matches(arn))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What supports <paramref name="grant"/>; null where nothing that it rests on can ever apply, such as an ARN that no resource of the action has.
    /// </summary>
    /// <param name="grant">The grant.</param>
    /// <param name="judged">Each of its statements as it reads for the principal.</param>
    public static Support? Of(Grant grant, Func<StatementSource, JudgedStatement> judged)
    {
        CatalogAction action = grant.Action;
        List<StatementPart> possible = Parts(grant.Allows, action, judged, reaching: true);
        if (possible.Count == 0)
        {
            return null;
        }

        List<StatementPart> chosen = possible.Exists(IsFree) ? possible.FindAll(IsFree) : possible;
        List<StatementPart> takenAway = Parts(grant.Denies, action, judged, reaching: true);
        if (takenAway.Exists(IsFree))
        {
            return null;
        }

        List<StatementPart> limits = Parts(grant.Limits, action, judged, reaching: false);
        if (limits.Count > 0 && limits.TrueForAll(limit => limit.Reach == Reach.None))
        {
            return null;
        }

        Reach reach = chosen.Max(part => part.Reach);
        if (limits.Count > 0 && limits.Max(limit => limit.Reach) is var most && most < reach)
        {
            reach = most;
        }

        bool conditional = chosen.TrueForAll(part => part.IsConditional)
            || takenAway.Exists(deny => deny.IsConditional && deny.Reach >= Reach.Broad)
            || (limits.Count > 0 && limits.TrueForAll(limit => limit.IsConditional));
        return new Support(action, reach, conditional, [.. chosen], [.. takenAway], [.. limits]);
    }

    private static bool IsFree(StatementPart part) => part is { Reach: Reach.All, Conditions.IsEmpty: true };

    private static List<StatementPart> Parts(ImmutableArray<StatementSource> sources, CatalogAction action, Func<StatementSource, JudgedStatement> judged, bool reaching)
    {
        List<StatementPart> parts = [];
        foreach (StatementSource source in sources)
        {
            if (judged(source).For(action) is { } part && (!reaching || part.Reach != Reach.None))
            {
                parts.Add(part);
            }
        }

        return parts;
    }
}
