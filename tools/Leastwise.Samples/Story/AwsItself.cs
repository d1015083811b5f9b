using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>What AWS does by itself: service-linked roles at work, recorders, events that are no calls.</summary>
public static class AwsItself
{
    /// <summary>The service-linked role of Auto Scaling looks after the fleet.</summary>
    public static void AutoScaling(TrailLog log, DateTime day)
    {
        for (var hour = 1; hour < 24; hour += 6)
        {
            var at = day.Around(hour, "autoscaling");
            var session = Sessions.ByService(log, ProdRoles.AutoScaling, "autoscaling.amazonaws.com", "AutoScaling", at,
                "autoscaling.amazonaws.com", "autoscaling.amazonaws.com");
            session.Identity["invokedBy"] = "autoscaling.amazonaws.com";
            log.Spread(session, at, TimeSpan.FromMinutes(30), Compute.InstanceStatus, Compute.TargetHealth, Compute.Instances,
                Compute.InstanceStatus);
        }
    }

    /// <summary>AWS Config takes stock at night.</summary>
    public static void Config(TrailLog log, DateTime day)
    {
        var at = day.Around(3, "config");
        var session = Sessions.ByService(log, ProdRoles.ConfigRecorder, "config.amazonaws.com", "AWSConfig-Describe", at,
            "config.amazonaws.com", "config.amazonaws.com");
        log.Spread(session, at, TimeSpan.FromMinutes(30),
            Compute.Instances, Compute.Volumes, Compute.SecurityGroups, Functions.All, Storage.Buckets,
            Storage.Bucket("GetBucketVersioning", "acme-backups", "versioning"), Storage.Bucket("GetBucketAcl", "acme-backups", "acl"),
            Call.Of("rds", "DescribeDBInstances"));
        if (Calendar.IsStocktaking(day))
            log.Spread(session, at.AddMinutes(31), TimeSpan.FromMinutes(5), Calls.Iam.Roles, Compute.Instances.In(Places.Virginia));
        if (day.Day is 10 or 25)
            log.Spread(session, at.AddMinutes(31), TimeSpan.FromMinutes(5), Compute.Instances.In(Places.Frankfurt),
                Compute.Volumes.In(Places.Frankfurt));
    }

    /// <summary>Service events, and the service-linked role of ECS, whose events lack the session's issuer.</summary>
    public static void ServiceEvents(TrailLog log, DateTime day)
    {
        if (day.Day == 7)
            log.Record(Inside("AWS Internal"), day.AddHours(5), RotateKey);
        if (day.Day % 3 != 0)
            return;
        var at = day.Around(13, "ecs");
        var session = Sessions.ByService(log, ProdRoles.Ecs, "ecs.amazonaws.com", "ecs-service-scheduler", at, "ecs.amazonaws.com",
            "ecs.amazonaws.com");
        session.Identity["sessionContext"]!.AsObject().Remove("sessionIssuer");
        session.Identity["invokedBy"] = "ecs.amazonaws.com";
        log.Spread(session, at, TimeSpan.FromMinutes(20), Compute.TargetHealth, Compute.Describe("DescribeNetworkInterfaces",
            "networkInterfaceIdSet"));
    }

    private static Call RotateKey => new("kms", "RotateKey")
    {
        Type = "AwsServiceEvent",
        ServiceDetails = new JsonObject { ["keyId"] = "0acme000-0000-4000-8000-00000000000b" },
        Resources = [("AWS::KMS::Key", "arn:aws:kms:eu-west-1:111111111111:key/0acme000-0000-4000-8000-00000000000b")],
    };

    private static Caller Inside(string name) => People.Service(Places.Prod, name) with
    {
        Identity = new JsonObject { ["accountId"] = Places.Prod, ["invokedBy"] = name },
    };
}
