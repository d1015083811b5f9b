using System.Text.Json;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed class EventCaseTests
{
    private static readonly EventResolver Resolver = new(ActionCatalog.Default);

    public static TheoryData<string> Cases => CaseFile.Names("events.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_event_proves_what_its_case_says(string name)
    {
        JsonElement expected = CaseFile.Case("events.json", name);
        EventResolution actual = Resolver.Resolve(
            expected.Text("eventSource") ?? "", expected.Text("eventName") ?? "", expected.Text("eventType"), expected.Text("resourceType"));

        KindOf(actual).ShouldBe(expected.Text("kind"), actual.Rule);
        var privileges = actual as EventResolution.Privileges;
        if (expected.Texts("primary") is { } primary)
        {
            FullNames(privileges?.Primary).ShouldBe(primary, actual.Rule);
        }

        if (expected.Texts("conditional") is { } conditional)
        {
            FullNames(privileges?.Conditional).ShouldBe(conditional, actual.Rule);
        }

        if (expected.Text("operation") is { } operation)
        {
            privileges?.Operation.ShouldBe(operation);
        }

        if (expected.Text("logging") is { } logging)
        {
            actual.Logging.State.ToString().ToLowerInvariant().ShouldBe(logging);
        }

        if (expected.Text("confidence") is { } confidence)
        {
            actual.Confidence.ToString().ToLowerInvariant().ShouldBe(confidence);
        }

        if (expected.Texts("dataResourceTypes") is { } types)
        {
            actual.Logging.DataResourceTypes.ShouldBe(types);
        }
    }

    [Fact]
    public void Every_case_names_its_source() =>
        CaseFile.All("events.json").ShouldAllBe(one => one.GetProperty("source").GetString()!.StartsWith("https://docs.aws.amazon.com/", StringComparison.Ordinal));

    [Fact]
    public void The_same_event_gets_the_same_answer_object()
    {
        EventResolution first = Resolver.Resolve("ec2.amazonaws.com", "RunInstances", "AwsApiCall");
        Resolver.Resolve("ec2.amazonaws.com", "RunInstances", "AwsApiCall").ShouldBeSameAs(first);
    }

    [Fact]
    public void Strange_names_are_unresolved_and_never_an_exception()
    {
        foreach (string odd in (string[])["", " ", "...", "ſ3", "s3.amazonaws.com", new string('x', 100_000), "20150331", "v2", "20150331v2", "é\u0000"])
        {
            Resolver.Resolve(odd, odd).ShouldBeOfType<EventResolution.Unresolved>();
            Resolver.Resolve("s3.amazonaws.com", odd, "AwsApiCall").ShouldBeOfType<EventResolution.Unresolved>();
            Resolver.Resolve("lambda.amazonaws.com", odd, odd).ShouldBeOfType<EventResolution.Unresolved>();
            Resolver.ResolveOperation(odd).ShouldBeOfType<EventResolution.Unresolved>();
            Resolver.ResolveOperation($"s3.{odd}").ShouldBeOfType<EventResolution.Unresolved>();
        }
    }

    [Fact]
    public void A_flood_of_invented_events_is_answered_and_does_not_grow_the_memory()
    {
        var resolver = new EventResolver(ActionCatalog.Default);
        for (int i = 0; i < 70_000; i++)
        {
            _ = resolver.Resolve("ec2.amazonaws.com", $"Invented{i}", "AwsApiCall");
        }

        resolver.Resolve("ec2.amazonaws.com", "RunInstances", "AwsApiCall").ShouldBeOfType<EventResolution.Privileges>();
    }

    [Theory]
    [InlineData("s3.ListObjectsV2", "s3:ListBucket")]
    [InlineData("S3.listobjectsv2", "s3:ListBucket")]
    [InlineData("ec2.RunInstances", "ec2:RunInstances")]
    [InlineData("s3control.PutPublicAccessBlock", "s3:PutAccountPublicAccessBlock")]
    [InlineData("s3.PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock")]
    [InlineData("elbv2.CreateListener", "elasticloadbalancing:CreateListener")]
    [InlineData("application-autoscaling.PutScalingPolicy", "application-autoscaling:PutScalingPolicy")]
    [InlineData("autoscaling.PutScalingPolicy", "autoscaling:PutScalingPolicy")]
    [InlineData("dms.DescribeExtensionPackAssociations", "dms:ListExtensionPacks")]
    public void An_operation_needs_the_actions_of_its_client(string operation, string action) =>
        FullNames((Resolver.ResolveOperation(operation) as EventResolution.Privileges)?.Primary).ShouldBe([action]);

    [Theory]
    [InlineData("s3.ListBucket")]
    [InlineData("athena.CancelQueryExecution")]
    public void An_action_that_no_operation_is_named_after_is_no_operation(string operation) =>
        Resolver.ResolveOperation(operation).ShouldBeOfType<EventResolution.Unresolved>();

    [Fact]
    public void A_call_that_needs_no_permission_is_known_as_an_operation_too() =>
        Resolver.ResolveOperation("sts.GetCallerIdentity").ShouldBeOfType<EventResolution.Permissionless>();

    private static string[] FullNames(IEnumerable<CatalogAction>? actions) => [.. (actions ?? []).Select(action => action.FullName)];

    private static string KindOf(EventResolution resolution) => resolution switch
    {
        EventResolution.Privileges => "privileges",
        EventResolution.Permissionless => "permissionless",
        EventResolution.NonApi => "nonApi",
        _ => "unresolved",
    };
}
