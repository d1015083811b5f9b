using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>The principal under examination, with what it holds and where it lives.</summary>
internal sealed class Subject(IamPrincipal principal, AccountIndex account, PrincipalGrants grants, RiskContext context)
{
    private readonly Dictionary<(int Action, string? PassedTo), Support?> supports = [];

    // By reference: the same statement is met for hundreds of privileges, and comparing statements by value is slow.
    private readonly Dictionary<StatementSource, JudgedStatement> judged = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, EscalationOutcome?> passing = new(StringComparer.Ordinal);
    private readonly UnlimitedSupports unlimited = new();

    /// <summary>What passing a role to the service leads to, worked out once: a dozen paths begin with it.</summary>
    public EscalationOutcome? PassingTo(string service, Func<EscalationOutcome?> judge)
    {
        if (!passing.TryGetValue(service, out EscalationOutcome? outcome))
        {
            passing.Add(service, outcome = judge());
        }

        return outcome;
    }

    /// <summary>The principal.</summary>
    public IamPrincipal Principal => principal;

    /// <summary>Its account.</summary>
    public AccountIndex Account => account;

    /// <summary>What it holds.</summary>
    public PrincipalGrants Grants => grants;

    /// <summary>The scan that it is part of.</summary>
    public RiskContext Context => context;

    /// <summary>
    /// What is held by a statement on everything without an obstacle in it. Denies and limits that take away a part are not subtracted; they are
    /// to be shown.
    /// </summary>
    public ActionSet Wide => field ??= context.Request.IgnoresLimits ? grants.Actions : grants.Unrestricted.Union(grants.Actions.Intersect(context.WideActions(grants, principal)));

    /// <summary>Such as <c>User alice</c>, to begin a sentence.</summary>
    public string Words => Policy is { Kind: PolicyKind.Trust } ? $"The role of the trust policy {Policy.Name}" : Policy is not null ? $"A holder of the policy {Policy.Name}" : principal is IamUser ? $"User {principal.Name}" : $"Role {principal.Name}";

    /// <summary>The policy that is examined by itself, for a holder that is made up; null where a real principal is.</summary>
    public NamedPolicy? Policy { get; init; }

    /// <summary>What findings are about: the principal's ARN or, of a policy, its own.</summary>
    public string About => Policy is null ? principal.Arn : PolicyIdentity.Of(Policy);

    /// <summary>What supports the privilege; null where it is not held or can never apply.</summary>
    public Support? SupportOf(CatalogAction action, string? passedTo = null)
    {
        if (!grants.Actions.Contains(action.Id))
        {
            return null;
        }

        if (!supports.TryGetValue((action.Id, passedTo), out Support? support))
        {
            support = passedTo is null && grants.Unrestricted.Contains(action.Id)
                ? unlimited.Of(action, [.. grants.AllowsOf(action.Id).Select(source => Judged(source, null).For(action)).OfType<StatementPart>()])
                : grants[action] is { } grant ? Support.Of(grant, source => Judged(source, passedTo)) : null;
            support = context.Request.IgnoresLimits ? support?.WithoutLimits() : support;
            supports.Add((action.Id, passedTo), support);
        }

        return support;
    }

    private JudgedStatement Judged(StatementSource source, string? passedTo)
    {
        if (passedTo is not null)
        {
            return new JudgedStatement(source, principal, passedTo, context);
        }

        if (!judged.TryGetValue(source, out JudgedStatement? known))
        {
            judged.Add(source, known = new JudgedStatement(source, principal, null, context));
        }

        return known;
    }

    /// <summary>A finding on this principal.</summary>
    public Finding Finding(
        RiskKind kind, Severity severity, string detail, string title, string explanation, string recommendation,
        IEnumerable<string> actions, IEnumerable<StatementSource> statements, IEnumerable<string>? conditions = null, string? pathId = null) => new()
        {
            Id = FindingId.Of(kind, About, detail),
            Kind = kind.Kind,
            Severity = severity,
            Title = title,
            Explanation = explanation,
            Recommendation = recommendation,
            Principal = About,
            Scope = Policy is null ? FindingScope.Principal : FindingScope.Policy,
            AccountId = principal.AccountId,
            // What comes in order, sets of thousands among it, is shared and not copied.
            Actions = actions is ImmutableArray<string> ordered ? ordered : [.. actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Statements = [.. statements.DistinctBy(Identity)],
            Conditions = [.. (conditions ?? []).Distinct(StringComparer.Ordinal).Select(context.Kept)],
            PathId = pathId,
        };

    private static (PolicyLayer, string, string?, string?, int, string?) Identity(StatementSource source) =>
        (source.Layer, source.Policy.Name, source.Policy.Arn, source.Policy.Owner, source.Statement.Index, source.ViaGroup);
}
