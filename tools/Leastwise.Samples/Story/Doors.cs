using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Who comes in, and who does not.</summary>
public static class Doors
{
    /// <summary>The root user signs in once and makes one call.</summary>
    public static void Root(TrailLog log)
    {
        var at = Calendar.On(6, 15, 7, 2, 11);
        var root = People.Root(Places.Prod, "192.0.2.9", at);
        var door = root.Identity.DeepClone().AsObject();
        door.Remove("sessionContext");
        door["accessKeyId"] = "";
        log.Record(root with { Identity = door }, at, ConsoleCalls.Login("Success", mfa: true));
        log.Record(root, at.AddMinutes(4), Call.Of("iam", "GetAccountPasswordPolicy"));
    }

    /// <summary>
    /// Logins that fail: an unknown name, which CloudTrail hides since it may be a password, and a wrong password of Alice's.
    /// </summary>
    public static void FailedLogins(TrailLog log)
    {
        var unknown = People.WithKey(ProdUsers.Alice, "203.0.113.99", People.Browser) with
        {
            Identity = new JsonObject
            {
                ["type"] = "IAMUser",
                ["accountId"] = Places.Prod,
                ["accessKeyId"] = "",
                ["userName"] = "HIDDEN_DUE_TO_SECURITY_REASONS"
            },
        };
        for (var i = 0; i < 3; i++)
            log.Record(unknown, Calendar.On(7, 6, 2, 14, 10 * i), ConsoleCalls.FailedLogin("No username found in supplied account"));
        var alice = unknown with
        {
            Address = "192.0.2.50",
            Identity = new JsonObject
            {
                ["type"] = "IAMUser",
                ["principalId"] = ProdUsers.Alice.Id,
                ["accountId"] = Places.Prod,
                ["accessKeyId"] = "",
                ["userName"] = ProdUsers.Alice.Name,
            },
        };
        log.Record(alice, Calendar.On(7, 6, 7, 58, 3), ConsoleCalls.FailedLogin("Failed authentication"));
        log.Record(alice, Calendar.On(7, 6, 7, 58, 40), ConsoleCalls.CheckMfa);
    }

    /// <summary>IAM Identity Center, which acme-tools administers, records that Nina proved who she is.</summary>
    public static void IdentityCenter(TrailLog log)
    {
        var nina = People.Service(Places.Tools, "198.51.100.21") with
        {
            Agent = People.Browser,
            Identity = new JsonObject
            {
                ["type"] = "IdentityCenterUser",
                ["accountId"] = Places.Tools,
                ["onBehalfOf"] = new JsonObject
                {
                    ["userId"] = "0acme000-80c1-4000-8000-00000000717a",
                    ["identityStoreArn"] = $"arn:aws:identitystore::{Places.Tools}:identitystore/d-0acme00001",
                },
                ["credentialId"] = "EXAMPLEcredentialOfNina",
            },
        };
        var proof = new Call("signin", "UserAuthentication")
        {
            Type = "AwsServiceEvent",
            Extra = new JsonObject { ["CredentialType"] = "PASSWORD", ["UserName"] = "nina.okafor@acme.example" },
            ServiceDetails = new JsonObject { ["UserAuthentication"] = "Success" },
        };
        for (var day = Calendar.On(6, 3); day <= Calendar.Last; day = day.AddDays(14))
            log.Record(nina, day.AddHours(8), proof);
    }
}
