using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Calls that fail: denied ones are no use of a privilege, others that fail later are.</summary>
public static class Failures
{
    /// <summary>
    /// Bob takes temporary credentials and makes calls that fail after they were authorised, or that only ask whether they would be.
    /// </summary>
    public static void BobTries(TrailLog log)
    {
        var at = Calendar.On(6, 18, 10, 30, 0);
        var bob = Sessions.BySessionToken(log, ProdUsers.Bob, People.WithKey(ProdUsers.Bob, "192.0.2.51"), at);
        log.Record(bob, at.AddMinutes(1), Watching.WhoAmI);
        log.Record(bob, at.AddMinutes(2),
            Call.Of("ec2", "RunInstances",
            """{"instancesSet":{"items":[{"imageId":"ami-0acme000000000007","minCount":1,"maxCount":1}]},"instanceType":"t3.small"}""")
            .Failing("Client.DryRunOperation", "Request would have succeeded, but DryRun flag is set."));
        log.Record(bob, at.AddMinutes(5),
            Call.Of("ec2", "TerminateInstances", """{"instancesSet":{"items":[{"instanceId":"i-0acmenotthere0001"}]}}""")
            .Failing("Client.InvalidInstanceID.NotFound", "The instance ID 'i-0acmenotthere0001' does not exist"));
        log.Record(bob, at.AddMinutes(9), Call.Of("iam", "GetRole", """{"roleName":"no-such-role"}""")
            .Failing("NoSuchEntityException", "The role with name no-such-role cannot be found."));
        log.Record(bob, at.AddMinutes(12), Call.Of("rds", "DescribeDBInstances", """{"dBInstanceIdentifier":"ledger"}""")
            .Failing("DBInstanceNotFound", "DBInstance ledger not found."));
    }

    /// <summary>Carol comes back for a moment and is denied everything.</summary>
    public static void CarolIsFrozen(TrailLog log)
    {
        var carol = People.WithKey(ProdUsers.Carol, "192.0.2.55");
        log.Record(carol, Calendar.On(6, 16, 9, 0, 2), Watching.WhoAmI);
        log.Record(carol, Calendar.On(6, 16, 9, 0, 30), Compute.Instances.DeniedByIdentity(carol, "ec2:DescribeInstances", "*"));
        log.Record(carol, Calendar.On(6, 16, 9, 1, 10), Storage.Buckets.DeniedByIdentity(carol, "s3:ListAllMyBuckets", "*"));
    }

    /// <summary>Too many calls in a short time.</summary>
    public static void Throttled(TrailLog log)
    {
        var metrics = People.WithKey(ProdUsers.Metrics, "192.0.2.15", People.Library);
        log.Repeat(metrics, Calendar.On(7, 29, 15, 0, 0), TimeSpan.FromMinutes(2), 12, Watching.Alarms.Failing("ThrottlingException",
            "Rate exceeded"));
        var bob = People.WithKey(ProdUsers.Bob, "192.0.2.51");
        log.Repeat(bob, Calendar.On(7, 29, 15, 10, 0), TimeSpan.FromMinutes(1), 5, Compute.Volumes.Failing("Client.RequestLimitExceeded",
            "Request limit exceeded."));
    }

    /// <summary>Grace and Frank reach for what is not theirs.</summary>
    public static void NotTheirs(TrailLog log)
    {
        var grace = People.WithKey(ProdUsers.Grace, "192.0.2.70", People.Library);
        log.Record(grace, Calendar.On(6, 24, 15, 7, 0), Storage.DataObject("GetObject", "home/erin.dev/notes.txt")
            .NothingAllows(grace, "s3:GetObject", $"arn:aws:s3:::{Places.DataBucket}/home/erin.dev/notes.txt"));
        var frank = People.WithKey(ProdUsers.Frank, "192.0.2.61");
        const string Function = "arn:aws:lambda:eu-west-1:111111111111:function:robots-arm";
        log.Record(frank, Calendar.On(7, 1, 16, 20, 0), Call.Of("lambda", "DeleteFunction20150331", """{"functionName":"robots-arm"}""")
            .NothingAllows(frank, "lambda:DeleteFunction", Function));
    }
}
