using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>What a trim may take away. The defaults are the careful ones.</summary>
public sealed record TrimOptions
{
    /// <summary>Days that a principal must have existed, and that the window must have, before anything is taken away, unless said otherwise: a quarter of a year.</summary>
    public const int DefaultDays = 90;

    /// <summary>The defaults.</summary>
    public static TrimOptions Default { get; } = new();

    /// <summary>Whether privileges go of which nobody can know whether they are used.</summary>
    public bool DropUnknown { get; init; }

    /// <summary>Action patterns, or services, that stay whether they are used or not.</summary>
    public ImmutableArray<string> Keep { get; init; } = [];

    /// <summary>Access levels that stay whether they are used or not.</summary>
    public AccessLevels KeepLevels { get; init; } = AccessLevels.None;

    /// <summary>So many days a principal must have existed at the window's end; of a younger one nothing is taken away.</summary>
    public int MinimumAge { get; init; } = DefaultDays;

    /// <summary>So many days the window must have; in a shorter one nothing is taken away.</summary>
    public int MinimumWindow { get; init; } = DefaultDays;

    /// <summary>Whether resources are narrowed to those that were worked on.</summary>
    public bool NarrowResources { get; init; } = true;

    /// <summary>A tag's key that takes the place of the names of roles and users, where all that were worked on carry it with one value; null for names alone.</summary>
    public string? ByTag { get; init; }

    /// <summary>How actions are written; null takes names where these fit into one document, else wildcards that cut no word, else the shortest.</summary>
    public WildcardStyle? Style { get; init; }

    /// <summary>As what the result is deployed, which says what it must fit.</summary>
    public PolicyPlace Place { get; init; } = PolicyPlace.AsToday;
}
