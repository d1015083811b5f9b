using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Erin and her team: rights that were taken away, a role within bounds, a switch of roles.</summary>
public static class TeamRobots
{
    private static readonly Caller s_erin = People.WithKey(ProdUsers.Erin, "192.0.2.60");

    /// <summary>Until 22 June developers could make buckets. Erin did; today she may not.</summary>
    public static void BucketsInJune(TrailLog log)
    {
        log.Record(s_erin, Calendar.On(6, 5, 13, 30, 0), Storage.Buckets);
        log.Record(s_erin, Calendar.On(6, 5, 13, 31, 0), Storage.Bucket("CreateBucket", "acme-robots-scratch"));
        log.Record(s_erin, Calendar.On(7, 7, 13, 30, 0), Storage.Buckets.NothingAllows(s_erin, "s3:ListAllMyBuckets", "*"));
    }

    /// <summary>Erin makes a role for a function and hands it over.</summary>
    public static void NewRole(TrailLog log)
    {
        var role = ProdRoles.BatchRunner;
        log.Record(s_erin, role.Created, Calls.Iam.CreateRole(role));
        log.Record(s_erin, role.Created.AddSeconds(20),
            Call.Of("iam", "AttachRolePolicy",
            $$"""{"roleName":"{{role.Name}}","policyArn":"{{AwsManagedPolicies.Administrator.Arn}}"}"""));
        log.Record(s_erin, role.Created.AddSeconds(90), Functions.Create("robots-batch", role.Arn));
    }

    /// <summary>The role is administrator on paper; its boundary lets little through.</summary>
    public static void RunnerInBounds(TrailLog log)
    {
        for (var day = Calendar.On(6, 25); day <= Calendar.Last; day = day.AddDays(4))
        {
            var at = day.Around(19, "runner");
            var runner = Sessions.ByService(log, ProdRoles.BatchRunner, "lambda.amazonaws.com", "robots-batch", at, "203.0.113.60");
            log.Spread(runner, at, TimeSpan.FromMinutes(5),
                Watching.LogStream("robots-batch"), Watching.Table,
                Storage.Buckets.OutsideBoundary(runner, "s3:ListAllMyBuckets", "*"), Compute.Instances.OutsideBoundary(
                    runner, "ec2:DescribeInstances", "*"));
        }
    }

    /// <summary>Erin switches to power-builder in the console, twice.</summary>
    public static void SwitchesRole(TrailLog log)
    {
        foreach (var at in new[] { Calendar.On(6, 25, 14, 0, 0), Calendar.On(7, 16, 14, 0, 0) })
        {
            var console = People.SignIn(log, ProdUsers.Erin, "192.0.2.60", at.AddMinutes(-3), mfa: true);
            var builder = Sessions.BySwitchRole(log, console, ProdRoles.PowerBuilder, "erin.dev", at);
            log.Spread(builder, at, TimeSpan.FromMinutes(40),
                Compute.Instances, Call.Of("dynamodb", "ListTables", "{}"), Call.Of("rds", "DescribeDBInstances"),
                    Call.Of("sqs", "ListQueues", "{}"));
            log.Record(builder, at.AddMinutes(45), ConsoleCalls.ExitRole);
        }
    }
}
