using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// Puts a tag in the place of names, where it was asked for: of roles and users the account files tell the tags. All that were worked on, two at least, must be of one
/// account and carry the tag with one value, and the catalogue must say that the type knows <c>aws:ResourceTag</c>. Tags of other resources are in no file.
/// </summary>
/// <param name="catalog">The actions.</param>
/// <param name="lookup">The accounts.</param>
/// <param name="key">The tag's key.</param>
internal sealed class TagRule(ActionCatalog catalog, PolicyLookup lookup, string key)
{
    private const string ResourceTag = "aws:ResourceTag/";

    /// <summary>The pattern and the condition that stand for the resources; null where no tag does.</summary>
    public (string Pattern, Condition Condition, string Rule)? Of(int action, ActionType type, IReadOnlyCollection<string> resources)
    {
        bool isKnown = catalog.Actions[action].Resources.Any(one => one.Type.ArnTemplate == type.Template && one.Type.ConditionKeys.Contains($"{ResourceTag}${{TagKey}}", StringComparer.OrdinalIgnoreCase));
        IamPrincipal?[] holders = [.. resources.Select(resource => lookup.Find(Requester.Parse(resource)) is { } holder && holder.Arn == resource ? holder : null)];
        if (!isKnown || holders.Length < 2 || holders[0] is not { } first || !first.Tags.TryGetValue(key, out string? value) || value.Contains("${", StringComparison.Ordinal)
            || !Array.TrueForAll(holders, one => one is not null && one.AccountId == first.AccountId && one.Arn.Split('/')[0] == first.Arn.Split('/')[0] && one.Tags.TryGetValue(key, out string? other) && other == value))
        {
            return null;
        }

        return (
            $"{first.Arn.Split('/')[0]}/*",
            new Condition("StringEquals", ResourceTag + key, [value], Documents.Made),
            $"the tag {key} with the value {value}, which all that were seen carry today, in the place of {holders.Length} names");
    }
}
