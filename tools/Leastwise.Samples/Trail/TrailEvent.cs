using System.Text.Json.Nodes;

namespace Leastwise.Samples.Trail;

/// <summary>A record of the trail on its way to a file.</summary>
/// <param name="Account">The account that records it.</param>
/// <param name="Region">The region that records it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Record">The record.</param>
public sealed record TrailEvent(string Account, string Region, DateTime At, JsonObject Record)
{
    /// <summary>When it is delivered, if not with the other events of its day.</summary>
    public DateTime? DeliveredLate { get; init; }
}
