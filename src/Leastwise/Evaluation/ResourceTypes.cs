using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;

namespace Leastwise.Evaluation;

/// <summary>
/// The compiled ARN templates of the catalogue's actions, in one partition. Each distinct template, and each distinct list of them, exists once,
/// so that lists are compared by reference.
/// </summary>
internal sealed class ResourceTypes(ActionCatalog catalog, string partition)
{
    private readonly ConcurrentDictionary<string, ArnTemplate> templates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ActionTargets> distinct = new(StringComparer.Ordinal);
    private ImmutableArray<(ActionTargets Targets, ActionSet Actions)> groups;
    private ILookup<string, int>? byService;
    private readonly ActionTargets?[] byAction = new ActionTargets?[catalog.Actions.Count];

    /// <summary>What the action of that id works on.</summary>
    public ActionTargets Of(int action) => byAction[action] ??= Find(catalog.Actions[action]);

    /// <summary>All of the catalogue's actions by what they work on.</summary>
    public ImmutableArray<(ActionTargets Targets, ActionSet Actions)> Groups
    {
        get
        {
            // Worked out twice at worst, to the same.
            if (groups.IsDefault)
            {
                groups = Group();
            }

            return groups;
        }
    }

    /// <summary>Those of the <see cref="Groups"/> that work on something of these services, or on something whose service is open.</summary>
    public IEnumerable<(ActionTargets Targets, ActionSet Actions)> GroupsOf(IEnumerable<string> services)
    {
        ILookup<string, int> by = byService ??= Groups
            .SelectMany((group, place) => group.Targets.Types.Select(type => (Service: type.Service ?? "", place)).Distinct())
            .ToLookup(pair => pair.Service, pair => pair.place, StringComparer.Ordinal);
        return services.Append("").SelectMany(service => by[service]).Distinct().Order().Select(place => Groups[place]);
    }

    private ImmutableArray<(ActionTargets Targets, ActionSet Actions)> Group() =>
        [.. Enumerable.Range(0, catalog.Actions.Count).GroupBy(Of).Select(group => (group.Key, ActionSet.Of(group)))];

    private ActionTargets Find(CatalogAction action)
    {
        string[] arns = AuthorizedResource.TemplateOf(action) is { } only
            ? [only]
            : [.. action.Resources.Select(resource => resource.Type.ArnTemplate).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        // Where no type is required, a call may name none, and is then authorized on "*".
        bool star = action.Resources.All(resource => !resource.Required);
        return distinct.GetOrAdd($"{star} {string.Join(' ', arns)}", _ => new ActionTargets([.. arns.Select(Template)], star));
    }

    private ArnTemplate Template(string template) => templates.GetOrAdd(template, static (text, place) => new ArnTemplate(text, place), partition);
}

/// <summary>What an action works on. Compared by reference.</summary>
/// <param name="types">Its resource types; none where it only works on <c>*</c>.</param>
/// <param name="star">Whether it can be authorized on <c>*</c>, having no type or only optional ones.</param>
internal sealed class ActionTargets(ImmutableArray<ArnTemplate> types, bool star)
{
    /// <summary>The resource types.</summary>
    public ImmutableArray<ArnTemplate> Types => types;

    /// <summary>Whether it can be authorized on <c>*</c>.</summary>
    public bool Star => star;
}
