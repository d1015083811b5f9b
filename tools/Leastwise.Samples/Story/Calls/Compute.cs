using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story.Calls;

/// <summary>EC2, Systems Manager, load balancers, containers.</summary>
public static class Compute
{
    /// <summary>A description of something in EC2, with the empty sets that its requests carry.</summary>
    public static Call Describe(string name, string set) => Call.Of("ec2", name, $$$"""{"{{{set}}}":{},"filterSet":{}}""");

    /// <summary>DescribeInstances.</summary>
    public static Call Instances { get; } = Describe("DescribeInstances", "instancesSet");

    /// <summary>DescribeVolumes.</summary>
    public static Call Volumes { get; } = Describe("DescribeVolumes", "volumeSet");

    /// <summary>DescribeSecurityGroups.</summary>
    public static Call SecurityGroups { get; } = Describe("DescribeSecurityGroups", "securityGroupSet");

    /// <summary>DescribeInstanceStatus.</summary>
    public static Call InstanceStatus { get; } = Describe("DescribeInstanceStatus", "instancesSet");

    /// <summary>DescribeTags.</summary>
    public static Call Tags { get; } = Call.Of("ec2", "DescribeTags",
        """{"filterSet":{"items":[{"name":"resource-id","valueSet":{"items":[{"value":"i-0acme0000000001a"}]}}]}}""");

    /// <summary>StartInstances or StopInstances.</summary>
    public static Call Turn(string name, string instance) =>
        Call.Of("ec2", name, $$$"""{"instancesSet":{"items":[{"instanceId":"{{{instance}}}"}]}}""")
        .Answering(
            $$$"""{"instancesSet":{"items":[{"instanceId":"{{{instance}}}","currentState":{"code":0,"name":"pending"},"previousState":{"code":80,"name":"stopped"}}]}}""");

    /// <summary>CreateSnapshot.</summary>
    public static Call Snapshot(string volume) =>
        Call.Of("ec2", "CreateSnapshot", $$"""{"volumeId":"{{volume}}","description":"nightly"}""")
        .Answering($$"""{"snapshotId":"snap-0acme00000000042","volumeId":"{{volume}}","status":"pending","encrypted":true}""");

    /// <summary>RunInstances with an instance profile: the request names it, and so shows an iam:PassRole that is no event.</summary>
    public static Call RunWith(string profileArn) => Call.Of("ec2", "RunInstances",
        $$$"""{"instancesSet":{"items":[{"imageId":"ami-0acme000000000007","minCount":1,"maxCount":1}]},"instanceType":"t3.small","iamInstanceProfile":{"arn":"{{{profileArn}}}"},"monitoring":{"enabled":false}}""");

    /// <summary>UpdateInstanceInformation, the heartbeat of the Systems Manager agent.</summary>
    public static Call Heartbeat { get; } = Call.Of("ssm", "UpdateInstanceInformation",
        """{"instanceId":"i-0acme0000000001a","agentVersion":"3.3.551.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux"}""");

    /// <summary>GetParameter.</summary>
    public static Call Parameter(string name) => Call.Of("ssm", "GetParameter", $$"""{"name":"{{name}}","withDecryption":true}""")
        .About("AWS::SSM::Parameter", $"arn:aws:ssm:eu-west-1:111111111111:parameter{name}");

    /// <summary>DescribeTargetHealth.</summary>
    public static Call TargetHealth { get; } = Call.Of("elasticloadbalancing", "DescribeTargetHealth",
        """{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop/0acme00000000001"}""");

    /// <summary>DescribeServices of ECS.</summary>
    public static Call Services { get; } = Call.Of("ecs", "DescribeServices", """{"cluster":"shop","services":["checkout"]}""");

    /// <summary>RegisterTaskDefinition with a task role: another sign of iam:PassRole.</summary>
    public static Call TaskDefinition(string roleArn) => Call.Of("ecs", "RegisterTaskDefinition",
        $$$"""{"family":"checkout","networkMode":"awsvpc","taskRoleArn":"{{{roleArn}}}","containerDefinitions":[{"name":"checkout","image":"111111111111.dkr.ecr.eu-west-1.amazonaws.com/checkout:latest"}]}""")
        .Answering("""{"taskDefinition":{"family":"checkout","status":"ACTIVE"}}""");

    /// <summary>UpdateService.</summary>
    public static Call UpdateService { get; } = Call.Of("ecs", "UpdateService",
        """{"cluster":"shop","service":"checkout","taskDefinition":"checkout"}""")
        .Answering("""{"service":{"serviceName":"checkout","status":"ACTIVE"}}""");

    /// <summary>GetAuthorizationToken of ECR.</summary>
    public static Call RegistryToken { get; } = Call.Of("ecr", "GetAuthorizationToken", "{}");
}
