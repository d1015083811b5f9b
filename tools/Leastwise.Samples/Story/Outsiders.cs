using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Those who come from other accounts.</summary>
public static class Outsiders
{
    /// <summary>The supplier watches, every day.</summary>
    public static void Vendor(TrailLog log, DateTime day)
    {
        var at = day.Around(6, "vendor");
        var vendor = Sessions.ByStranger(log, OutsideRoles.VendorMonitoring, Places.Stranger, "AROAEXAMPLEVENDOR00000:collector",
            "collector", at, "198.51.100.200",
            new() { ExternalId = "acme-7731" });
        log.Spread(vendor, at, TimeSpan.FromMinutes(40),
            Watching.Alarms, Compute.Instances, Compute.InstanceStatus, Watching.Dashboards, Watching.Alarms, Compute.Volumes);
    }

    /// <summary>The scanner of acme-tools goes on to audit-reader in acme-prod: two hops over two accounts.</summary>
    public static void Auditors(TrailLog log, DateTime day)
    {
        var at = day.Around(4, "scanner");
        var scanner = Sessions.ByService(log, ToolsAccount.Scanner, "ec2.amazonaws.com", "i-0acme000000000f2", at, "198.51.100.33");
        log.Repeat(scanner, at, TimeSpan.FromMinutes(50), 6,
            Call.Of("ssm", "UpdateInstanceInformation", """{"instanceId":"i-0acme000000000f2","agentStatus":"Active"}"""));
        var auditor = Sessions.ByCaller(log, scanner, OutsideRoles.AuditReader, "nightly-scan", at.AddMinutes(2));
        log.Spread(auditor, at.AddMinutes(2), TimeSpan.FromMinutes(45),
            Storage.Buckets,
            Storage.Bucket("GetBucketPublicAccessBlock", Places.DataBucket, "publicAccessBlock"),
                Storage.Bucket("GetBucketLogging", Places.DataBucket, "logging"),
            Storage.Bucket("GetBucketEncryption", Places.DataBucket, "encryption"), Compute.SecurityGroups, Functions.All, Watching.Trails);
        if (Calendar.IsStocktaking(day))
            log.Spread(auditor, at.AddMinutes(48), TimeSpan.FromMinutes(9), Calls.Iam.Summary, Calls.Iam.Users, Calls.Iam.Roles,
                Calls.Iam.Policies);
    }
}
