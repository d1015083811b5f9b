using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Leastwise.Bench;

/// <summary>
/// Log files in the shapes and sizes of real ones, always the same: people who assume roles that assume roles, services on their behalf,
/// calls that read and write, data events with their bulk, denials, policy documents in strings, and now and then a long response.
/// </summary>
internal static class GeneratedTrail
{
    private const int Roles = 60;
    private const int SessionsPerRole = 40;

    private static readonly (int Weight, string Source, string Name, bool ReadOnly, Func<int, Random, string> Details)[] Calls =
    [
        (18, "ec2", "DescribeInstances", true, (n, _) => $$$"""
            "requestParameters":{"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"tag:Name","valueSet":{"items":[{"value":"machine-{{{n % 977}}}"}]}},{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"pending"}]}}]}},"responseElements":null
            """),
        (14, "s3", "GetObject", true, (n, random) => $$$"""
            "requestParameters":{"bucketName":"example-data-{{{n % 12}}}","Host":"example-data-{{{n % 12}}}.s3.eu-west-1.amazonaws.com","key":"year=2026/month=01/day={{{(n % 28) + 1}}}/part-{{{random.Next(100_000):00000}}}.snappy.parquet"},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"SSEApplied":"SSE_KMS","AuthenticationMethod":"AuthHeader","x-amz-id-2":"{{{Base64(random)}}}","bytesTransferredOut":{{{random.Next(10_000_000)}}}}
            """),
        (12, "kms", "Decrypt", true, (n, random) => $$$"""
            "requestParameters":{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::example-data-{{{n % 12}}}/part-{{{random.Next(100_000):00000}}}"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"},"responseElements":null
            """),
        (10, "ssm", "UpdateInstanceInformation", false, (n, _) => $$$"""
            "requestParameters":{"instanceId":"i-0example{{{n % 400:00000}}}","agentVersion":"3.3.987.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.0.{{{n % 250}}}.17","computerName":"ip-10-0-{{{n % 250}}}-17.eu-west-1.compute.internal","agentName":"amazon-ssm-agent","availabilityZone":"eu-west-1a","availabilityZoneId":"euw1-az1","sSMConnectionChannel":"ssmmessages"},"responseElements":null
            """),
        (8, "logs", "CreateLogStream", false, (n, random) => $$$"""
            "requestParameters":{"logGroupName":"/aws/lambda/shop-checkout-{{{n % 30}}}","logStreamName":"2026/01/{{{(n % 28) + 1:00}}}/[$LATEST]{{{random.NextInt64():x16}}}"},"responseElements":null,"apiVersion":"20140328"
            """),
        (8, "dynamodb", "DescribeTable", true, (n, _) => $$$"""
            "requestParameters":{"tableName":"orders-{{{n % 20}}}"},"responseElements":null,"apiVersion":"2012-08-10"
            """),
        (6, "lambda", "GetFunction20150331v2", true, (n, _) => $$$"""
            "requestParameters":{"functionName":"arn:aws:lambda:eu-west-1:111111111111:function:shop-checkout-{{{n % 30}}}"},"responseElements":null
            """),
        (5, "elasticloadbalancing", "DescribeTargetHealth", true, (n, _) => $$$"""
            "requestParameters":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop/{{{n % 50:x16}}}"},"responseElements":null
            """),
        (1, "iam", "PutRolePolicy", false, (n, _) => $$$"""
            "requestParameters":{"roleName":"role-{{{n % Roles}}}","policyName":"inline","policyDocument":"{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": [\"s3:GetObject\", \"s3:PutObject\"],\n      \"Resource\": \"arn:aws:s3:::example-data-{{{n % 12}}}/*\"\n    }\n  ]\n}"},"responseElements":null
            """),
        (1, "ec2", "RunInstances", false, (n, random) => RunInstances(n, random)),
    ];

    private static readonly int TotalWeight = Calls.Sum(call => call.Weight);

    /// <summary>The unpacked text of a file.</summary>
    public static byte[] Text(int file, int events)
    {
        var random = new Random(1000 + file);
        var text = new StringBuilder(events * 1700).Append("{\"Records\":[");
        for (int i = 0; i < events; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Record((file * events) + i, random));
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>The file as CloudTrail packs it.</summary>
    public static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private static string Record(int number, Random random)
    {
        // At any time some eighty sessions are at work; each makes about fifty calls.
        int active = ((number / 50) + random.Next(80)) % (Roles * SessionsPerRole);
        int role = active % Roles, session = active / Roles;
        if (random.Next(100) < 13)
        {
            return AssumeRole(number, role, session, random);
        }

        int draw = random.Next(TotalWeight);
        int which = 0;
        while (draw >= Calls[which].Weight)
        {
            draw -= Calls[which++].Weight;
        }

        (_, string source, string name, bool readOnly, Func<int, Random, string> details) = Calls[which];
        string error = random.Next(30) > 0 ? ""
            : $$$""" "errorCode":"AccessDenied","errorMessage":"User: arn:aws:sts::111111111111:assumed-role/role-{{{role}}}/session-{{{session}}} is not authorized to perform: {{{source}}}:{{{name}}} on resource: * because no identity-based policy allows the {{{source}}}:{{{name}}} action",""".TrimStart();
        string resources = source switch
        {
            "s3" => $$$""" "resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::example-data-{{{number % 12}}}/part"},{"accountId":"111111111111","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::example-data-{{{number % 12}}}"}],""".TrimStart(),
            "kms" => $$$""" "resources":[{"accountId":"111111111111","type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:111111111111:key/{{{Uuid(new Random(number % 9))}}}"}],""".TrimStart(),
            _ => "",
        };
        bool data = source == "s3";
        return $$$"""
            {"eventVersion":"1.11","userIdentity":{{{Session(role, session)}}},"eventTime":"{{{Time(number)}}}","eventSource":"{{{source}}}.amazonaws.com","eventName":"{{{name}}}","awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.{{{random.Next(250)}}}","userAgent":"{{{Agent(random)}}}",{{{error}}}{{{details(number, random)}}},"requestID":"{{{Uuid(random)}}}","eventID":"{{{Uuid(random)}}}","readOnly":{{{(readOnly ? "true" : "false")}}},{{{resources}}}"eventType":"AwsApiCall","managementEvent":{{{(data ? "false" : "true")}}},"recipientAccountId":"111111111111",{{{(number % 5 == 0 ? "\"vpcEndpointId\":\"vpce-0example1\",\"vpcEndpointAccountId\":\"111111111111\"," : "")}}}"eventCategory":"{{{(data ? "Data" : "Management")}}}","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{{{source}}}.eu-west-1.amazonaws.com"}}
            """;
    }

    /// <summary>A session of an even role comes from a service, one of an odd role from the session of the role before.</summary>
    private static string AssumeRole(int number, int role, int session, Random random)
    {
        bool service = role % 2 == 0;
        string caller = service ? """{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}""" : Session(role - 1, session);
        string host = service ? "" : ""","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"sts.eu-west-1.amazonaws.com"}""";
        return $$$"""
            {"eventVersion":"1.08","userIdentity":{{{caller}}},"eventTime":"{{{Time(number)}}}","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"eu-west-1","sourceIPAddress":"{{{(service ? "ecs-tasks.amazonaws.com" : "198.51.100.7")}}}","userAgent":"{{{(service ? "ecs-tasks.amazonaws.com" : Agent(random))}}}","requestParameters":{"roleArn":"arn:aws:iam::111111111111:role/team/role-{{{role}}}","roleSessionName":"session-{{{session}}}","durationSeconds":3600},"responseElements":{"credentials":{"accessKeyId":"{{{Key(role, session)}}}","sessionToken":"{{{Base64(random)}}}{{{Base64(random)}}}{{{Base64(random)}}}","expiration":"Jan 1, 2026, 1:00:00 PM"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLE{{{role:0000000000}}}:session-{{{session}}}","arn":"arn:aws:sts::111111111111:assumed-role/role-{{{role}}}/session-{{{session}}}"}},"requestID":"{{{Uuid(random)}}}","eventID":"{{{Uuid(random)}}}","readOnly":true,"resources":[{"accountId":"111111111111","type":"AWS::IAM::Role","ARN":"arn:aws:iam::111111111111:role/team/role-{{{role}}}"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111111111111","sharedEventID":"{{{Uuid(random)}}}","eventCategory":"Management"{{{host}}}}
            """;
    }

    private static string Session(int role, int session) => $$$"""
        {"type":"AssumedRole","principalId":"AROAEXAMPLE{{{role:0000000000}}}:session-{{{session}}}","arn":"arn:aws:sts::111111111111:assumed-role/role-{{{role}}}/session-{{{session}}}","accountId":"111111111111","accessKeyId":"{{{Key(role, session)}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE{{{role:0000000000}}}","arn":"arn:aws:iam::111111111111:role/team/role-{{{role}}}","accountId":"111111111111","userName":"role-{{{role}}}"},"webIdFederationData":{},"attributes":{"creationDate":"2026-01-01T00:00:00Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}}
        """;

    private static string RunInstances(int number, Random random)
    {
        string item = $$$"""
            {"instanceId":"i-{{{random.NextInt64():x16}}}","imageId":"ami-0example","instanceState":{"code":0,"name":"pending"},"privateDnsName":"ip-10-0-0-9.eu-west-1.compute.internal","amiLaunchIndex":0,"productCodes":{},"instanceType":"m7i.large","launchTime":1767225600000,"placement":{"availabilityZone":"eu-west-1a","tenancy":"default"},"monitoring":{"state":"disabled"},"subnetId":"subnet-0example","vpcId":"vpc-0example","privateIpAddress":"10.0.0.9","stateReason":{"code":"pending","message":"pending"},"architecture":"x86_64","rootDeviceType":"ebs","rootDeviceName":"/dev/xvda","blockDeviceMapping":{},"virtualizationType":"hvm","hypervisor":"xen","tagSet":{"items":[{"key":"Name","value":"machine-{{{number % 977}}}"},{"key":"team","value":"shop"}]},"clientToken":"{{{Uuid(random)}}}","groupSet":{"items":[{"groupId":"sg-0example","groupName":"web"}]},"sourceDestCheck":true,"networkInterfaceSet":{"items":[{"networkInterfaceId":"eni-{{{random.NextInt64():x16}}}","subnetId":"subnet-0example","vpcId":"vpc-0example","ownerId":"111111111111","status":"in-use","macAddress":"02:00:00:00:00:01","privateIpAddress":"10.0.0.9","attachment":{"attachmentId":"eni-attach-0example","deviceIndex":0,"networkCardIndex":0,"status":"attaching","attachTime":1767225600000,"deleteOnTermination":true}}]}}
            """;
        return $$$"""
            "requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0example","minCount":3,"maxCount":3}]},"instanceType":"m7i.large","blockDeviceMapping":{},"iamInstanceProfile":{"arn":"arn:aws:iam::111111111111:instance-profile/web"},"subnetId":"subnet-0example","clientToken":"{{{Uuid(random)}}}"},"responseElements":{"requestId":"{{{Uuid(random)}}}","reservationId":"r-0example","ownerId":"111111111111","groupSet":{},"instancesSet":{"items":[{{{item}}},{{{item}}},{{{item}}}]}}
            """;
    }

    private static string Agent(Random random) => random.Next(3) switch
    {
        0 => "aws-sdk-java/2.20.160 Linux/5.10.226-214.880.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.12+7-LTS Java/17.0.12 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy",
        1 => "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.92 md/arch#x86_64 lang/python#3.12.4 cfg/retry-mode#legacy Botocore/1.34.131",
        _ => "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.64.0 aws-sdk-go-v2/1.30.4 os/linux lang/go#1.22.6",
    };

    private static string Key(int role, int session) => $"ASIAEXAMPLE{(role * SessionsPerRole) + session:00000000}";

    private static string Time(int number) =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number * 0.9).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Base64(Random random)
    {
        Span<byte> bytes = stackalloc byte[57];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
