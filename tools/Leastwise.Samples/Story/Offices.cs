using Leastwise.Samples.Acme;
using Leastwise.Samples.Iam;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>People of acme-prod with users of their own, on workdays.</summary>
public static class Offices
{
    /// <summary>Alice looks after identities in the console; Bob after machines from the command line.</summary>
    public static void Administrators(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(8, "alice");
        var alice = People.SignIn(log, ProdUsers.Alice, "192.0.2.50", at, mfa: true);
        log.Spread(alice, at, TimeSpan.FromHours(3),
            Compute.Instances, Watching.Trails, Storage.Buckets, Functions.All, Compute.SecurityGroups);
        if (Calendar.IsStocktaking(day))
            log.Spread(alice, at.AddMinutes(30), TimeSpan.FromHours(2), Calls.Iam.Summary, Calls.Iam.Users, Calls.Iam.Roles,
                Functions.Distributions);
        var bob = People.WithKey(ProdUsers.Bob, "192.0.2.51");
        log.Spread(bob, day.Around(7, "bob"), TimeSpan.FromHours(2),
            Compute.Instances, Call.Of("ssm", "DescribeInstanceInformation", """{"maxResults":50}"""),
                Compute.Turn("StartInstances", "i-0acme000000000b0"), Compute.InstanceStatus);
        log.Record(bob, day.Around(17, "bob"), Compute.Turn("StopInstances", "i-0acme000000000b0"));
    }

    /// <summary>Erin and Frank read logs and look at functions.</summary>
    public static void Developers(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(9, "erin");
        var erin = People.SignIn(log, ProdUsers.Erin, "192.0.2.60", at, mfa: false);
        log.Spread(erin, at, TimeSpan.FromHours(6),
            Functions.All, Functions.One("robots-arm"), Watching.LogGroups, Watching.FilterLogs, Watching.Query, Watching.Alarms,
                Compute.Instances,
            Functions.RestApis, Functions.Stages);
        if (day.DayOfWeek == DayOfWeek.Wednesday)
            log.Record(erin, at.AddHours(7), Functions.Update("robots-arm"));
        var frank = People.WithKey(ProdUsers.Frank, "192.0.2.61");
        log.Spread(frank, day.Around(10, "frank"), TimeSpan.FromHours(4),
            Watching.WhoAmI, Watching.LogGroups, Watching.FilterLogs, Functions.All, Watching.Alarms,
                Call.Of("sqs", "ListQueues", """{"queueNamePrefix":"robots-"}"""));
    }

    /// <summary>Grace works in her corner of the data.</summary>
    public static void DataScience(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var grace = People.WithKey(ProdUsers.Grace, "192.0.2.70", People.Library);
        log.Spread(grace, day.Around(9, "grace"), TimeSpan.FromHours(7),
            Storage.DataList("home/grace.data/"), Storage.DataObject("GetObject", "home/grace.data/model.csv"),
                Storage.DataObject("GetObject", "shared/sales.csv"),
            Watching.Tables, Watching.StartAthena, Watching.Athena("GetQueryExecution"), Watching.Athena("GetQueryResults"),
            Storage.DataObject("PutObject", $"home/grace.data/run-{day:MMdd}.csv"));
    }

    /// <summary>People who only look: the user called 123, Heidi with MFA, and Ivan, who was deleted and made anew.</summary>
    public static void Readers(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        if (day.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Friday)
        {
            log.Spread(People.WithKey(ProdUsers.Number, "192.0.2.80"), day.Around(14, "123"), TimeSpan.FromMinutes(40),
                Compute.Instances, Storage.Buckets, Storage.Bucket("HeadBucket", Places.DataBucket),
                Storage.Bucket("GetBucketPolicy", Places.DataBucket, "policy")
                    .Failing("NoSuchBucketPolicy", "The bucket policy does not exist"));
        }

        if (day.DayOfWeek == DayOfWeek.Monday)
        {
            var at = day.Around(11, "heidi");
            log.Spread(People.SignIn(log, ProdUsers.Heidi, "192.0.2.81", at, mfa: true), at, TimeSpan.FromHours(1), Calls.Iam.Summary,
                Calls.Iam.Users, Watching.Trails, Calls.Iam.Policies);
        }

        foreach (var user in WhoIsIvan(day))
            log.Spread(People.WithKey(user, "192.0.2.82"), day.Around(13, "ivan"), TimeSpan.FromMinutes(30), Compute.Instances,
                user.Incarnation == 1 ? Storage.Buckets : Compute.Volumes);
        if (day < Calendar.On(6, 30))
            log.Spread(People.WithKey(ProdUsers.Mallory, "192.0.2.83"), day.Around(15, "mallory"), TimeSpan.FromMinutes(30),
                Compute.Instances, Storage.Buckets);
        if (day > Calendar.On(8, 10))
            log.Spread(People.WithKey(ProdUsers.Judy, "192.0.2.84"), day.Around(10, "judy"), TimeSpan.FromHours(2), Watching.LogGroups,
                Functions.All);
    }

    private static IEnumerable<User> WhoIsIvan(DateTime day)
    {
        if (day < Calendar.On(7, 10))
            yield return ProdUsers.IvanBefore;
        if (day > Calendar.On(7, 20))
            yield return ProdUsers.Ivan;
    }
}
