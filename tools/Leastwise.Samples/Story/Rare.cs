using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>What is seen seldom.</summary>
public static class Rare
{
    /// <summary>GitHub starts web servers, handing over their role: iam:PassRole, which no event tells.</summary>
    public static void InstancesFromGitHub(TrailLog log)
    {
        foreach (var at in new[] { Calendar.On(6, 12, 17, 0, 0), Calendar.On(8, 7, 17, 0, 0) })
        {
            var session = Sessions.ByWebIdentity(log, OutsideRoles.GitHubDeploy, "token.actions.githubusercontent.com", Pipelines.Subject,
                "GitHubActions", at, "198.51.100.80");
            log.Record(session, at.AddMinutes(3), Compute.RunWith($"arn:aws:iam::{Places.Prod}:instance-profile/web-server"));
        }
    }

    /// <summary>Event names that nobody knows: a preview that Nina tries.</summary>
    public static void UnknownEvents(TrailLog log)
    {
        var at = Calendar.On(8, 20, 15, 0, 0);
        var nina = Sessions.BySaml(log, ProdRoles.SsoDeveloper, "AWSSSO_fedcba9876543210_DO_NOT_DELETE", "nina.okafor@acme.example", at,
            "198.51.100.21");
        log.Repeat(nina, at, TimeSpan.FromMinutes(20), 3, Call.Of("robotics-preview", "CalibrateArm", """{"arm":"left"}"""));
        log.Record(nina, at.AddMinutes(30), Call.Of("ec2", "DescribeHoverboards", """{"filterSet":{}}"""));
    }

    /// <summary>Support looks at both accounts once a month; its sessions lack the issuer.</summary>
    public static void SupportLooks(TrailLog log)
    {
        foreach (var role in new[] { ProdRoles.Support, ToolsAccount.Support })
        {
            for (var month = 6; month <= 8; month++)
            {
                var at = Calendar.On(month, 17, 3, 30, 0);
                var support = Sessions.ByService(log, role, "support.amazonaws.com", "SupportCheck", at, "support.amazonaws.com",
                    "support.amazonaws.com");
                support.Identity["sessionContext"]!.AsObject().Remove("sessionIssuer");
                support.Identity["invokedBy"] = "support.amazonaws.com";
                log.Spread(support, at, TimeSpan.FromMinutes(10), Compute.Instances, Storage.Buckets);
            }
        }
    }

    /// <summary>The service-linked role that Alice made on 2 July.</summary>
    public static void LoadBalancing(TrailLog log)
    {
        for (var day = Calendar.On(7, 3); day <= Calendar.Last; day = day.AddDays(7))
        {
            var at = day.Around(5, "load balancing");
            var session = Sessions.ByService(log, ProdRoles.LoadBalancing, "elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing", at,
                "elasticloadbalancing.amazonaws.com", "elasticloadbalancing.amazonaws.com");
            log.Spread(session, at, TimeSpan.FromMinutes(10), Compute.Describe("DescribeNetworkInterfaces", "networkInterfaceIdSet"),
                Compute.SecurityGroups);
        }
    }
}
