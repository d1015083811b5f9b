using System.Collections.Immutable;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>What happens once.</summary>
public static class Episodes
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Action<TrailLog>> All { get; } = [];
}
