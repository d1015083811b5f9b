namespace Leastwise.Trimming.Replaying;

/// <summary>How well it is known what a call worked on.</summary>
internal enum ResourceExtent
{
    /// <summary>Its ARN, or <c>*</c> where the action works on none.</summary>
    Exact,

    /// <summary>A pattern that its ARN matches: the ledger keeps patterns where one principal worked on very many.</summary>
    Pattern,

    /// <summary>Only its type, or one of several types.</summary>
    Unknown,
}

/// <summary>One authorization that a call took: an action on a resource.</summary>
/// <param name="Action">The action's id.</param>
/// <param name="Name">The action's full name.</param>
/// <param name="Resource">ARN or pattern; <c>*</c> where nothing is known or needed.</param>
/// <param name="Extent">How well the resource is known.</param>
/// <param name="Type">The required type of which the record names no resource while it names others; null for any of the action's types.</param>
/// <param name="Inferred">Whether the call proves the action only by what it held.</param>
internal readonly record struct Asked(int Action, string Name, string Resource, ResourceExtent Extent, ActionType? Type, bool Inferred);
