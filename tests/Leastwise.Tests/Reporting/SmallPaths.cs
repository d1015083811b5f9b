using Leastwise.Reporting;

namespace Leastwise.Tests.Reporting;

/// <summary>One path of two steps, of which the cut breaks the second, and one that nothing breaks.</summary>
internal static class SmallPaths
{
    public static AssessedPaths Create() => new()
    {
        Actors = 3,
        Reaching = 2,
        Administrators = [],
        Places =
        [
            new PathPlace(SmallAssessment.Alice, "user", "user alice", SmallAssessment.Alice, SmallAssessment.Production, Administrator: false),
            new PathPlace(SmallAssessment.Deploy, "role", "role deploy", SmallAssessment.Deploy, SmallAssessment.Production, Administrator: false),
            new PathPlace("administrator:111111111111", "administrator", "administrator of 111111111111", null, SmallAssessment.Production, Administrator: true),
        ],
        Hops =
        [
            Hop(1, 2, "iam-001", "iam:CreatePolicyVersion", 0),
            Hop(0, 1, "sts-001", "sts:AssumeRole"),
        ],
        Routes = [[0], [1, 0]],
        Cut = new PathCut(2, 0, Cheapest: true,
        [
            new PathCutGrant("Take iam:CreatePolicyVersion out of statement \"Work\" of the inline policy work", $"{SmallAssessment.Deploy}|inline|work", "unused", [SmallAssessment.Deploy], "iam/production.json", 17),
        ]),
    };

    private static PathHop Hop(int from, int to, string id, string privilege, params int[] cut) => new()
    {
        From = from,
        To = to,
        PathId = id,
        How = $"{id}: {privilege} is used",
        Privileges = [privilege],
        Conditions = cut.Length > 0 ? [] : ["The session must be of the office."],
        Confidence = cut.Length > 0 ? "high" : "medium",
        Statements = [new PathStatement($"{SmallAssessment.Deploy}|inline|work", "work", "\"Work\"", null, "iam/production.json", 17)],
        Cut = [.. cut],
    };
}
