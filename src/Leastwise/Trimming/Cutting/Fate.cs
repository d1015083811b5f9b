using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>What becomes of a privilege, and why; those that stay first, in the order in which they stand in a policy.</summary>
public enum Fate
{
    /// <summary>It was used.</summary>
    Used,

    /// <summary>It was used, as far as requests of other calls tell.</summary>
    Inferred,

    /// <summary>Nobody can know whether it was used.</summary>
    Unknown,

    /// <summary>It was asked to stay.</summary>
    Asked,

    /// <summary>The catalogue does not know it.</summary>
    Unrecognised,

    /// <summary>It was not used, and the logs would have shown it.</summary>
    Unused,

    /// <summary>Nobody can know, and such were asked to go.</summary>
    UnknownDropped,

    /// <summary>It is on paper only: a Deny, a boundary or an organization's policy takes it away, the resources are not its own, or no policy is needed for it.</summary>
    WithoutEffect,
}

/// <summary>A privilege of the subject with its fate.</summary>
/// <param name="Action">Its name, or a pattern that the catalogue does not know.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Because">One sentence.</param>
/// <param name="Evidence">Its use, summed over the members; null where there was none.</param>
public sealed record TrimmedPrivilege(string Action, Fate Fate, string Because, UseEvidence? Evidence)
{
    /// <summary>Whether it stays.</summary>
    public bool Stays => Fate < Fate.Unused;
}

/// <summary>A pattern of resources in a trimmed policy with what supports it.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Rule">How it came to be, in a few words.</param>
/// <param name="Resources">The resources that were worked on and that it stands for, in ordinal order; the first of them where they are many.</param>
/// <param name="Seen">How many they are.</param>
/// <param name="Actions">The actions by which, in ordinal order.</param>
/// <param name="Events">The events, as <c>source:name</c>, in ordinal order.</param>
/// <param name="Count">How many events.</param>
/// <param name="Last">The last of them, UTC.</param>
public sealed record PatternEvidence(
    string Pattern, string Rule, ImmutableArray<string> Resources, int Seen, ImmutableArray<string> Actions, ImmutableArray<string> Events, long Count, DateTimeOffset Last);

/// <summary>A condition that all history satisfies, and that could be added.</summary>
/// <param name="Operator">Such as <c>Bool</c>.</param>
/// <param name="Key">The key.</param>
/// <param name="Values">The values.</param>
/// <param name="Because">What speaks for it, and what to look at first; one or two sentences.</param>
public sealed record SuggestedCondition(string Operator, string Key, ImmutableArray<string> Values, string Because);
