using Leastwise.Trail;

namespace Leastwise.Usage;

/// <summary>What a denied event's message names.</summary>
internal static class DenialReading
{
    /// <summary>The parts; null where the event was not denied.</summary>
    public static DenialParts? Of(TrailEvent one) => one.Outcome == Outcome.Denied ? new DenialParts("", "", "") : null;
}
