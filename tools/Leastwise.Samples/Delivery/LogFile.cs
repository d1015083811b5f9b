using System.Collections.Immutable;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Delivery;

/// <summary>A log file to be: its key and its events in no order of time, as in real files; session by session they zip best.</summary>
public sealed record LogFile(string Key, string Account, string Region, DateTime Delivered, ImmutableArray<TrailEvent> Events);
