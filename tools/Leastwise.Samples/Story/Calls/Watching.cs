using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story.Calls;

/// <summary>CloudWatch (whose event source is monitoring), its logs, tags, trails, secrets and keys.</summary>
public static class Watching
{
    /// <summary>DescribeAlarms.</summary>
    public static Call Alarms { get; } = Call.Of("monitoring", "DescribeAlarms", """{"maxRecords":100}""");

    /// <summary>ListDashboards.</summary>
    public static Call Dashboards { get; } = Call.Of("monitoring", "ListDashboards", "{}");

    /// <summary>DescribeLogGroups.</summary>
    public static Call LogGroups { get; } = Call.Of("logs", "DescribeLogGroups", """{"limit":50}""");

    /// <summary>FilterLogEvents.</summary>
    public static Call FilterLogs { get; } = Call.Of("logs", "FilterLogEvents",
        """{"logGroupName":"/aws/lambda/robots-arm","interleaved":true}""");

    /// <summary>StartQuery of Logs Insights.</summary>
    public static Call Query { get; } = Call.Of(
        "logs", "StartQuery", """{"logGroupName":"/aws/lambda/robots-arm","queryString":"HIDDEN_DUE_TO_SECURITY_REASONS"}""")
        .Answering("""{"queryId":"0acme000-0000-4000-8000-000000000077"}""");

    /// <summary>CreateLogStream.</summary>
    public static Call LogStream(string function) =>
        Call.Of("logs", "CreateLogStream", $$"""{"logGroupName":"/aws/lambda/{{function}}","logStreamName":"$LATEST"}""");

    /// <summary>GetResources of the tagging API.</summary>
    public static Call TaggedResources { get; } = Call.Of("tagging", "GetResources", """{"resourcesPerPage":100}""");

    /// <summary>DescribeTrails.</summary>
    public static Call Trails { get; } = Call.Of("cloudtrail", "DescribeTrails", """{"includeShadowTrails":false}""");

    /// <summary>GetSecretValue.</summary>
    public static Call Secret { get; } = Call.Of("secretsmanager", "GetSecretValue", """{"secretId":"checkout/payment"}""");

    /// <summary>DescribeTable.</summary>
    public static Call Table { get; } = Call.Of("dynamodb", "DescribeTable", """{"tableName":"orders"}""")
        .About("AWS::DynamoDB::Table", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders");

    /// <summary>Decrypt or GenerateDataKey, which a service makes in the caller's name.</summary>
    public static Call Key(string name, string service) => Call.Of("kms", name,
            """{"encryptionContext":{"aws:dynamodb:tableName":"orders","aws:dynamodb:subscriberId":"111111111111"},"keyId":"arn:aws:kms:eu-west-1:111111111111:key/0acme000-0000-4000-8000-00000000000b"}""")
        .About("AWS::KMS::Key", "arn:aws:kms:eu-west-1:111111111111:key/0acme000-0000-4000-8000-00000000000b").Through(service);

    /// <summary>A query of Athena.</summary>
    public static Call StartAthena { get; } = Call.Of("athena", "StartQueryExecution",
        """{"queryString":"***OMITTED***","workGroup":"primary"}""")
        .Answering("""{"queryExecutionId":"0acme000-0000-4000-8000-0000000000a1"}""");

    /// <summary>A call about that query.</summary>
    public static Call Athena(string name) => Call.Of("athena", name, """{"queryExecutionId":"0acme000-0000-4000-8000-0000000000a1"}""");

    /// <summary>GetTables of Glue.</summary>
    public static Call Tables { get; } = Call.Of("glue", "GetTables", """{"databaseName":"sales"}""");

    /// <summary>GetCallerIdentity, which anybody may.</summary>
    public static Call WhoAmI { get; } = Call.Of("sts", "GetCallerIdentity");
}
