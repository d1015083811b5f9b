using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Iam;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>What the administrator does beyond looking.</summary>
public static class AliceActs
{
    private static readonly Caller s_alice = People.WithKey(ProdUsers.Alice, "192.0.2.50");

    /// <summary>Users come and go; a service-linked role is made.</summary>
    public static void ComingAndGoing(TrailLog log)
    {
        log.Record(s_alice, Calendar.On(6, 30, 16, 0, 1), Calls.Iam.User("DeleteUser", ProdUsers.Mallory.Name));
        log.Record(s_alice, Calendar.On(7, 2, 10, 15, 30), Calls.Iam.CreateLinked(ProdRoles.LoadBalancing,
            "elasticloadbalancing.amazonaws.com"));
        log.Record(s_alice, Calendar.On(7, 10, 9, 12, 40), Calls.Iam.User("DeleteUser", ProdUsers.Ivan.Name));
        Welcome(log, ProdUsers.Ivan, "ReadOnly");
        Welcome(log, ProdUsers.Judy, "Developers");
    }

    /// <summary>A new version of what developers may do, and later a draft.</summary>
    public static void PolicyVersions(TrailLog log)
    {
        foreach (var version in ProdPolicies.Developer.Versions.Where(static version => version.Created > Calendar.First))
        {
            var call = new Call("iam", "CreatePolicyVersion")
            {
                Request = new JsonObject
                {
                    ["policyArn"] = ProdPolicies.Developer.Arn,
                    ["policyDocument"] = version.Document.ToJsonString(),
                    ["setAsDefault"] = version.IsDefault,
                },
                Response = new JsonObject
                {
                    ["policyVersion"] = new JsonObject
                    {
                        ["versionId"] = version.Id,
                        ["isDefaultVersion"] = version.IsDefault
                    }
                },
            };
            log.Record(s_alice, version.Created, call);
        }
    }

    /// <summary>Alice finds out what even administrators may not.</summary>
    public static void AgainstTheOrganization(TrailLog log)
    {
        const string Trail = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/acme-trail";
        log.Record(s_alice, Calendar.On(7, 15, 11, 0, 5),
            Call.Of("cloudtrail", "StopLogging", $$"""{"name":"{{Trail}}"}""").DeniedByOrganization(s_alice, "cloudtrail:StopLogging",
                Trail));
        log.Record(s_alice, Calendar.On(7, 15, 11, 3, 20),
            Call.Of("organizations", "LeaveOrganization").DeniedByOrganization(s_alice, "organizations:LeaveOrganization", "*"));
    }

    /// <summary>Once, with MFA, break-glass.</summary>
    public static void BreaksTheGlass(TrailLog log)
    {
        var at = Calendar.On(7, 21, 22, 41, 0);
        var terms = new SessionTerms { MfaSerial = $"arn:aws:iam::{Places.Prod}:mfa/alice" };
        var glass = Sessions.ByCaller(log, s_alice, ProdRoles.BreakGlass, "alice-incident-42", at, terms);
        log.Spread(glass, at, TimeSpan.FromMinutes(30),
            Compute.SecurityGroups,
            Call.Of("ec2", "RevokeSecurityGroupIngress",
                """{"groupId":"sg-0acme000000000001","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}""")
                .Answering("""{"_return":true}"""),
            Compute.Instances);
    }

    private static void Welcome(TrailLog log, User user, string group)
    {
        log.Record(s_alice, user.Created, Calls.Iam.CreateUser(user));
        log.Record(s_alice, user.Created.AddSeconds(9),
            Call.Of("iam", "AddUserToGroup", $$"""{"groupName":"{{group}}","userName":"{{user.Name}}"}"""));
    }
}
