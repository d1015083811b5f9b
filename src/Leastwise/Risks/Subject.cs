using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>The principal under examination, with what it holds and where it lives.</summary>
internal sealed class Subject(IamPrincipal principal, AccountIndex account, PrincipalGrants grants, RiskContext context)
{
    // So many statements are compared with each other; of more, places are hashed.
    private const int Few = 16;

    private readonly Dictionary<int, Support?> supports = [];
    private readonly Dictionary<(int Action, string PassedTo), Support?> passingSupports = [];

    // By reference: the same statement is met for hundreds of privileges, and comparing statements by value is slow.
    private readonly Dictionary<StatementSource, JudgedStatement> judged = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, EscalationOutcome?> passing = new(StringComparer.Ordinal);
    private readonly UnlimitedSupports unlimited = new();

    // Emptied and filled anew for each privilege.
    private readonly List<SourcedStatement> allows = [];
    private readonly List<StatementPart> free = [];

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
    public ActionSet Wide => field ??= context.Request.IgnoresLimits ? grants.Actions : grants.Unrestricted.Union(grants.Actions.Intersect(context.WideActions(grants, principal))).Except(Denied());

    // What a Deny on everything takes whose conditions hold in every call of this principal; grants keep that, as conditions are not theirs to decide.
    private ActionSet Denied()
    {
        ActionSet denied = ActionSet.Empty;
        foreach (SourcedStatement one in grants.Sourced)
        {
            if (one.Source is { Layer: not PolicyLayer.ResourceControl, Statement: { Effect: Effect.Deny, Conditions.IsEmpty: false } })
            {
                JudgedStatement judgement = Judged(one.Source, null);
                denied = denied.Union(
                    judgement.IsFree ? one.Compiled.Named
                    : judgement.IsFreeInIam ? one.Compiled.Named.Intersect(context.Facts.IamCalls)
                    : ActionSet.Empty);
            }
        }

        return denied;
    }

    /// <summary>Such as <c>User alice</c>, to begin a sentence.</summary>
    public string Words => field ??= Policy is { Kind: PolicyKind.Trust } ? $"The role of the trust policy {Policy.Name}" : Policy is not null ? $"A holder of the policy {Policy.Name}" : principal is IamUser ? $"User {principal.Name}" : $"Role {principal.Name}";

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

        bool isFree = grants.Unrestricted.Contains(action.Id);
        if (isFree)
        {
            // What no condition stands before is held for every service alike.
            passedTo = null;
        }

        Support? support;
        if (passedTo is null)
        {
            if (!supports.TryGetValue(action.Id, out support))
            {
                supports.Add(action.Id, support = Work(action, isFree, null));
            }
        }
        else if (!passingSupports.TryGetValue((action.Id, passedTo), out support))
        {
            passingSupports.Add((action.Id, passedTo), support = Work(action, isFree, passedTo));
        }

        return support;
    }

    /// <summary>The same without remembering it: lists of hundreds of actions are gone through once.</summary>
    public Support? SupportOnce(CatalogAction action) =>
        !grants.Actions.Contains(action.Id) ? null
        : supports.TryGetValue(action.Id, out Support? known) ? known
        : Work(action, grants.Unrestricted.Contains(action.Id), null);

    /// <summary>The same of what reaches all resources, of one type at least; most that is held reaches some, which the statements that give it tell at once.</summary>
    public Support? BroadSupportOnce(CatalogAction action)
    {
        bool possible = grants.Actions.Contains(action.Id)
            && (context.Request.IgnoresLimits || grants.Unrestricted.Contains(action.Id) || MayReachBroadly(action));
        return possible && SupportOnce(action) is { Reach: >= Reach.Broad } support ? support : null;
    }

    private bool MayReachBroadly(CatalogAction action)
    {
        allows.Clear();
        grants.AllowsOf(action.Id, allows);
        foreach (SourcedStatement allow in allows)
        {
            if (Judged(allow.Source, null).For(action) is { Reach: >= Reach.Broad })
            {
                return true;
            }
        }

        return false;
    }

    private Support? Work(CatalogAction action, bool isFree, string? passedTo)
    {
        Support? support = isFree ? Unlimited(action) : Limited(action, passedTo);
        return context.Request.IgnoresLimits ? support?.WithoutLimits() : support;
    }

    private Support Unlimited(CatalogAction action)
    {
        allows.Clear();
        free.Clear();
        grants.AllowsOf(action.Id, allows);
        foreach (SourcedStatement allow in allows)
        {
            if (Judged(allow.Source, null).For(action) is { Reach: Reach.All, Conditions.IsEmpty: true } part)
            {
                free.Add(part);
            }
        }

        return unlimited.Of(action, free);
    }

    private Support? Limited(CatalogAction action, string? passedTo) => grants[action] is { } grant ? Support.Of(grant, source => Judged(source, passedTo)) : null;

    private JudgedStatement Judged(StatementSource source, string? passedTo)
    {
        if (account.Shared.Of(source, principal, context) is { } shared)
        {
            return shared;
        }

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
            // AWS's policies have the same ARN in every account.
            Id = FindingId.Of(kind, Policy is { Kind: PolicyKind.AwsManaged } ? $"{About} {principal.AccountId}" : About, detail),
            Kind = kind.Kind,
            Severity = severity,
            Title = title,
            Explanation = context.Kept(explanation),
            Recommendation = Advice(kind, recommendation),
            Principal = About,
            Scope = Policy is null ? FindingScope.Principal : FindingScope.Policy,
            AccountId = principal.AccountId,
            // What comes in order, sets of thousands among it, is shared and not copied.
            Actions = actions is ImmutableArray<string> ordered ? ordered : [.. actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Statements = statements is ImmutableArray<StatementSource> distinct ? distinct : Distinct(statements),
            Conditions = conditions is ImmutableArray<string> kept ? kept : [.. (conditions ?? []).Distinct(StringComparer.Ordinal).Select(context.Kept)],
            PathId = pathId,
        };

    // What nobody can edit must be replaced, or changed elsewhere.
    private string Advice(RiskKind kind, string recommendation) => this switch
    {
        { Policy.Kind: PolicyKind.AwsManaged } when kind != Risk.FullAdministrator => context.Kept($"AWS's policies cannot be changed: attach one of your own in its place. {recommendation}"),
        { Policy: null } when principal is IamRole && principal.Path.StartsWith("/aws-reserved/sso.amazonaws.com/", StringComparison.Ordinal) =>
            context.Kept($"Identity Center keeps this role: change its permission set there. {recommendation}"),
        _ => recommendation,
    };

    /// <summary>The statements, each once. Hundreds of privileges rest on the same few, so the same object is seen before places are compared.</summary>
    public static ImmutableArray<StatementSource> Distinct(IEnumerable<StatementSource> statements)
    {
        StatementSource[] all = [.. statements];
        if (all.Length > Few)
        {
            StatementSource[] objects = [.. all.Distinct<StatementSource>(ReferenceEqualityComparer.Instance)];
            return objects.Length < 2 ? [.. objects] : [.. objects.DistinctBy(statement => statement.Place)];
        }

        int count = 0;
        foreach (StatementSource statement in all)
        {
            if (!Has(all.AsSpan(0, count), statement))
            {
                all[count++] = statement;
            }
        }

        return ImmutableArray.Create(all, 0, count);
    }

    private static bool Has(ReadOnlySpan<StatementSource> statements, StatementSource statement)
    {
        foreach (StatementSource one in statements)
        {
            if (ReferenceEquals(one, statement) || (one.Statement.Index == statement.Statement.Index && one.Place == statement.Place))
            {
                return true;
            }
        }

        return false;
    }
}
