using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Life in acme-tools.</summary>
public static class Tools
{
    private static readonly Call s_repositories = Call.Of("ecr", "DescribeRepositories", "{}");

    private static readonly Call s_build = Call.Of("codebuild", "StartBuild", """{"projectName":"shop"}""")
        .Answering("""{"build":{"id":"shop:1","buildStatus":"IN_PROGRESS"}}""");

    private static readonly Call s_builds = Call.Of("codebuild", "BatchGetBuilds", """{"ids":["shop:1"]}""");

    /// <summary>Builds, artifacts and their cleaning.</summary>
    public static void Machines(TrailLog log, DateTime day)
    {
        var runner = People.WithKey(ToolsAccount.CiRunner, "198.51.100.12", People.Library);
        log.Spread(runner, day.Around(5, "runner"), TimeSpan.FromHours(12), s_build, s_builds, s_builds, s_build, s_builds, s_builds,
            s_build, s_builds);
        var artifacts = People.WithKey(ToolsAccount.Artifacts, "198.51.100.13", People.Library);
        log.Spread(artifacts, day.Around(5, "artifacts"), TimeSpan.FromHours(14),
            Compute.RegistryToken, s_repositories, Compute.RegistryToken, Put("shop"), Compute.RegistryToken, Put("checkout"),
                s_repositories, Compute.RegistryToken);
        for (var hour = 0; hour < 24; hour += 8)
        {
            var at = day.Around(hour, "cleaner");
            var cleaner = Sessions.ByService(log, ToolsAccount.ArtifactLambda, "lambda.amazonaws.com", "artifact-cleaner", at,
                "203.0.113.90");
            log.Spread(cleaner, at, TimeSpan.FromMinutes(10), Watching.LogStream("artifact-cleaner"), s_repositories,
                Call.Of("ecr", "DescribeImages", """{"repositoryName":"shop"}"""));
        }

        log.Record(People.Service(Places.Tools, "cloudtrail.amazonaws.com"), day.AddHours(12),
            Storage.Bucket("GetBucketAcl", "acme-trail", "acl") with { SharedId = log.NewSharedId() });
    }

    /// <summary>Trent, administrator, and a developer who signs in through IAM Identity Center.</summary>
    public static void Staff(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(9, "trent");
        var trent = People.SignIn(log, ToolsAccount.Trent, "198.51.100.14", at, mfa: true);
        log.Spread(trent, at, TimeSpan.FromHours(5),
            Compute.Instances, Storage.Buckets, s_repositories, Call.Of("codepipeline", "ListPipelines", "{}"));
        if (day.DayOfWeek == DayOfWeek.Monday)
            log.Spread(trent, at, TimeSpan.FromHours(2), Calls.Iam.Users, Calls.Iam.Roles);
        var morning = day.Around(8, "omar");
        var omar = Sessions.BySaml(log, ToolsAccount.SsoDeveloper, "AWSSSO_00112233445566aa_DO_NOT_DELETE", "omar.diaz@acme.example",
            morning, "198.51.100.24");
        log.Spread(omar, morning, TimeSpan.FromMinutes(55), Watching.LogGroups, Functions.All, Watching.Alarms, Compute.Instances);
    }

    private static Call Put(string repository) =>
        Call.Of("ecr", "PutImage",
        $$"""{"repositoryName":"{{repository}}","imageTag":"latest","imageManifestMediaType":"application/vnd.oci.image.manifest.v1+json"}""")
        .Answering($$$"""{"image":{"registryId":"222222222222","repositoryName":"{{{repository}}}","imageTag":"latest"}}""");
}
