using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>
/// Answers who holds a privilege. Loaded once with the grants of every user and role; a question then looks at the bit of its action first. Safe
/// for any number of threads.
/// </summary>
public sealed class WhoCan
{
    private const string NoResourcePolicy = "the resource's own policy must allow it, and was not given";

    private readonly ImmutableArray<PrincipalGrants> grants;
    private readonly ActionCatalog catalog;
    private readonly PolicyLookup lookup;

    /// <summary>Works out the grants of every user and role of the accounts.</summary>
    /// <param name="catalog">The actions.</param>
    /// <param name="calculator">Keeps the policies compiled.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="lookup">Finds policies.</param>
    public WhoCan(ActionCatalog catalog, GrantCalculator calculator, ImmutableArray<AccountSnapshot> accounts, PolicyLookup lookup)
    {
        this.catalog = catalog;
        this.lookup = lookup;
        grants =
        [
            .. accounts.SelectMany(account => account.Actors.Select(actor => (account, actor)))
                .OrderBy(pair => pair.actor.Arn, StringComparer.Ordinal)
                .AsParallel().AsOrdered()
                .Select(pair => calculator.GrantsOf(pair.actor, pair.account, lookup.Organization)),
        ];
    }

    /// <summary>What was assumed where something was missing.</summary>
    public IEnumerable<Diagnostic> Diagnostics => grants.SelectMany(held => held.Diagnostics).Distinct();

    /// <summary>Who holds the action.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">On which resource: an ARN, which is decided with every layer, a pattern, or null for any.</param>
    /// <param name="resourceAccount">The account that holds the resource, where its ARN does not tell; null takes each asker's own.</param>
    public Holders Ask(CatalogAction action, string? resource, string? resourceAccount)
    {
        if (resource is null || WildcardPattern.HasWildcard(resource))
        {
            return new Holders([.. grants.AsParallel().AsOrdered().Select(held => ByPattern(held, action, resource)).OfType<Holder>()], []);
        }

        NamedPolicy? own = lookup.PolicyOf(resource);
        return new Holders(
            [.. grants.AsParallel().AsOrdered()
                // Without a policy of the resource there is no other way to hold it than one's own grants.
                .Where(held => own is not null || held.Actions.Contains(action.Id))
                .Select(held => ByDecision(held.Principal, action, resource, resourceAccount))
                .OfType<Holder>()],
            own is null ? [] : OutsidersOf(own, action, resource));
    }

    private static Holder? ByPattern(PrincipalGrants held, CatalogAction action, string? resource)
    {
        var wanted = new GrantFilter { Actions = ActionSet.Of([action.Id]), Resource = resource };
        return wanted.Of(held).FirstOrDefault() is { } view
            ? new Holder
            {
                Principal = held.Principal,
                IsConditional = view.IsConditional,
                Resources = view.Resources,
                Gives = view.Grant.Allows,
                Limits = [.. view.Residual],
            }
            : null;
    }

    private Holder? ByDecision(IamPrincipal principal, CatalogAction action, string resource, string? resourceAccount)
    {
        AccessRequest request = AuthorizedResource.On(catalog, new AccessRequest
        {
            Requester = Requester.Parse(principal.Arn),
            Action = action.FullName,
            Resource = resource,
            ResourceAccountId = resourceAccount,
            Context = new RequestContext { IsOpen = true },
        });
        PolicySet policies = lookup.For(principal, request);
        AccessPath path = RequestEvaluator.Explain(request, new PreparedPolicies(policies));
        bool lacksPolicy = policies.Resource is null && path.Decision is { Kind: DecisionKind.ImplicitDeny, DecidedBy: DecisionLayer.Resource };
        return path.Decision.Kind is DecisionKind.Allowed or DecisionKind.Undetermined || lacksPolicy
            ? new Holder
            {
                Principal = principal,
                IsConditional = path.Decision.Kind == DecisionKind.Undetermined,
                Gives = [.. path.Gives.Select(statement => SourceOf(statement, principal))],
                Limits = [.. path.Limits.Select(statement => SourceOf(statement, principal))],
                Unknown = lacksPolicy ? NoResourcePolicy : null,
            }
            : null;
    }

    private static StatementSource SourceOf(DecidingStatement deciding, IamPrincipal principal)
    {
        PolicyLayer layer = deciding.Layer switch
        {
            DecisionLayer.Boundary => PolicyLayer.Boundary,
            DecisionLayer.Session => PolicyLayer.Session,
            DecisionLayer.ServiceControl => PolicyLayer.ServiceControl,
            DecisionLayer.ResourceControl => PolicyLayer.ResourceControl,
            DecisionLayer.Resource => PolicyLayer.Resource,
            _ => PolicyLayer.Identity,
        };
        bool isOwn = principal.InlinePolicies.Concat(principal.AttachedPolicies).Any(policy => ReferenceEquals(policy, deciding.Policy));
        string? group = layer != PolicyLayer.Identity || isOwn ? null : (principal as IamUser)?.Groups
            .FirstOrDefault(one => one.InlinePolicies.Concat(one.AttachedPolicies).Any(policy => ReferenceEquals(policy, deciding.Policy)))?.Name;
        return new StatementSource(layer, deciding.Policy, deciding.Statement, group);
    }

    private ImmutableArray<Outsider> OutsidersOf(NamedPolicy policy, CatalogAction action, string resource)
    {
        bool Names(Statement statement) => statement.Effect == Effect.Allow
            && statement.Actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, action.FullName, ignoreCase: true)) != statement.Actions.Not
            && (statement.Resources is not { } element
                || element.Patterns.Any(pattern => PatternSubtraction.Meet(pattern, resource)) != element.Not);
        return
        [
            .. from statement in policy.Document.Statements
               where Names(statement) && statement.Principals is not null
               from who in Strangers(statement)
               select new Outsider(who, new StatementSource(PolicyLayer.Resource, policy, statement, ViaGroup: null)),
        ];
    }

    private IEnumerable<string> Strangers(Statement statement)
    {
        if (statement.Principals is not { } principals)
        {
            return [];
        }

        return principals.Not
            ? ["everyone but those whom NotPrincipal names"]
            : principals.Entries.Select(entry => entry switch
            {
                { Type: PrincipalEntryType.Anyone } or { Type: PrincipalEntryType.Aws, Value: "*" } => "everyone",
                { Type: PrincipalEntryType.Service } => $"service {entry.Value}",
                { Type: PrincipalEntryType.Federated } => $"identity provider {entry.Value}",
                { Type: PrincipalEntryType.CanonicalUser } => $"canonical user {entry.Value}",
                _ => lookup.Knows(entry.Value) ? null : entry.Value,
            }).OfType<string>();
    }
}
