using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class ShapeTests
{
    public static TheoryData<string> Names => [.. ShapeSamples.All().Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_gives_the_same_events(string name)
    {
        TrailFileResult plain = Read(ShapeSamples.Utf8($"[{string.Join(',', ShapeSamples.Records)}]")), shaped = Read(ShapeSamples.All().Single(sample => sample.Name == name).Content);
        shaped.NotReadBecause.ShouldBeNull();
        shaped.BadRecords.ShouldBe(0);
        shaped.LosesEvents.ShouldBeFalse();
        plain.Events.Length.ShouldBe(3);
        shaped.Events.Select(Facts).ShouldBe(plain.Events.Select(Facts));
    }

    [Fact]
    public void A_record_may_be_read_in_pieces_of_any_size()
    {
        byte[] content = ShapeSamples.Utf8($"{{\"Records\":[{string.Join(",\n ", Enumerable.Repeat(ShapeSamples.Records, 40).SelectMany(three => three))}]}}");
        foreach (int piece in new[] { 1, 7, 1000 })
        {
            var events = new List<TrailEvent>();
            using var window = new TextWindow(new Dripping(content, piece));
            TrailFileResult result = TrailTextReader.Read(window, SimpleTaker.Of(new NameCache(), events.Add), new Findings("log", DateTimeOffset.MaxValue, new UnpackBudget(0)));
            (result.EventCount, result.BadRecords, result.NotReadBecause, result.UnpackedBytes).ShouldBe((120, 0, null, content.Length));
        }
    }

    [Fact]
    public void The_place_of_a_bad_record_is_told_from_the_start_of_the_file_however_long_it_is()
    {
        string many = string.Join('\n', Enumerable.Repeat(ShapeSamples.Records[0], 2000));
        Read(ShapeSamples.Utf8(many + "\n  {\"eventName\":\"x\"}\n")).FirstBadRecord?.ToString().ShouldBe("log:2001:3: A record was passed over: it has no eventSource.");
    }

    [Fact]
    public void What_an_EventBridge_envelope_says_counts_only_where_the_record_is_silent()
    {
        TrailFileResult result = Read(ShapeSamples.Utf8("""
            {"detail-type":"AWS API Call via CloudTrail","account":"222222222222","region":"us-east-1","detail":{"eventTime":"2026-01-01T00:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","awsRegion":"eu-west-1"}}
            """));
        TrailEvent one = result.Events.ShouldHaveSingleItem();
        (one.RecipientAccountId, one.Region).ShouldBe(("222222222222", "eu-west-1"));
    }

    [Fact]
    public void The_console_s_event_history_tells_who_by_name_and_key_only()
    {
        TrailFileResult result = Read(ShapeSamples.Utf8(
            "Event name,Event time,User name,Event source,Resource type,Resource name,AWS access key,AWS region,Error code,Event ID,Read-only,Request ID,Source IP address\n"
            + "CreateUser,2026-01-01T00:00:00Z,alice,iam.amazonaws.com,,,AKIAIOSFODNN7EXAMPLE,us-east-1,AccessDenied,11111111-0000-4000-8000-000000000003,false,r,192.0.2.1\n"));
        TrailEvent one = result.Events.ShouldHaveSingleItem();
        (one.Caller.UserName, one.Caller.AccessKeyId, one.Caller.Arn, one.Caller.AccountId, one.RecipientAccountId).ShouldBe(("alice", "AKIAIOSFODNN7EXAMPLE", null, null, null));
        (one.Name, one.Source, one.Region, one.Outcome, one.ErrorMessage, one.ReadOnly).ShouldBe(("CreateUser", "iam.amazonaws.com", "us-east-1", Outcome.Denied, null, false));
    }

    [Theory]
    [InlineData("\"{type=AssumedRole, principalid=AROAEXAMPLE:i-0,x=y@z, arn=arn:aws:sts::111111111111:assumed-role/Ops/i-0,x=y@z, accountid=111111111111, invokedby=null, accesskeyid=ASIAEXAMPLE, username=null, sessioncontext={attributes={mfaauthenticated=true, creationdate=2026-01-01T00:00:00Z}, sessionissuer={type=Role, principalid=AROAEXAMPLE, arn=arn:aws:iam::111111111111:role/team/Ops, accountid=111111111111, username=Ops}}}\"")]
    [InlineData("\"{\"\"type\"\":\"\"AssumedRole\"\",\"\"principalid\"\":\"\"AROAEXAMPLE:i-0,x=y@z\"\",\"\"arn\"\":\"\"arn:aws:sts::111111111111:assumed-role/Ops/i-0,x=y@z\"\",\"\"accountid\"\":\"\"111111111111\"\",\"\"accesskeyid\"\":\"\"ASIAEXAMPLE\"\",\"\"sessioncontext\"\":{\"\"attributes\"\":{\"\"mfaauthenticated\"\":\"\"true\"\",\"\"creationdate\"\":\"\"2026-01-01T00:00:00Z\"\"},\"\"sessionissuer\"\":{\"\"type\"\":\"\"Role\"\",\"\"arn\"\":\"\"arn:aws:iam::111111111111:role/team/Ops\"\"}}}\"")]
    public void Athena_s_results_tell_the_identity_as_a_struct_or_as_JSON(string identity)
    {
        TrailFileResult result = Read(ShapeSamples.Utf8(
            "\"eventversion\",\"useridentity\",\"eventtime\",\"eventsource\",\"eventname\",\"awsregion\",\"errorcode\",\"requestparameters\",\"resources\",\"eventid\"\n"
            + $"\"1.08\",{identity},\"2026-01-01 12:00:00.000\",\"sts.amazonaws.com\",\"AssumeRole\",\"eu-west-1\",,\"{{\"\"roleArn\"\":\"\"arn:aws:iam::111111111111:role/Next\"\"}}\",\"[{{arn=arn:aws:iam::111111111111:role/Next, accountid=111111111111, type=AWS::IAM::Role}}]\",\"11111111-0000-4000-8000-000000000004\"\n"));
        TrailEvent one = result.Events.ShouldHaveSingleItem();
        (one.Caller.Type, one.Caller.PrincipalId, one.Caller.IssuerArn, one.Caller.AccessKeyId).ShouldBe(("AssumedRole", "AROAEXAMPLE:i-0,x=y@z", "arn:aws:iam::111111111111:role/team/Ops", "ASIAEXAMPLE"));
        one.Time.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        one.RequestedRoles.ShouldBe(["arn:aws:iam::111111111111:role/Next"]);
        one.Resources.ShouldHaveSingleItem().ShouldBe(new TrailResource("AWS::IAM::Role", "arn:aws:iam::111111111111:role/Next"));
        one.Outcome.ShouldBe(Outcome.Ok);
    }

    /// <summary>The identity is a struct, as text, and request parameters are a map of texts. Source: "Supported SQL schemas for event data stores", AWS CloudTrail User Guide.</summary>
    [Fact]
    public void A_row_of_CloudTrail_Lake_tells_what_Athena_s_tells()
    {
        TrailEvent one = Read(ShapeSamples.Utf8("""
            {"QueryStatus":"FINISHED","QueryStatistics":{"ResultsCount":1,"TotalResultsCount":1,"BytesScanned":1},"QueryResultRows":[[{"eventVersion":"1.08"},
            {"userIdentity":"{type=AssumedRole, principalid=AROAEXAMPLE:i-0, arn=arn:aws:sts::111111111111:assumed-role/Ops/i-0, accountid=111111111111, accesskeyid=ASIAEXAMPLE, username=null, sessioncontext={attributes={creationdate=2025-12-31 23:59:12.000, mfaauthenticated=true}, sessionissuer={type=Role, principalid=AROAEXAMPLE, arn=arn:aws:iam::111111111111:role/team/Ops, accountid=111111111111, username=Ops}, sourceidentity=alice, ec2roledelivery=null}, invokedby=null, identityprovider=null}"},
            {"eventTime":"2026-01-01 12:00:00.000"},{"eventSource":"sts.amazonaws.com"},{"eventName":"AssumeRole"},{"awsRegion":"eu-west-1"},{"errorCode":null},
            {"requestParameters":"{roleSessionName=next, roleArn=arn:aws:iam::111111111111:role/Next}"},{"resources":"[{accountid=111111111111, type=AWS::IAM::Role, arn=arn:aws:iam::111111111111:role/Next}]"},
            {"recipientAccountId":"111111111111"},{"eventID":"11111111-0000-4000-8000-000000000004"},{"readOnly":"true"}]]}
            """)).Events.ShouldHaveSingleItem();
        (one.Caller.Type, one.Caller.PrincipalId, one.Caller.IssuerArn, one.Caller.AccessKeyId).ShouldBe(("AssumedRole", "AROAEXAMPLE:i-0", "arn:aws:iam::111111111111:role/team/Ops", "ASIAEXAMPLE"));
        (one.Time, one.Caller.SessionBegan).ShouldBe((new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 12, 31, 23, 59, 12, TimeSpan.Zero)));
        (one.EventId, one.Region, one.RecipientAccountId, one.Outcome).ShouldBe(("11111111-0000-4000-8000-000000000004", "eu-west-1", "111111111111", Outcome.Ok));
        one.RequestedRoles.ShouldBe(["arn:aws:iam::111111111111:role/Next"]);
        one.Resources.ShouldHaveSingleItem().ShouldBe(new TrailResource("AWS::IAM::Role", "arn:aws:iam::111111111111:role/Next"));
    }

    [Fact]
    public void Rows_unloaded_from_Athena_as_JSON_have_names_in_small_letters()
    {
        TrailEvent one = Read(ShapeSamples.Utf8(
            """{"eventversion":"1.08","useridentity":{"type":"IAMUser","principalid":"AIDAEXAMPLE","username":"alice"},"eventtime":"2026-01-01T00:00:00Z","eventsource":"s3.amazonaws.com","eventname":"ListBuckets","requestparameters":"{\"a\":1}"}""")).Events.ShouldHaveSingleItem();
        (one.Caller.UserName, one.Caller.PrincipalId, one.Name).ShouldBe(("alice", "AIDAEXAMPLE", "ListBuckets"));
    }

    [Theory]
    [InlineData("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3", "It is a server access log of S3, not a CloudTrail log.")]
    [InlineData("2 111111111111 eni-1235b8ca 192.0.2.1 192.0.2.2 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK", "It is a VPC flow log, not a CloudTrail log.")]
    [InlineData("https 2026-01-01T00:00:00.000000Z app/lb/50dc6c495c0c9188 192.0.2.1:2817 10.0.0.1:80 0.000", "It is an access log of Elastic Load Balancing, not a CloudTrail log.")]
    [InlineData("{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"x\",\"configurationItems\":[]}", "It is a snapshot or history of AWS Config, not a CloudTrail log.")]
    [InlineData("{\"UserDetailList\":[],\"RoleDetailList\":[]}", "It holds account details (give it to --iam), not CloudTrail records.")]
    [InlineData("PAR1 ", "It is a Parquet file, which is not read; export the records as JSON or CSV.")]
    [InlineData("(\u00b5/\u00fd\0\u0090", "It is packed with zstd in a window of 256 MB, and 128 MB is the largest that is read; unpack it first ('zstd -d --long=31 FILE').")]
    [InlineData("(\u00b5/\u00fd\u00a0\u0001\0\0\u0010", "It is packed with zstd in a window of 256 MB, and 128 MB is the largest that is read; unpack it first ('zstd -d --long=31 FILE').")]
    [InlineData("(\u00b5/\u00fd\u0001\0\u0007", "It is packed with zstd by a dictionary, which is not read; unpack it first ('zstd -d -D DICTIONARY FILE').")]
    [InlineData("(\u00b5/\u00fd", "Nothing could be read: its zstd data ends early; copy it again from its bucket.")]
    public void Other_logs_and_packings_are_called_by_their_names(string text, string sentence) =>
        Read(System.Text.Encoding.Latin1.GetBytes(text)).NotReadBecause.ShouldBe(sentence);

    private static TrailFileResult Read(byte[] content) => new TrailFileReader().Read("log", content);

    private static string Facts(TrailEvent one) =>
        $"{one.EventId} {one.Fingerprint} {one.Time:O} {one.Source} {one.Name} {one.Region} {one.RecipientAccountId} {one.Caller} {one.Outcome} {one.ErrorMessage} {string.Join(' ', one.RequestedRoles)}";

    private sealed class Dripping(byte[] content, int piece) : ReadOnlyStream
    {
        private int at;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(piece, buffer.Length), content.Length - at);
            content.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }
    }
}
