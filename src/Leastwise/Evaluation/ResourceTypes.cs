using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Evaluation;

/// <summary>The compiled ARN templates of the catalogue's actions, in one partition. Each distinct template is compiled once.</summary>
internal sealed class ResourceTypes(ActionCatalog catalog, string partition)
{
    private readonly ConcurrentDictionary<string, ArnTemplate> templates = new(StringComparer.Ordinal);
    private readonly ActionTargets?[] byAction = new ActionTargets?[catalog.Actions.Count];

    /// <summary>What the action of that id works on.</summary>
    public ActionTargets Of(int action) => byAction[action] ??= Compile(catalog.Actions[action]);

    private ActionTargets Compile(CatalogAction action) => new(
        [.. action.Resources.Select(resource => resource.Type.ArnTemplate).Distinct(StringComparer.Ordinal).Select(Template)],
        // Where no type is required, a call may name none, and is then authorized on "*".
        action.Resources.All(resource => !resource.Required));

    private ArnTemplate Template(string template) => templates.GetOrAdd(template, static (text, place) => new ArnTemplate(text, place), partition);
}

/// <summary>What an action works on.</summary>
/// <param name="Types">Its resource types; none where it only works on <c>*</c>.</param>
/// <param name="Star">Whether it can be authorized on <c>*</c>, having no type or only optional ones.</param>
internal sealed record ActionTargets(ImmutableArray<ArnTemplate> Types, bool Star);
