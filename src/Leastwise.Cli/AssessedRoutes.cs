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

    /// <summary>Routes and cut for the report; what was not worked out is said.</summary>
    public static AssessedPaths Of(Assessment assessment, EscalationGraph? graph, ImmutableArray<AccountSnapshot> accounts, OrganizationSnapshot? organization, ExistingResources? existing)
    {
        if (graph is null)
        {
            return new AssessedPaths
            {
                Actors = assessment.Principals.Length,
                NotComputed = $"An assessment looks for escalation paths among at most {Legible.Number(AssessedPaths.MostActors)} users and roles; here are {Legible.Number(assessment.Principals.Length)}. 'leastwise paths' has no such limit.",
            };
        }

        EscalationRoutes found = graph.Find(new RouteRequest());
        bool small = graph.Actors <= AssessedPaths.MostActorsForCut;
        EscalationCut? cut = small && found.Reaching > 0
            ? CutSearch.Of(graph, ActionCatalog.Default, accounts, organization, existing ?? ExistingResources.None, useOf: PathUse.Of(assessment))
            : null;
        return AssessedPathsBuilder.Build(found, cut, assessment.Policies) with
        {
            CutNotComputed = small ? null : $"An assessment looks for the cut among at most {Legible.Number(AssessedPaths.MostActorsForCut)} users and roles. 'leastwise paths --cut' has no such limit.",
        };
    }
}
