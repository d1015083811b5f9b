using Leastwise.Catalog;
using Leastwise.Catalog.Building;

namespace Leastwise.Tests.Catalog;

public sealed class ActionCatalogTests
{
    private static readonly ActionCatalog Catalog = ActionCatalog.Default;

    [Fact]
    public void The_embedded_catalogue_holds_the_floors() => CatalogFloors.Problems(Catalog).ShouldBeEmpty();

    [Fact]
    public void Ids_are_dense_and_in_order_of_full_names()
    {
        Catalog.Actions.Select(action => action.Id).ShouldBe(Enumerable.Range(0, Catalog.Actions.Count));
        string[] names = [.. Catalog.Actions.Select(action => action.FullName)];
        names.ShouldBe(names.Order(StringComparer.OrdinalIgnoreCase));
        Catalog.Actions[0].ShouldBeSameAs(Catalog.Actions[0]);
    }

    [Fact]
    public void Every_action_is_found_by_its_name_in_any_case()
    {
        foreach (CatalogAction action in Catalog.Actions)
        {
            Catalog.Find(action.FullName.ToUpperInvariant()).ShouldBeSameAs(action);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("s3")]
    [InlineData("s3:")]
    [InlineData("s3:GetObject:x")]
    [InlineData("ſ3:GetObject")]
    [InlineData("s3:*")]
    public void What_is_no_action_is_not_found(string name) => Catalog.Find(name).ShouldBeNull();

    [Fact]
    public void An_action_has_what_the_reference_says_of_it()
    {
        CatalogAction action = Catalog.Find("lambda:CreateFunction").ShouldNotBeNull();
        action.Levels.ShouldBe(AccessLevels.Write);
        action.Resources.Select(resource => (resource.Type.Name, resource.Required)).ShouldBe([("function", true)]);
        action.Resources[0].Type.ArnTemplate.ShouldBe("arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}");
        action.ConditionKeys.ShouldContain("lambda:Layer");
        action.DependentActions.ShouldContain("iam:PassRole");
        action.PermissionOnly.ShouldBeFalse();
    }

    [Fact]
    public void Levels_are_sets()
    {
        Catalog.Find("ec2:CreateTags").ShouldNotBeNull().Levels.ShouldBe(AccessLevels.Tagging | AccessLevels.Write);
        Catalog.Find("iam:PutRolePolicy").ShouldNotBeNull().Levels.ShouldBe(AccessLevels.PermissionsManagement | AccessLevels.Write);
        ActionSet tagging = Catalog.ByLevel(AccessLevels.Tagging);
        tagging.IsSubsetOf(Catalog.ByLevel(AccessLevels.Write)).ShouldBeTrue();
        tagging.Count.ShouldBe(Catalog.Actions.Count(action => action.Levels.HasFlag(AccessLevels.Tagging)));
        Catalog.ByLevel(AccessLevels.List | AccessLevels.Read).ShouldBe(Catalog.ByLevel(AccessLevels.List).Union(Catalog.ByLevel(AccessLevels.Read)));
        Catalog.ByLevel(AccessLevels.None).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Permission_only_actions_are_marked() => Catalog.Find("iam:PassRole").ShouldNotBeNull().PermissionOnly.ShouldBeTrue();

    [Fact]
    public void Services_share_out_the_actions()
    {
        Catalog.Services.Sum(service => service.Actions.Count).ShouldBe(Catalog.Actions.Count);
        CatalogService s3 = Catalog.FindService("S3").ShouldNotBeNull();
        s3.Name.ShouldBe("Amazon S3");
        s3.ConditionKeys.ShouldContain(new ConditionKey("s3:prefix", "String"));
        s3.ResourceTypes.Select(type => type.Name).ShouldContain("object");
        Catalog.FindService("nosuch").ShouldBeNull();
    }

    [Theory]
    [InlineData("s3:ListBucket", LoggingState.Data, "AWS::S3::Object")]
    [InlineData("dynamodb:PutItem", LoggingState.Data, "AWS::DynamoDB::Table")]
    [InlineData("cloudwatch:PutMetricData", LoggingState.Data, "AWS::CloudWatch::Metric")]
    [InlineData("ec2:RunInstances", LoggingState.Management, "")]
    [InlineData("bedrock:InvokeModel", LoggingState.Management, "")]
    [InlineData("apigateway:POST", LoggingState.Management, "")]
    [InlineData("iam:PassRole", LoggingState.Never, "")]
    [InlineData("neptune-db:ReadDataViaQuery", LoggingState.Never, "")]
    [InlineData("s3:BypassGovernanceRetention", LoggingState.Unknown, "")]
    public void Whether_an_exercise_is_recorded_is_known(string name, LoggingState state, string resourceType)
    {
        Logging logging = Catalog.LoggingOf(Catalog.Find(name).ShouldNotBeNull());
        logging.State.ShouldBe(state);
        logging.DataResourceTypes.ShouldBe(resourceType.Length == 0 ? [] : [resourceType]);
    }

    [Theory]
    [InlineData("s3:ListBucket", "s3.amazonaws.com", "ListObjects", "s3.ListObjectsV2", false)]
    [InlineData("s3:ListBucket", "s3.amazonaws.com", "HeadBucket", "s3.HeadBucket", false)]
    [InlineData("lambda:InvokeFunction", "lambda.amazonaws.com", "Invoke", "lambda.Invoke", false)]
    [InlineData("lambda:CreateFunction", "lambda.amazonaws.com", "CreateFunction20150331", "lambda.CreateFunction", false)]
    [InlineData("cloudfront:CreateDistribution", "cloudfront.amazonaws.com", "CreateDistribution2020_05_31", "cloudfront.CreateDistribution", false)]
    [InlineData("cloudwatch:PutMetricAlarm", "monitoring.amazonaws.com", "PutMetricAlarm", "cloudwatch.PutMetricAlarm", false)]
    [InlineData("sts:AssumeRole", "signin.amazonaws.com", "SwitchRole", "sts.AssumeRole", false)]
    [InlineData("iam:PassRole", "lambda.amazonaws.com", "CreateFunction20150331", "lambda.CreateFunction", true)]
    [InlineData("iam:PassRole", "s3.amazonaws.com", "PutBucketReplication", "s3.PutBucketReplication", true)]
    [InlineData("s3express:CreateSession", "s3express.amazonaws.com", "GetObject", "s3.GetObject", false)]
    public void The_events_that_would_prove_a_privilege_are_known(string action, string source, string name, string operation, bool conditional) =>
        Catalog.ProvenBy(Catalog.Find(action).ShouldNotBeNull())
            .ShouldContain(proof => proof.EventSource == source && proof.EventName == name && proof.Operation == operation && proof.Conditional == conditional);

    [Fact]
    public void Nothing_but_its_own_proof_is_claimed() =>
        Catalog.ProvenBy(Catalog.Find("s3:ListBucket").ShouldNotBeNull()).ShouldNotContain(proof => proof.EventName == "ListBucket");

    [Fact]
    public void Every_surely_proving_event_resolves_to_the_action_that_it_proves()
    {
        var resolver = new EventResolver(Catalog);
        List<string> wrong = [];
        foreach (CatalogAction action in Catalog.Actions)
        {
            foreach (ProvingEvent proof in Catalog.ProvenBy(action).Where(proof => proof is { Conditional: false, Confidence: > Confidence.Low, EventSource.Length: > 0 }))
            {
                EventResolution back = resolver.Resolve(proof.EventSource, proof.EventName, "AwsApiCall");
                // Where two clients of one host share an event name, the event does not tell them apart, and low confidence says so.
                if (back is not EventResolution.Privileges { Primary: var primary } || (primary.All(other => other.Id != action.Id) && back.Confidence != Confidence.Low))
                {
                    wrong.Add($"{action.FullName}: {proof.EventSource} {proof.EventName} ({proof.Operation}) gives {back.Rule}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Evidence_codes_have_a_meaning()
    {
        Catalog.MeaningOf("SAR").ShouldBe("Service authorization reference");
        Catalog.MeaningOf("nonsense").ShouldBeNull();
    }
}
