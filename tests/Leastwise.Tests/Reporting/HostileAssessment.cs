using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

/// <summary>The small assessment with names that try to become markup, script, formulas, or to turn the line around.</summary>
internal static class HostileAssessment
{
    public const string Script = "</script><script>document.title='owned'</script>";
    public const string Image = "<img src=x onerror=\"document.title='owned'\">";
    public const string Formula = "=HYPERLINK(\"http://evil.example\",\"x\")";
    public const string Turned = "safe\u202Egnp.exe\u2028";

    public static Assessment Create()
    {
        Assessment small = SmallAssessment.Create();
        AssessedPrincipal alice = small.Principals.Single(principal => principal.Arn == SmallAssessment.Alice);
        string arn = $"arn:aws:iam::111111111111:user/{Image}";
        return small with
        {
            Name = $"{{{{data}}}}{Script}",
            TrimRule = Script,
            Principals = [small.Principals[0] with { Name = Turned, Trust = Script, Trim = new AssessedTrim { Summary = Script, Policies = [new TrimmedPolicy(Image, Script)], Remarks = [Image] } }, alice with { Arn = arn, Name = Image, Unresolved = [new UnresolvedEvent(Script, Formula, 1)] }, small.Principals[2] with { Name = Formula }],
            Findings = [.. small.Findings.Select(finding => finding with
            {
                Finding = finding.Finding with { Id = Script + finding.Finding.Id, Kind = finding.Finding.Kind + Image, Title = Image + Turned, Explanation = Script, Conditions = [Image], Recommendation = Image },
            })],
            Policies = [.. small.Policies.Select(policy => policy with { Name = Image, Id = Script + policy.Id, Document = policy.Document.Replace("Work", Image.Replace("\"", "'")), Version = Image, OtherVersions = [new OtherVersion(Script, null, Image + Turned)], Holders = [new PolicyHolder(arn, Image, "inline")] })],
            Paths = small.Paths! with { Places = [.. small.Paths.Places.Select(place => place with { Label = Image + Turned, Arn = place.Arn is null ? null : Script })], Hops = [.. small.Paths.Hops.Select(hop => hop with { How = Script, PathId = Image })] },
            Strangers = [new Stranger(Script, Image, 1, null)],
            Evidence = small.Evidence with { FilesNotRead = [new UnreadFile(Image, Script)] },
        };
    }
}
