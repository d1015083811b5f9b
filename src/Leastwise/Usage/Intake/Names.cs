using System.Collections.Concurrent;
using Leastwise.Sessions;

namespace Leastwise.Usage.Intake;

/// <summary>The numbers that a run gives to what records name, shared by all that read files.</summary>
/// <param name="most">How many contents are kept of those of which a run may meet millions. The default takes 6 MB a table.</param>
internal sealed class Names(int most = 190_000)
{
    /// <summary>A record that is kept with its texts takes as much memory as so many that are counted.</summary>
    public const int WeightOfTexts = 10;

    private const int WeightOfTarget = 3;

    private readonly ConcurrentDictionary<(int Actor, int Event), int> levels = new();
    private volatile bool anyLevel;

    /// <summary>Who.</summary>
    public InternTable<LoggedActor> Actors { get; } = new();

    /// <summary>Through which session.</summary>
    public InternTable<SessionParts> Sessions { get; } = new(most);

    /// <summary>Which call.</summary>
    public InternTable<EventKind> Events { get; } = new();

    /// <summary>Where.</summary>
    public InternTable<Place> Places { get; } = new();

    /// <summary>What a denial named.</summary>
    public InternTable<DenialParts> Denials { get; } = new(most);

    /// <summary>Under which circumstances.</summary>
    public InternTable<CircumstanceParts> Circumstances { get; } = new();

    /// <summary>On what.</summary>
    public InternTable<TargetText> Targets { get; } = new(most);

    /// <summary>Which containers of data events.</summary>
    public InternTable<ContainerList> Containers { get; } = new(most);

    /// <summary>What the contents of which there may be millions weighed that were met so far, in counted records; each is in memory until it is written. A target is a single array, others are texts.</summary>
    public long Weight => (WeightOfTexts * ((long)Sessions.Count + Denials.Count)) + (WeightOfTarget * (long)Targets.Count);

    /// <summary>How far the resources of a principal and an event are known to be generalised, by the run's numbers; 0 for those that are not.</summary>
    public int LevelOf(int actor, int kind) => anyLevel ? levels.GetValueOrDefault((actor, kind)) : 0;

    /// <summary>Makes known how far they are generalised.</summary>
    public void SetLevel(int actor, int kind, int level)
    {
        levels[(actor, kind)] = level;
        anyLevel = true;
    }
}
