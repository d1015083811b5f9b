using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;

namespace Leastwise.Cli;

/// <summary>Escalation paths as part of an assessment, as far as they cost seconds and not minutes.</summary>
internal static class AssessedRoutes
{
    /// <summary>The graph; null where there are too many users and roles.</summary>
    public static EscalationGraph? GraphOf(ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ExistingResources? existing) =>
        accounts.Sum(account => account.Users.Length + account.Roles.Length) > AssessedPaths.MostActors ? null : EscalationGraph.Build(ActionCatalog.Default, accounts, organization, existing ?? ExistingResources.None);

    /// <summary>Routes and cut for the report; what was not worked out is said. The routes are null where there are none to tell.</summary>
    public static (AssessedPaths Told, EscalationRoutes? Routes) Of(Assessment assessment, EscalationGraph? graph, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ExistingResources? existing)
    {
        if (graph is null)
        {
            return (new AssessedPaths
            {
                Actors = assessment.Principals.Length,
                NotComputed = $"An assessment looks for escalation paths among at most {Legible.Number(AssessedPaths.MostActors)} users and roles; here are {Legible.Number(assessment.Principals.Length)}. 'leastwise paths' has no such limit.",
            }, null);
        }

        EscalationRoutes found = graph.Find(new RouteRequest());
        bool small = graph.Actors <= AssessedPaths.MostActorsForCut;
        EscalationCut? cut = small && found.Reaching > 0
            ? CutSearch.Of(graph, ActionCatalog.Default, accounts, organization, existing ?? ExistingResources.None, useOf: PathUse.Of(assessment))
            : null;
        AssessedPaths told = AssessedPathsBuilder.Build(found, cut, assessment.Policies) with
        {
            CutNotComputed = small ? null : $"An assessment looks for the cut among at most {Legible.Number(AssessedPaths.MostActorsForCut)} users and roles. 'leastwise paths --cut' has no such limit.",
        };
        return (told, found);
    }

    /// <summary>The part of one account: routes that begin with its users and roles, wherever they lead.</summary>
    /// <param name="part">The account's part of the assessment.</param>
    /// <param name="account">The account.</param>
    /// <param name="whole">The assessment of all accounts.</param>
    /// <param name="existing">What runs with roles; null where nothing is known of it.</param>
    public static AssessedPaths OfAccount(Assessment part, AccountSnapshot account, Assessed whole, ExistingResources? existing)
    {
        if (whole.Routes is not { } found)
        {
            // All together were too many; by itself the account may be small enough.
            return Of(part, GraphOf([account], whole.Organization, existing), [account], whole.Organization, existing).Told;
        }

        ImmutableArray<EscalationRoute> own = [.. found.Routes.Where(route => route.From.AccountId == account.AccountId)];
        EscalationRoutes narrowed = found with
        {
            Actors = part.Principals.Length,
            Reaching = own.Length,
            Administrators = [.. found.Administrators.Where(node => node.AccountId == account.AccountId)],
            Routes = own,
        };
        return AssessedPathsBuilder.Build(narrowed, cut: null, part.Policies) with
        {
            CutNotComputed = own.IsEmpty ? null : "The cut is worked out over all accounts together, and stands in the report on all of them.",
        };
    }
}
