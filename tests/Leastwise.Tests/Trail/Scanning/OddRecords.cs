using System.Text;

namespace Leastwise.Tests.Trail.Scanning;

/// <summary>Records and texts that are legal JSON in unusual ways, or nearly legal.</summary>
internal static class OddRecords
{
    public const string Plain =
        """{"eventTime":"2026-01-01T00:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","eventID":"00000000-0000-4000-8000-00000000000a"}""";

    public const string Rich = """
        {"eventVersion":"1.10","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:s","arn":"arn:aws:sts::111111111111:assumed-role/r/s","accountId":"111111111111",
        "accessKeyId":"ASIAEXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111111111111:role/p/r"},
        "attributes":{"creationDate":"2024-02-29T23:59:59Z","mfaAuthenticated":"true"},"sourceIdentity":"zoë"}},
        "eventTime":"2026-12-31T23:59:59Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1",
        "requestParameters":{"roleArn":"arn:aws:iam::222222222222:role/x","roleSessionName":"a\"b","n":-1.5e+3,"policy":"{\"Version\":\"2012-10-17\",\"a\":\"\\\\\"}",
        "deep":{"list":[{"bucketName":"b"},"arn:aws:iam::222222222222:role/x","arn:aws:iam::222222222222:instance-profile/y"],"tableName":"t"}},
        "responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE2"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLE2:x","arn":"arn:aws:sts::222222222222:assumed-role/x/x"}},
        "additionalEventData":{"MFAUsed":"No"},"eventID":"0aB00000-0000-4000-8000-00000000000b","readOnly":true,"resources":[{"ARN":"arn:aws:iam::222222222222:role/x","type":"AWS::IAM::Role"},7,{}],
        "vpcEndpointId":"vpce-1","sharedEventID":"s","eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":""}
        """;

    /// <summary>Members, each of which is set into a plain record, first and last.</summary>
    private static readonly string[] Members =
    [
        "\"eventName\":\"Put\\u0042ucket\"", "\"eventName\":\"\\ud83d\\ude00\"", "\"eventName\":\"\\ud83d\"", "\"eventName\":\"\\q\"", "\"eventName\":\"\\u12g4\"",
        "\"event\\u004eame\":\"x\"", "\"eventName\":7", "\"eventName\":null", "\"eventName\":{}", "\"eventName\":[\"a\",{\"b\":[]}]", "\"eventName\":true", "\"eventName\":\"\"",
        "\"eventName\":01", "\"eventName\":1.", "\"eventName\":-", "\"eventName\":1e5", "\"eventName\":nul", "\"eventName\":nullx", "\"eventName\":\"a\u0001\"", "\"eventName\":\"ümläut 😀\"",
        "\"eventTime\":\"2026-02-30T00:00:00Z\"", "\"eventTime\":\"2026-02-28T00:00:00.5Z\"", "\"eventTime\":\"20260228T000000Z\"", "\"eventTime\":\"2026-02-28T00:00:00+01:00\"",
        "\"eventTime\":\"1969-12-31T23:59:59Z\"", "\"eventTime\":\"2026-02-28T24:00:00Z\"", "\"eventTime\":\"2026-02-28T23:59:60Z\"", "\"eventTime\":\"9999-12-31T23:59:59Z\"", "\"eventTime\":\"2026-1-01T00:00:00Z\"",
        "\"eventTime\":1767225600", "\"eventSource\":\"aws:s3\"", "\"eventSource\":\"signin.amazonaws.com\",\"eventName\":\"SwitchRole\",\"additionalEventData\":{\"SwitchFrom\":\"arn:aws:iam::111111111111:user/a\"}",
        "\"eventID\":\"x\"", "\"eventID\":\"\"", "\"eventID\":7", "\"eventID\":null", "\"eventID\":\"{00000000-0000-4000-8000-00000000000a}\"", "\"eventID\":\"00000000-0000-4000-8000-00000000000g\"",
        "\"eventType\":\"AwsCloudTrailInsight\"", "\"eventCategory\":\"Insight\"", "\"eventCategory\":\"\",\"managementEvent\":false", "\"managementEvent\":\"false\"", "\"eventCategory\":null,\"managementEvent\":false",
        "\"errorCode\":\"AccessDenied\"", "\"errorCode\":\"NotAuthorizedException\"", "\"errorCode\":\"NoSuchBucket\",\"errorMessage\":\"\\\"x\\\"\"", "\"errorMessage\":\"User: u is not authorized to perform: s3:X\"",
        "\"errorCode\":\"Zürich\"", "\"errorCode\":\"\",\"errorMessage\":\"warning\"", "\"errorCode\":\"Failed\",\"eventSource\":\"signin.amazonaws.com\"", "\"errorMessage\":\"no\",\"eventSource\":\"signin.amazonaws.com\"",
        "\"userIdentity\":null", "\"userIdentity\":{}", "\"userIdentity\":[]", "\"userIdentity\":{\"invokedBy\":\"ec2.amazonaws.com\"}", "\"userIdentity\":{\"invokedBy\":\"\"}", "\"userIdentity\":{\"type\":\"\"}",
        "\"userIdentity\":{\"type\":\"A\",\"arn\":\"x\"},\"userIdentity\":{\"type\":\"B\"}", "\"userIdentity\":{\"accountId\":\"111111111111\"}",
        "\"userIdentity\":{\"sessionContext\":{\"sessionIssuer\":{\"arn\":\"a\"}},\"sessionContext\":{}}", "\"userIdentity\":{\"sessionContext\":{\"sessionIssuer\":{\"arn\":\"a\"},\"attributes\":{\"arn\":\"b\",\"arn\":null}}}",
        "\"userIdentity\":{\"sessionContext\":{\"attributes\":{\"creationDate\":\"yesterday\"}}}", "\"userIdentity\":{\"sessionContext\":{\"attributes\":{\"creationDate\":\"\",\"mfaAuthenticated\":true}}}",
        "\"userIdentity\":{\"type\":\"WebIdentityUser\",\"sessionContext\":{\"webIdFederationData\":{\"federatedProvider\":\"p\"}}}", "\"userIdentity\":{\"type\":\"SAMLUser\",\"identityProvider\":\"h\"},\"requestParameters\":{\"principalArn\":\"p\"}",
        "\"requestParameters\":{\"roleArn\":{\"a\":\"arn:aws:iam::1:role/a\"}}", "\"requestParameters\":{\"name\":\"a\",\"roleSessionName\":[\"b\"]}", "\"requestParameters\":{\"a\":[[[]],{},{\"b\":{}}]}",
        "\"requestParameters\":{\"a\":\"\\u0061rn:aws:iam::1:role/a\"}", "\"requestParameters\":{\"a\":\"arn:\\u0061ws:iam::1:role/a\"}", "\"requestParameters\":{\"k\\u0065y\":\"x\"}", "\"requestParameters\":{\"zürichId\":\"ü\"}",
        "\"requestParameters\":{\"key\":\"\\ud800\"}", "\"requestParameters\":{\"other\":\"\\ud800\"}", "\"requestParameters\":{\"KEY\":\"1\",\"Arn\":\"2\",\"instanceID\":\"3\",\"aURL\":\"4\",\"dBInstanceIdentifier\":\"5\",\"paid\":\"6\",\"y\":\"7\",\"\":\"8\"}",
        "\"requestParameters\":\"text\"", "\"requestParameters\":{},\"requestParameters\":{\"key\":\"x\"}", "\"requestParameters\":{\"a\":[\"arn:x\",{\"bId\":1},\"y\"]}", "\"requestParameters\":{\"a\":[\"b\",]}", "\"requestParameters\":{\"a\":1,}",
        "\"requestParameters\":{\"a\":\"arn:aws:iam:::role/\",\"b\":\"arn:a:iam:x:y:roles/\",\"c\":\"arn::iam:role/\",\"d\":\"arn:aws:iam::1\"}",
        "\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"AKIAEXAMPLE\",\"userName\":\"u\"}},\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateAccessKey\"",
        "\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"\"}},\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateAccessKey\"", "\"responseElements\":{\"credentials\":[],\"assumedRoleUser\":{\"arn\":\"a\"},\"federatedUser\":{\"arn\":\"b\"}}",
        "\"resources\":[{\"ARN\":\"a\",\"ARN\":null},{\"ARNPrefix\":\"p\"},{\"type\":\"t\"}]", "\"resources\":{}", "\"resources\":[],\"resources\":[{\"ARN\":\"a\"}]", "\"resources\":[{\"ARN\":\"a\"},{\"ARN\":\"a\",\"type\":\"\\n\"}]",
        "\"readOnly\":\"true\"", "\"readOnly\":false", "\"readOnly\":\"True\"", "\"additionalEventData\":{\"MFAUsed\":\"Yes\"}", "\"additionalEventData\":\"text\"", "\"awsRegion\":\"\"", "\"recipientAccountId\":111111111111",
        "\"tlsDetails\":{\"a\\\"\\\\b\":\"\\/\"}", "\"unknown\":{\"a\":[1,-0,0.0,1E-2,true,false,null,\"\"]}", "\"unknown\":tru", "\"unknown\":'x'", "\"unknown\" \t:\r\n 1", "\"unknown\"", "unknown:1", "\"unknown\":/**/1", "\"unknown\":\"\ud800\"",
        $"\"unknown\":{new string('[', 60)}{new string(']', 60)}", $"\"unknown\":{new string('[', 200)}{new string(']', 200)}", $"\"unknown\":{new string('[', 300)}{new string(']', 300)}",
        $"\"requestParameters\":{{\"a\":{new string('[', 100)}\"arn:x\"{new string(']', 100)}}}", $"\"userAgent\":\"{new string('x', 100_000)}\"", $"\"eventName\":\"{new string('ü', 10_000)}\"",
        $"\"requestParameters\":{{\"ids\":[{string.Join(',', Enumerable.Range(0, 1200).Select(i => $"\"arn:aws:iam::1:role/{i % 1100}\""))}]}}",
    ];

    /// <summary>The records.</summary>
    public static IEnumerable<string> All =>
        Members.Select(member => "{" + member + "," + Plain[1..]).Concat(Members.Select(member => Plain[..^1] + "," + member + "}")).Append(Rich).Append("{}").Append("[]").Append("1").Append("\"x\"").Append("{\"a\"}").Append("");

    /// <summary>Whole texts.</summary>
    public static IEnumerable<byte[]> Texts =>
        ((string[])
        [
            "", " ", "{", "{}", "[]", "null", "{\"Records\":[]}", "{\"Records\":[]} ", "{\"Records\":[]}}", "{\"Records\":[],}", "{\"Records\":{}}", "{\"Records\":null}", "{\"Records\":[]", "{\"Records\":[}", "{\"Records\":[,]}",
            "{\"Records\":[" + Plain + ",]}", "{\"Records\":[" + Plain + "],\"more\":1}", "{\"more\":1,\"Records\":[" + Plain + "]}", "{\"Records\":[" + Plain + "],\"Records\":[" + Plain + "]}", "{\"R\\u0065cords\":[" + Plain + "]}",
            " \r\n{\t\"Records\" : [ " + Plain + " , " + Plain + " ] } \n", "\uFEFF{\"Records\":[" + Plain + "]}", "{\"Records\":[" + Plain + "]}{\"Records\":[" + Plain + "]}", "{\"Records\":[" + Plain + "]}\n{\"Records\":[" + Plain + "]}\n",
            "{\"Records\":[" + Plain + "]}\0", "\0{\"Records\":[" + Plain + "]}", Plain, Plain + "\n" + Plain, "[" + Plain + "," + Rich + "]", "[" + Plain + ",7]", Rich + Rich, "{\"Records\":[" + Plain + " " + Plain + "]}",
            "{\"Records\":[" + Plain + "] x", "{\"Records\":[7," + Plain + "]}", "{\"Records\":[{\"eventName\":\"x\"}," + Plain + ",{\"eventType\":\"AwsCloudTrailInsight\"}]}", "{\"Records\":[{\"eventType\":\"AwsCloudTrailInsight\"}]}",
        ]).Select(Encoding.UTF8.GetBytes)
        .Append(Encoding.Latin1.GetBytes("{\"Records\":[" + Plain.Replace("List", "L\u00efst", StringComparison.Ordinal) + "," + Plain + "]}"))
        .Append(Encoding.Latin1.GetBytes("{\"Records\":[" + Plain[..^1] + ",\"userAgent\":\"\u00ef\",\"\u00ef\":1,\"requestParameters\":{\"\u00efa\":\"\u00ef\"}}," + Plain + "]}"))
        .Append(Encoding.Latin1.GetBytes("{\"Records\":[" + Plain[..^1] + ",\"requestParameters\":{\"\u00efId\":\"x\"}}," + Plain + "]}"));
}
