using Leastwise.Usage;

namespace Leastwise.Tests.Usage;

/// <summary>Resources that records do not name, made of their requests' parameters by the ARN templates of the service authorization reference.</summary>
public sealed class RequestedResourceTests
{
    [Theory]
    [InlineData("dynamodb", "DescribeTable", """{"tableName":"orders"}""", "dynamodb:table arn:aws:dynamodb:eu-west-1:111111111111:table/orders")]
    [InlineData("sqs", "GetQueueAttributes", """{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111111111111/jobs"}""", "sqs:queue arn:aws:sqs:eu-west-1:111111111111:jobs")]
    [InlineData("lambda", "GetFunction20150331v2", """{"functionName":"resize"}""", "lambda:function arn:aws:lambda:eu-west-1:111111111111:function:resize")]
    [InlineData("lambda", "GetFunction20150331v2", """{"functionName":"arn:aws:lambda:eu-west-1:111111111111:function:resize"}""", "lambda:function arn:aws:lambda:eu-west-1:111111111111:function:resize")]
    [InlineData("ec2", "StopInstances", """{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}""", "ec2:instance arn:aws:ec2:eu-west-1:111111111111:instance/i-1, ec2:instance arn:aws:ec2:eu-west-1:111111111111:instance/i-2")]
    [InlineData("s3", "GetBucketPolicy", """{"bucketName":"b"}""", "s3:bucket arn:aws:s3:::b")]
    [InlineData("iam", "GetRole", """{"roleName":"r"}""", "")]
    [InlineData("ec2", "DescribeInstances", """{"instancesSet":{"items":[{"instanceId":"i-1"}]}}""", "")]
    public void A_resource_is_made_of_parameters_or_stays_unknown(string service, string name, string parameters, string expected)
    {
        using var folder = new TemporaryFolder();
        string record = $$$"""{"userIdentity":{"type":"IAMUser","principalId":"AIDA","accountId":"111111111111","userName":"u"},"eventSource":"{{{service}}}.amazonaws.com","eventName":"{{{name}}}","eventTime":"2026-01-01T00:00:00Z","awsRegion":"eu-west-1","eventID":"00000000-0000-4000-8000-000000000001","eventType":"AwsApiCall","recipientAccountId":"111111111111","eventCategory":"Management","requestParameters":{{{parameters}}} }""";
        using var ledger = Ledger.InMemory();
        ledger.Ingest([LedgerFixture.WriteLog(folder, "1.json", [record], packed: false)]).Events.ShouldBe(1);
        Observation one = ledger.Read(UsageWindow.Of(ledger.Coverage, null, null), details: true).Observations.ShouldHaveSingleItem();
        string.Join(", ", one.Resources.Select(resource => $"{resource.Type} {resource.Arn}")).ShouldBe(expected);
        one.Resources.ShouldAllBe(resource => resource.Relation == ResourceRelation.Requested);
    }

    [Theory]
    [InlineData(1, "arn:aws:s3:::b/x/y/*")]
    [InlineData(2, "arn:aws:s3:::b/*")]
    [InlineData(3, "arn:aws:s3:::*")]
    [InlineData(4, "*")]
    public void Levels_of_an_object_nest(int level, string expected)
    {
        const string Arn = "arn:aws:s3:::b/x/y/z";
        ArnGeneralisation.Apply(Arn, level).ShouldBe(expected);
        ArnGeneralisation.Apply(ArnGeneralisation.Apply(Arn, level - 1), level).ShouldBe(expected);
    }

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-west-1:111111111111:table/t/index/i", "arn:aws:dynamodb:eu-west-1:111111111111:table/t/index/* arn:aws:dynamodb:eu-west-1:111111111111:table/t/* arn:aws:dynamodb:eu-west-1:111111111111:table/*")]
    [InlineData("arn:aws:lambda:eu-west-1:111111111111:function:f", "arn:aws:lambda:eu-west-1:111111111111:function:f arn:aws:lambda:eu-west-1:111111111111:function:f arn:aws:lambda:eu-west-1:111111111111:function:*")]
    [InlineData("arn:aws:sns:eu-west-1:111111111111:topic", "arn:aws:sns:eu-west-1:111111111111:topic arn:aws:sns:eu-west-1:111111111111:topic arn:aws:sns:eu-west-1:111111111111:*")]
    public void Levels_of_other_resources_end_at_their_type(string arn, string levels) =>
        string.Join(' ', Enumerable.Range(1, 3).Select(level => ArnGeneralisation.Apply(arn, level))).ShouldBe(levels);
}
