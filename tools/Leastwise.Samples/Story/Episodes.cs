using System.Collections.Immutable;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>What happens once, or now and then.</summary>
public static class Episodes
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Action<TrailLog>> All { get; } =
    [
        Doors.Root,
        Doors.FailedLogins,
        Doors.IdentityCenter,
        AliceActs.ComingAndGoing,
        AliceActs.PolicyVersions,
        AliceActs.AgainstTheOrganization,
        AliceActs.BreaksTheGlass,
        Failures.BobTries,
        Failures.CarolIsFrozen,
        Failures.Throttled,
        Failures.NotTheirs,
        TeamRobots.BucketsInJune,
        TeamRobots.NewRole,
        TeamRobots.RunnerInBounds,
        TeamRobots.SwitchesRole,
        Rare.InstancesFromGitHub,
        Rare.UnknownEvents,
        Rare.SupportLooks,
        Rare.LoadBalancing,
    ];
}
