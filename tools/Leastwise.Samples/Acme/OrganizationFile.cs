using System.Text.Json.Nodes;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>organization.json: the tree of the organization and its service control policies, in a shape of our own.</summary>
public static class OrganizationFile
{
    private const string FullAccess = "p-FullAWSAccess";

    private const string Guard = "p-acmeguard1";

    private const string Regions = "p-acmeregion1";

    /// <summary>The file.</summary>
    public static JsonObject ToJson() => new()
    {
        ["schemaVersion"] = 1,
        ["organization"] = new JsonObject { ["id"] = Places.Organization, ["managementAccountId"] = Places.Management },
        ["roots"] = new JsonArray(new JsonObject
        {
            ["id"] = "r-acme",
            ["name"] = "Root",
            ["serviceControlPolicies"] = Json.Strings([FullAccess, Guard]),
            ["organizationalUnits"] = new JsonArray(
                Unit("ou-acme-workload", "Workloads", [FullAccess, Regions], Member(Places.Prod, "acme-prod")),
                Unit("ou-acme-platform", "Platform", [FullAccess], Member(Places.Tools, "acme-tools"))),
            ["accounts"] = new JsonArray(Member(Places.Management, "acme-management")),
        }),
        ["policies"] = new JsonArray(
            Policy(FullAccess, "FullAWSAccess", Document.Of(Allow("*"))),
            Policy(Guard, "DenyLeavingAndLogTampering", Document.Of(
                Deny("cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "organizations:LeaveOrganization").Named("StayAndKeepTheLogs"))),
            Policy(Regions, "DenyOutsideRegions", Document.Of(
                DenyAllBut("cloudfront:*", "iam:*", "organizations:*", "route53:*", "sts:*", "support:*")
                    .When("StringNotEquals", "aws:RequestedRegion", Places.Virginia, Places.Ireland, Places.Frankfurt)
                        .Named("OurRegionsOnly")))),
    };

    private static JsonObject Unit(string id, string name, string[] policies, params JsonObject[] accounts) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["serviceControlPolicies"] = Json.Strings(policies),
        ["accounts"] = Json.Objects(accounts),
        ["organizationalUnits"] = new JsonArray(),
    };

    private static JsonObject Member(string id, string name) =>
        new() { ["id"] = id, ["name"] = name, ["serviceControlPolicies"] = Json.Strings([FullAccess]) };

    private static JsonObject Policy(string id, string name, JsonObject document) =>
        new() { ["id"] = id, ["name"] = name, ["type"] = "SERVICE_CONTROL_POLICY", ["document"] = document };
}
