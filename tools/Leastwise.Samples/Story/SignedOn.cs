using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>People without users: they sign in through IAM Identity Center, or through the old SAML provider.</summary>
public static class SignedOn
{
    /// <summary>Nina, developer.</summary>
    public static void Nina(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(8, "nina");
        var nina = Sessions.BySaml(log, ProdRoles.SsoDeveloper, "AWSSSO_fedcba9876543210_DO_NOT_DELETE", "nina.okafor@acme.example", at,
            "198.51.100.21");
        log.Spread(nina, at, TimeSpan.FromMinutes(55),
            Functions.All, Functions.One("robots-eye"), Watching.LogGroups, Watching.FilterLogs, Watching.Alarms, Watching.Dashboards,
                Compute.Instances,
            Functions.RestApis, Watching.Query, Functions.One("robots-arm"));
    }

    /// <summary>Sam, administrator two days a week.</summary>
    public static void Sam(TrailLog log, DateTime day)
    {
        if (day.DayOfWeek is not (DayOfWeek.Monday or DayOfWeek.Wednesday))
            return;
        var at = day.Around(9, "sam");
        var sam = Sessions.BySaml(log, ProdRoles.SsoAdministrator, "AWSSSO_0123456789abcdef_DO_NOT_DELETE", "sam.lee@acme.example", at,
            "198.51.100.22");
        log.Spread(sam, at, TimeSpan.FromMinutes(55),
            Calls.Iam.Users, Calls.Iam.Policies, Compute.Instances, Compute.SecurityGroups, Storage.Buckets, Watching.Trails,
            Call.Of("rds", "DescribeDBInstances"));
    }

    /// <summary>Quinn, analyst, through the old provider.</summary>
    public static void Quinn(TrailLog log, DateTime day)
    {
        if (day.DayOfWeek is not (DayOfWeek.Tuesday or DayOfWeek.Thursday))
            return;
        var at = day.Around(14, "quinn");
        var quinn = Sessions.BySaml(log, OutsideRoles.SamlAnalyst, "acme-idp", "quinn@acme.example", at, "198.51.100.23");
        log.Spread(quinn, at, TimeSpan.FromMinutes(55),
            Call.Of("athena", "ListWorkGroups", "{}"), Watching.Tables, Watching.StartAthena, Watching.Athena("GetQueryExecution"));
    }
}
