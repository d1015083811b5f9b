using System.Collections.Immutable;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Ninety days at Acme Robotics: what happens every day, and what happens once.</summary>
public static class TheStory
{
    /// <summary>What happens day by day.</summary>
    private static readonly ImmutableArray<Action<TrailLog, DateTime>> s_routines =
    [
        Machines.OrderProcessor,
        Machines.WebServer,
        Machines.Checkout,
        AwsItself.AutoScaling,
        AwsItself.Config,
        AwsItself.ServiceEvents,
        ServiceUsers.Backup,
        ServiceUsers.Metrics,
        ServiceUsers.Portal,
        Pipelines.GitHub,
        Pipelines.OldPipeline,
        Pipelines.ThreeHops,
        Offices.Administrators,
        Offices.Developers,
        Offices.DataScience,
        Offices.Readers,
        SignedOn.Nina,
        SignedOn.Sam,
        SignedOn.Quinn,
        Outsiders.Vendor,
        Outsiders.Auditors,
        Tools.Machines,
        Tools.Staff,
    ];

    /// <summary>Tells the whole story.</summary>
    public static TrailLog Tell()
    {
        var log = new TrailLog();
        foreach (var day in Calendar.Days())
        {
            foreach (var routine in s_routines)
                routine(log, day);
        }

        foreach (var episode in Episodes.All)
            episode(log);
        return log;
    }
}
