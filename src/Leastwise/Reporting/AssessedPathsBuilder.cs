using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>Turns routes and their cut into the plain values that reports tell.</summary>
public static class AssessedPathsBuilder
{
    /// <summary>Routes that were found.</summary>
    /// <param name="found">The best route of everybody.</param>
    /// <param name="cut">What breaks them; null where it was not looked for.</param>
    /// <param name="policies">The report's policies, to which statements are linked.</param>
    public static AssessedPaths Build(EscalationRoutes found, EscalationCut? cut, ImmutableArray<AssessedPolicy> policies)
    {
        ImmutableArray<EscalationRoute> told = [.. found.Routes.Take(AssessedPaths.MostRoutes)];
        var drawing = PathDrawing.Of(told);
        var ids = new PolicyIds(policies);
        Dictionary<string, int> places = drawing.Nodes.Select((node, number) => (node.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        return new AssessedPaths
        {
            Actors = found.Actors,
            Reaching = found.Reaching,
            Administrators = [.. found.Administrators.Select(node => node.Arn).OfType<string>()],
            Places = [.. drawing.Nodes.Select(node => new PathPlace(node.Id, JsonText.Word(node.Kind), PathWords.Node(node), node.Arn, node.AccountId, node.IsAdministrator))],
            Hops = [.. drawing.Edges.Select(step => new PathHop
            {
                From = places[step.From.Id],
                To = places[step.To.Id],
                PathId = step.Path.Id,
                How = PathWords.How(step),
                Privileges = step.Path.Requires,
                Conditions = step.Conditions,
                Confidence = JsonText.Word(step.Confidence),
                Statements = [.. step.Statements.Select(source => new PathStatement(
                    ids.Of(source.Policy), source.Policy.Name, source.Statement.Label, source.ViaGroup, source.Statement.Position.File, source.Statement.Position.Line))],
                Cut = [.. Enumerable.Range(0, cut?.Grants.Length ?? 0).Where(number => cut is not null && RestsOn(step, cut.Grants[number].Unit))],
            })],
            Routes = [.. told.Select(route => route.Steps.Select(drawing.NumberOf).ToImmutableArray())],
            Unlisted = found.Routes.Length - told.Length,
            Cut = cut is null ? null : new PathCut(cut.Before, cut.After, cut.IsCheapest, [.. cut.Grants.Select(grant => new PathCutGrant(
                CutWords.Grant(grant.Unit),
                ids.OfKey(grant.Unit.PolicyId),
                JsonText.Word(grant.Use),
                grant.Holders,
                grant.Unit.Position.File,
                grant.Unit.Position.Line))]),
        };
    }

    /// <summary>Whether the step makes use of the grant. It may rest on other grants besides; that all routes break is what the cut's proof says.</summary>
    private static bool RestsOn(PathStep step, GrantUnit unit) => step.Statements.Any(source => unit.Kind switch
    {
        GrantUnitKind.Attachment => source.Policy.Arn == unit.What && (unit.Owner == step.From.Arn || (source.ViaGroup is { } group && IsGroup(unit.Owner, group))),
        GrantUnitKind.Trust => IsAt(source, unit) && (unit.What == step.From.Arn || !IsPrincipal(unit.What)),
        _ => IsAt(source, unit) && step.Path.Requires.Contains(unit.What, StringComparer.OrdinalIgnoreCase),
    });

    private static bool IsAt(StatementSource source, GrantUnit unit) => source.Statement.Index == unit.Statement && GrantUnits.PolicyIdOf(source.Policy) == unit.PolicyId;

    private static bool IsPrincipal(string arn) => arn.Contains(":user/", StringComparison.Ordinal) || arn.Contains(":role/", StringComparison.Ordinal);

    private static bool IsGroup(string? owner, string group) => owner is not null && owner.Contains(":group/", StringComparison.Ordinal) && owner.EndsWith($"/{group}", StringComparison.Ordinal);
}
