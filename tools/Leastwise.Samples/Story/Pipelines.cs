using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Deployments.</summary>
public static class Pipelines
{
    /// <summary>The subject of the tokens that GitHub gives to the main branch of the shop.</summary>
    public const string Subject = "repo:acme-robotics/shop:ref:refs/heads/main";

    /// <summary>GitHub deploys the shop twice a workday.</summary>
    public static void GitHub(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        foreach (var hour in new[] { 9, 15 })
        {
            var at = day.Around(hour, "github");
            var session = Sessions.ByWebIdentity(log, OutsideRoles.GitHubDeploy, "token.actions.githubusercontent.com", Subject,
                "GitHubActions", at, "198.51.100.80");
            log.Spread(session, at, TimeSpan.FromMinutes(20),
                Watching.WhoAmI, Compute.RegistryToken, Stack("DescribeStacks"), Stack("CreateChangeSet"), Stack("DescribeChangeSet"),
                    Stack("ExecuteChangeSet"),
                Stack("DescribeStackEvents"), Compute.TaskDefinition(ProdRoles.Checkout.Arn), Compute.UpdateService, Compute.Services,
                Functions.Update("shop-orders"), Functions.One("shop-orders"));
            if (Calendar.IsStocktaking(day))
                log.Record(session, at.AddMinutes(21), Functions.Invalidate);
        }
    }

    /// <summary>The old pipeline still updates functions, with a key that is five years old.</summary>
    public static void OldPipeline(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var caller = People.WithKey(ProdUsers.Ci, "192.0.2.30", People.Library);
        log.Spread(caller, day.Around(11, "old pipeline"), TimeSpan.FromMinutes(30),
            Functions.One("legacy-invoices"), Functions.Update("legacy-invoices"), Functions.Publish("legacy-invoices"),
                Functions.One("legacy-invoices"));
    }

    /// <summary>
    /// Three hops: a user of acme-tools, a role there, a role here, and the role that applies stacks. The source identity stays.
    /// </summary>
    public static void ThreeHops(TrailLog log, DateTime day)
    {
        if (!Calendar.IsWorkday(day))
            return;
        var at = day.Around(12, "three hops");
        // On one day the record of the last hop is delivered only the next morning, after its session's events.
        var late = day == Calendar.On(8, 12) ? Calendar.On(8, 13, 2, 40) : (DateTime?)null;
        var terms = new SessionTerms { SourceIdentity = "ci-runner" };
        var runner = People.WithKey(ToolsAccount.CiRunner, "198.51.100.12", People.Library);
        var orchestrator = Sessions.ByCaller(log, runner, ToolsAccount.Orchestrator, "pipeline", at, terms);
        log.Record(orchestrator, at.AddSeconds(20), Call.Of("codepipeline", "GetPipelineState", """{"name":"shop"}"""));
        var entry = Sessions.ByCaller(log, orchestrator, OutsideRoles.DeployEntry, "pipeline-entry", at.AddSeconds(40), terms);
        log.Record(entry, at.AddSeconds(55), Compute.Parameter("/shop/stack"));
        var apply = Sessions.ByCaller(log, entry, OutsideRoles.DeployApply, "pipeline-apply", at.AddSeconds(70),
            terms with { DeliveredLate = late });
        log.Spread(apply, at.AddSeconds(80), TimeSpan.FromMinutes(15),
            Stack("DescribeStacks"), Stack("CreateChangeSet"), Stack("DescribeChangeSet"), Stack("ExecuteChangeSet"),
                Stack("DescribeStackEvents"), Compute.RegistryToken);
    }

    private static Call Stack(string name) =>
        Call.Of("cloudformation", name, """{"stackName":"arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-web/0acme000"}""");
}
