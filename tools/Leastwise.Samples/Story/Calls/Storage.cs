using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story.Calls;

/// <summary>S3, as management and as data events.</summary>
public static class Storage
{
    /// <summary>ListBuckets, whose privilege is s3:ListAllMyBuckets.</summary>
    public static Call Buckets { get; } = Call.Of("s3", "ListBuckets", """{"Host":"s3.eu-west-1.amazonaws.com"}""");

    /// <summary>A call about a bucket as a whole; for many S3's event name is not the privilege's.</summary>
    public static Call Bucket(string name, string bucket, string? query = null) => Call.Of("s3", name,
            $$"""{"bucketName":"{{bucket}}","Host":"{{bucket}}.s3.eu-west-1.amazonaws.com"{{(query is null ? "" : $",\"{query}\":\"\"")}}}""")
        .About("AWS::S3::Bucket", "arn:aws:s3:::" + bucket);

    /// <summary>GetObject or PutObject in the data bucket: a data event.</summary>
    public static Call DataObject(string name, string key) => Data(name,
            $$"""{"bucketName":"{{Places.DataBucket}}","Host":"{{Places.DataBucket}}.s3.eu-west-1.amazonaws.com","key":"{{key}}"}""")
        .About("AWS::S3::Object", $"arn:aws:s3:::{Places.DataBucket}/{key}").About("AWS::S3::Bucket", "arn:aws:s3:::" + Places.DataBucket);

    /// <summary>ListObjects in the data bucket, which is how ListObjectsV2 is recorded too: a data event.</summary>
    public static Call DataList(string prefix) => Data("ListObjects",
            $$"""{"list-type":"2","bucketName":"{{Places.DataBucket}}","prefix":"{{prefix}}","Host":"{{Places.DataBucket}}.s3.eu-west-1.amazonaws.com"}""")
        .About("AWS::S3::Object", $"arn:aws:s3:::{Places.DataBucket}/{prefix}")
            .About("AWS::S3::Bucket", "arn:aws:s3:::" + Places.DataBucket);

    private static Call Data(string name, string request) => Call.Of("s3", name, request) with
    {
        IsData = true,
        Extra = new JsonObject
        {
            ["SignatureVersion"] = "SigV4",
            ["CipherSuite"] = "TLS_AES_128_GCM_SHA256",
            ["bytesTransferredIn"] = name == "PutObject" ? 2048 : 0,
            ["AuthenticationMethod"] = "AuthHeader",
            ["x-amz-id-2"] = "EXAMPLE",
            ["bytesTransferredOut"] = name == "PutObject" ? 0 : 4096,
        },
    };
}
