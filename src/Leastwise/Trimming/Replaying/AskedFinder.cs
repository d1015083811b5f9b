using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>Says which authorizations observed calls took, each on which resource, as far as their records show.</summary>
internal sealed class AskedFinder(ActionCatalog catalog, ActionTypes types)
{
    private readonly EventCredit credit = new(catalog);
    private readonly Dictionary<(string Source, string Name, string? Type), EventResolution> resolutions = [];
    private readonly Dictionary<CallKind, ImmutableArray<Asked>> known = [];

    /// <summary>What the catalogue says of the calls.</summary>
    public EventResolution Resolve(Observation one)
    {
        if (!resolutions.TryGetValue((one.Source, one.Name, one.Type), out EventResolution? known))
        {
            resolutions.Add((one.Source, one.Name, one.Type), known = credit.Resolve(one));
        }

        return known;
    }

    /// <summary>The authorizations of calls that were let through; none where their outcome proves nothing, or no privilege is needed.</summary>
    public ImmutableArray<Asked> Of(Observation one)
    {
        // Calls of one event on one target are many, a session and a place each; the ledger's view gives them one array.
        var key = new CallKind(one.Source, one.Name, one.Type, one.Outcome, one.PassesRole, one.InvokedBy is null, one.Resources);
        if (!known.TryGetValue(key, out ImmutableArray<Asked> asked))
        {
            known.Add(key, asked = [.. credit.ActionsOf(one).Distinct().SelectMany(id => Of(one, catalog.Actions[id]))]);
        }

        return asked;
    }

    /// <summary>The authorizations that denied calls asked for: what the message names, else what the event stands for.</summary>
    public IEnumerable<Asked> OfDenied(Observation one)
    {
        if (one.Denial is { Action: { } named } denial && catalog.Find(named) is { } action)
        {
            return denial.Resource is { Length: > 0 } resource
                ? [new Asked(action.Id, action.FullName, resource, ExtentOf(resource), null, Inferred: false)]
                : Of(one, action);
        }

        return Resolve(one) is EventResolution.Privileges privileges ? privileges.Primary.SelectMany(primary => Of(one, primary)) : [];
    }

    private List<Asked> Of(Observation one, CatalogAction action)
    {
        bool passes = action.FullName == "iam:PassRole";
        bool inferred = passes || (action.Prefix == "kms" && one.InvokedBy is not null);
        if (types.Of(action.Id).IsEmpty)
        {
            return [new Asked(action.Id, action.FullName, "*", ResourceExtent.Exact, null, inferred)];
        }

        var found = new List<Asked>();
        var named = new HashSet<ActionType>();
        IEnumerable<UsedResource> meant = one.Resources.Where(resource => resource.Relation != ResourceRelation.Subject && (!passes || resource.Relation == ResourceRelation.Role));
        foreach (string arn in meant.Select(resource => AuthorisedNames.Of(action.FullName, resource)).Distinct(StringComparer.Ordinal))
        {
            if (arn != "*" && types.Of(action.Id, arn) is { } type)
            {
                named.Add(type);
                found.Add(new Asked(action.Id, action.FullName, arn, ExtentOf(arn), null, inferred));
            }
        }

        if (found.Count == 0)
        {
            return [new Asked(action.Id, action.FullName, "*", ResourceExtent.Unknown, null, inferred)];
        }

        // A call needs every required type; those that its record does not name are needed all the same.
        found.AddRange(types.Of(action.Id).Where(type => type.Required && !named.Contains(type))
            .Select(type => new Asked(action.Id, action.FullName, "*", ResourceExtent.Unknown, type, inferred)));
        return found;
    }

    private readonly record struct CallKind(string Source, string Name, string? Type, Outcome Outcome, bool PassesRole, bool ByItself, ImmutableArray<UsedResource> Resources);

    private static ResourceExtent ExtentOf(string arn) => WildcardPattern.HasWildcard(arn) ? ResourceExtent.Pattern : ResourceExtent.Exact;
}
