using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Trimming.Replaying;

/// <summary>A resource type that an action works on.</summary>
/// <param name="Name">Its name, such as <c>object</c>; the first by name where several have one ARN.</param>
/// <param name="Template">Its ARN with places, as the catalogue has it.</param>
/// <param name="Reach">The same, compiled.</param>
/// <param name="Required">Whether every call works on one.</param>
internal sealed record ActionType(string Name, string Template, ArnTemplate Reach, bool Required);

/// <summary>What actions work on.</summary>
internal sealed class ActionTypes(ActionCatalog catalog, StatementCompiler compiler)
{
    private readonly Dictionary<int, ImmutableArray<ActionType>> known = [];

    /// <summary>The types, in ordinal order of their ARNs; none where the action works on <c>*</c> only.</summary>
    public ImmutableArray<ActionType> Of(int action)
    {
        if (known.TryGetValue(action, out ImmutableArray<ActionType> types))
        {
            return types;
        }

        // The compiler keeps the templates in the same order, each once.
        IGrouping<string, ActionResource>[] templates =
            [.. catalog.Actions[action].Resources.GroupBy(resource => resource.Type.ArnTemplate, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)];
        ImmutableArray<ArnTemplate> reaches = compiler.TargetsOf(action).Types;
        types =
        [
            .. templates.Select((group, index) => new ActionType(
                group.Select(one => one.Type.Name).Order(StringComparer.Ordinal).First(), group.Key, reaches[index], group.Any(one => one.Required))),
        ];
        known.Add(action, types);
        return types;
    }

    /// <summary>The type that an ARN, or a pattern of ARNs, is of; null for none.</summary>
    public ActionType? Of(int action, string arn)
    {
        foreach (ActionType type in Of(action))
        {
            if (type.Reach.Overlaps(arn))
            {
                return type;
            }
        }

        return null;
    }
}
