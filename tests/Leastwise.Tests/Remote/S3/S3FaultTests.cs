using System.Globalization;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Tests.Usage;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.S3;

/// <summary>What S3 and the network do wrong: nothing is lost, nothing counts twice, and the message is right.</summary>
public sealed class S3FaultTests : IDisposable
{
    private readonly BucketFixture fixture = new(pageSize: 9);

    public S3FaultTests() => fixture.Fill();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Throttling_faults_resets_and_torn_pages_lose_nothing_and_count_nothing_twice()
    {
        fixture.Bucket.Fault = (request, about, before) =>
        {
            // Each request goes wrong twice, in a way of its own; listings are torn too.
            int kind = before >= 2 ? -1 : (about.Sum(letter => letter) + before) % 5;
            switch (kind)
            {
                case 0:
                    FakeBucket.Refuse(request, 503, "SlowDown", "Please reduce your request rate.");
                    return true;
                case 1:
                    FakeBucket.Refuse(request, 500, "InternalError");
                    return true;
                case 2:
                    request.Response.Abort();
                    return true;
                case 3:
                    request.AnswerHalf("<?xml version=\"1.0\"?><ListBucketResult><Contents><Key>AWSLogs/never-whole</Key></Contents>");
                    return true;
                case 4:
                    FakeBucket.Refuse(request, 503, "ServiceUnavailable");
                    return true;
                default:
                    return false;
            }
        };
        using var ledger = Ledger.InMemory();
        IngestSummary summary = fixture.Ingest(ledger);
        summary.BadFiles.ShouldBeEmpty();
        (summary.FilesRead, summary.BadFiles.Length, summary.Duplicates).ShouldBe((fixture.Bucket.Objects.Count, 0, 0));
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
        fixture.Time.Waits.ShouldContain(wait => wait > TimeSpan.FromMilliseconds(50), "waits must grow, or S3 is asked without mercy");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<?xml version=\"1.0\"?><ListBucketResult/>")]
    [InlineData("<?xml version=\"1.0\"?><ListBucketResult><KeyCount>7</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>")]
    [InlineData("<?xml version=\"1.0\"?><ListBucketResult><KeyCount>0</KeyCount><IsTruncated>true</IsTruncated></ListBucketResult>")]
    [InlineData("<html>Sign in to the airport's network</html>")]
    public void A_page_that_is_not_whole_is_asked_for_again(string page)
    {
        fixture.Bucket.Fault = (request, about, before) =>
        {
            bool isTorn = before == 0 && !about.EndsWith(".gz", StringComparison.Ordinal);
            if (isTorn)
            {
                request.Answer(200, page);
            }

            return isTorn;
        };
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger).FilesRead.ShouldBe(fixture.Bucket.Objects.Count);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up_and_read_again()
    {
        string key = fixture.Bucket.Objects.Keys.First();
        var stalled = new TaskCompletionSource();
        fixture.Bucket.Fault = (request, about, before) =>
        {
            if (about != key || before > 0)
            {
                return false;
            }

            request.AnswerHalf(new string('x', 4000), hold: true);
            stalled.TrySetResult();
            return true;
        };
        using var ledger = Ledger.InMemory();
        var ingest = Task.Run(() => fixture.Ingest(ledger));
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        while (!ingest.IsCompleted && fixture.Bucket.Read.Count(one => one == key) < 2)
        {
            fixture.Time.LosePatience();
            await Task.Delay(5);
        }

        (await ingest).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Theory]
    [InlineData(403, "AccessDenied", "Access Denied", "s3:GetObject is missing")]
    [InlineData(403, "AccessDenied", "User: arn:aws:iam::111111111111:user/audit is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555 because no identity-based policy allows the kms:Decrypt action", "kms:Decrypt on the key arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555 is missing")]
    [InlineData(403, "AccessDenied", "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.", "kms:Decrypt on its KMS key is missing")]
    [InlineData(400, "KMS.DisabledException", "arn:aws:kms:eu-west-1:111111111111:key/1-2 is disabled.", "DisabledException: the key arn:aws:kms:eu-west-1:111111111111:key/1-2")]
    [InlineData(403, "InvalidObjectState", "The operation is not valid for the object's storage class", "in an archive of S3")]
    [InlineData(404, "NoSuchKey", "The specified key does not exist.", "deleted after it was listed")]
    [InlineData(500, "InternalError", "We encountered an internal error.", "S3 failed (InternalError), also when asked again")]
    public void One_object_that_cannot_be_read_is_named_and_read_next_time(int status, string code, string message, string said)
    {
        string key = fixture.Bucket.Objects.Keys.ElementAt(5);
        fixture.Bucket.Fault = (request, about, _) =>
        {
            if (about == key)
            {
                FakeBucket.Refuse(request, status, code, message);
            }

            return about == key;
        };
        using var ledger = Ledger.InMemory();
        IngestSummary summary = fixture.Ingest(ledger);
        BadFile bad = summary.BadFiles.ShouldHaveSingleItem();
        bad.Path.ShouldBe($"s3://logs/{key}");
        bad.Reason.ShouldContain(said);
        summary.FilesRead.ShouldBe(fixture.Bucket.Objects.Count - 1);
        ledger.Info().FilesNotRead.ShouldHaveSingleItem().Path.ShouldBe(bad.Path);

        fixture.Bucket.Fault = (_, _, _) => false;
        fixture.Ingest(ledger).FilesRead.ShouldBe(1);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
        ledger.Info().FilesNotRead.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ExpiredToken", "they have expired; sign in again")]
    [InlineData("InvalidAccessKeyId", "check the profile")]
    [InlineData("SignatureDoesNotMatch", "check the profile")]
    public void Credentials_refused_in_the_middle_keep_what_was_read_and_say_so(string code, string said)
    {
        int reads = 0;
        fixture.Bucket.Fault = (request, about, _) =>
        {
            if (about.EndsWith(".gz", StringComparison.Ordinal) && Interlocked.Increment(ref reads) > 12)
            {
                FakeBucket.Refuse(request, code == "ExpiredToken" ? 400 : 403, code, $"The provided token {BucketFixture.Token} has expired. {BucketFixture.Secret}");
                return true;
            }

            return false;
        };
        using var ledger = Ledger.InMemory();
        RemoteException failed = Should.Throw<RemoteException>(() => fixture.Ingest(ledger));
        failed.Message.ShouldContain($"({code})");
        failed.Message.ShouldContain(said);
        failed.Message.ShouldNotContain(BucketFixture.Secret);
        failed.Message.ShouldNotContain(BucketFixture.Token);
        ledger.Info().Files.ShouldBeInRange(1, 12);

        fixture.Bucket.Fault = (_, _, _) => false;
        IngestSummary rest = fixture.Ingest(ledger);
        rest.FilesSkipped.ShouldBeGreaterThan(0);
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void Expired_credentials_that_can_be_had_anew_are_had_anew()
    {
        fixture.Bucket.Fault = (request, _, _) =>
        {
            bool isOld = request.Headers["Authorization"].Contains("Credential=OLD/", StringComparison.Ordinal) && fixture.Bucket.Server.Requests.Count > 20;
            if (isOld)
            {
                FakeBucket.Refuse(request, 400, "ExpiredToken");
            }

            return isOld;
        };
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger, credentials: new Renewing(() => fixture.Bucket.Server.Requests.Count > 20)).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_clock_that_is_wrong_is_set_right_by_that_of_S3()
    {
        fixture.Bucket.Fault = (request, _, _) =>
        {
            DateTime there = DateTime.UtcNow.AddHours(2);
            bool isRight = request.Headers.TryGetValue("X-Amz-Date", out string? at)
                && Math.Abs((DateTime.ParseExact(at, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal) - there).TotalMinutes) < 15;
            request.Response.Headers["Date"] = there.ToString("r", CultureInfo.InvariantCulture);
            if (!isRight)
            {
                FakeBucket.Refuse(request, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
            }

            return !isRight;
        };
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_bucket_of_another_region_is_asked_there()
    {
        fixture.Bucket.Fault = (request, _, _) =>
        {
            bool isThere = request.Headers["Authorization"].Contains("/ap-southeast-2/s3/", StringComparison.Ordinal);
            if (!isThere)
            {
                FakeBucket.Refuse(request, 301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.", ("x-amz-bucket-region", "ap-southeast-2"));
            }

            return !isThere;
        };
        using var ledger = Ledger.InMemory();
        fixture.Ingest(ledger).BadFiles.ShouldBeEmpty();
        LedgerFixture.Events(ledger).ShouldBe(BucketFixture.Expected());
    }

    [Fact]
    public void A_service_that_is_down_ends_the_run_and_not_every_object_by_itself()
    {
        fixture.Bucket.Fault = (request, about, _) =>
        {
            bool isObject = about.EndsWith(".gz", StringComparison.Ordinal);
            if (isObject)
            {
                FakeBucket.Refuse(request, 503, "ServiceUnavailable");
            }

            return isObject;
        };
        using var ledger = Ledger.InMemory();
        Should.Throw<RemoteException>(() => fixture.Ingest(ledger)).Message.ShouldContain("S3 failed while reading s3://logs/ (ServiceUnavailable), also when asked again");
    }

    [Fact]
    public void Listing_that_is_not_allowed_names_the_privilege()
    {
        fixture.Bucket.Fault = (request, _, _) =>
        {
            FakeBucket.Refuse(request, 403, "AccessDenied");
            return true;
        };
        using var ledger = Ledger.InMemory();
        Should.Throw<RemoteException>(() => fixture.Ingest(ledger)).Message.ShouldContain("s3:ListBucket on arn:aws:s3:::logs is missing");
    }

    private sealed class Renewing(Func<bool> isLate) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => new(isLate() ? "NEW" : "OLD", BucketFixture.Secret, BucketFixture.Token);
    }
}
