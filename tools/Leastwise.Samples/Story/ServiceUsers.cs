using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Machines that still work with a user's long-term key.</summary>
public static class ServiceUsers
{
    /// <summary>
    /// Nightly snapshots. The objects that it writes to acme-backups are recorded nowhere: the trail selects another bucket.
    /// </summary>
    public static void Backup(TrailLog log, DateTime day)
    {
        var caller = People.WithKey(ProdUsers.Backup, "192.0.2.14", People.Library);
        log.Spread(caller, day.Around(1, "backup"), TimeSpan.FromMinutes(20),
            Compute.Volumes, Compute.Snapshot("vol-0acme00000000001"), Compute.Snapshot("vol-0acme00000000002"),
            Storage.Bucket("GetBucketEncryption", "acme-backups", "encryption"), Storage.Bucket("GetBucketLifecycle", "acme-backups",
                "lifecycle"),
            Storage.Bucket("HeadBucket", "acme-backups"),
                Call.Of("ec2", "DescribeSnapshots", """{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"filterSet":{}}"""));
    }

    /// <summary>Dashboards, all day long.</summary>
    public static void Metrics(TrailLog log, DateTime day)
    {
        var caller = People.WithKey(ProdUsers.Metrics, "192.0.2.15", People.Library);
        log.Repeat(caller, day, TimeSpan.FromHours(23), 12, Watching.Alarms);
        log.Repeat(caller, day.AddSeconds(5), TimeSpan.FromHours(23), 7, Watching.LogGroups);
        log.Repeat(caller, day.AddSeconds(9), TimeSpan.FromHours(23), 3, Watching.TaggedResources);
    }

    /// <summary>A federated session may do what its user may, and of that only what the policy in the request says.</summary>
    private const string PublicOnly =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-prod-data/public/*"}}""";

    /// <summary>The portal hands visitors a federated session, with which they read from the public folder.</summary>
    public static void Portal(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(10, "portal");
        var portal = People.WithKey(ProdUsers.Portal, "192.0.2.16", People.Library);
        var visitor = Sessions.ByFederationToken(log, ProdUsers.Portal, portal, $"visitor-{day.DayOfYear}", PublicOnly, at, "203.0.113.77");
        log.Spread(visitor, at, TimeSpan.FromMinutes(30), Storage.DataObject("GetObject", "public/catalogue.pdf"),
            Storage.DataObject("GetObject", "public/prices.pdf"));
    }
}
