using System.Text;
using Leastwise.Trail;
using Leastwise.Usage;
using Leastwise.Usage.Intake;
using Leastwise.Usage.Storage;

namespace Leastwise.Tests.Usage;

/// <summary>The quick ways of the intake and of the writer give what the plain ones give.</summary>
public sealed class IntakeShortcutTests
{
    private static readonly string[] Types = ["", "AWS::S3::Object", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Ä"];
    private static readonly string[] Arns =
        ["", "arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::b/k/l", "arn:aws-cn:s3:::c/k", "arn:aws:kms:eu-west-1:111111111111:key/1", "arn:aws:s3:::b/a\tb", "arn:aws:s3:::b/a\nb", "arn:aws:s3:::b/ä", new('x', 1200)];

    [Fact]
    public void Named_resources_are_written_as_a_target_is_kept()
    {
        var random = new Random(1);
        int written = 0, one = 0;
        var encoder = new EventEncoder();
        for (int round = 0; round < 4000; round++)
        {
            TrailResource[] resources = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new TrailResource(Types[random.Next(Types.Length)], Arns[random.Next(random.Next(2) == 0 ? 6 : Arns.Length)]))];
            UsedResource[] used = [.. resources.Select(resource => new UsedResource(ResourceRelation.Named, resource.Type ?? "", resource.Arn))];
            var sink = new Sink();
            encoder.Give(EventOf(resources), ref sink);
            if (sink.Text is string text)
            {
                written++;
                text.ShouldBe(TargetContent.Of(used).ToText());
            }

            (string Type, string Container)[] containers = [.. DataContainer.Of(used)];
            if (sink.Container is { } container)
            {
                one++;
                containers.ShouldBe([container]);
            }
        }

        written.ShouldBeGreaterThan(500);
        one.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData(20, 3)]
    [InlineData(3000, 2)]
    [InlineData(3000, int.MaxValue)]
    public void Sums_lie_in_the_order_of_the_table(int count, int most)
    {
        var random = new Random(count);
        int Next() => random.Next(random.Next(3) == 0 ? most : Math.Min(most, 70_000));
        TallyTable.Sum[] sums =
        [
            .. Enumerable.Range(0, count).Select(i => new TallyTable.Sum
            {
                Key = new ObservationKey(Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), random.Next(4)),
                Tally = new Tally(i, 0, 0),
            }),
        ];
        ObservationKey[] expected = [.. sums.Select(sum => sum.Key).Order(ObservationKey.TableOrder)];
        var order = new TableOrder();
        order.Of(sums, 0).Length.ShouldBe(0);
        order.Of(sums, count).ToArray().Select(place => sums[place].Key).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Numbers_are_sorted(int count)
    {
        var random = new Random(count);
        ulong[] numbers = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64() * (ulong)random.Next(4))], expected = [.. numbers.Order()];
        RadixSort.Sort(numbers);
        numbers.ShouldBe(expected);
    }

    [Theory]
    [InlineData("User: arn:aws:iam::111111111111:user/u is not authorized to perform: iam:ListUsers on resource: * because no identity-based policy allows the iam:ListUsers action")]
    [InlineData("User: u is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\" with an explicit deny in a resource-based policy")]
    [InlineData("User: a\u00a0not\u00a0authorized\u00a0to\u00a0perform:\u00a0iam:GetUser is not authorized to perform: iam:ListUsers")]
    [InlineData("User:  is not authorized to perform: iam:ListUsers")]
    [InlineData("User: u is not authorized to perform: ")]
    [InlineData("User: u is not authorized to perform:  iam:ListUsers  on resource:  * ")]
    [InlineData("u is not authorized to perform: iam:ListUsers")]
    [InlineData("Access denied")]
    [InlineData("User: ")]
    [InlineData("")]
    public void A_denial_is_the_same_whoever_is_named(string message)
    {
        using var folder = new TemporaryFolder();
        using var ledger = Ledger.InMemory();
        string record = $$$"""{"userIdentity":{"type":"IAMUser","principalId":"AIDA","accountId":"111111111111","userName":"u"},"eventSource":"iam.amazonaws.com","eventName":"ListUsers","eventTime":"2026-01-01T00:00:00Z","awsRegion":"eu-west-1","eventID":"00000000-0000-4000-8000-000000000001","eventType":"AwsApiCall","recipientAccountId":"111111111111","eventCategory":"Management","errorCode":"AccessDenied","errorMessage":{{{System.Text.Json.JsonSerializer.Serialize(message)}}}}""";
        ledger.Ingest([LedgerFixture.WriteLog(folder, "1.json", [record], packed: false)]).Events.ShouldBe(1);
        Observation one = ledger.Read(UsageWindow.Of(ledger.Coverage, null, null), details: true).Observations.ShouldHaveSingleItem();
        DenialParts expected = DenialParts.Of(message);
        (one.Denial?.Action ?? "", one.Denial?.Resource ?? "", one.Denial?.Reason ?? "").ShouldBe((expected.Action, expected.Resource, expected.Reason));
    }

    private static TrailEvent EventOf(TrailResource[] resources) => new()
    {
        Fingerprint = new string('0', 32),
        Time = DateTimeOffset.UnixEpoch,
        Source = "s3.amazonaws.com",
        Name = "GetObject",
        Region = "eu-west-1",
        Caller = new CallerIdentity { Type = "IAMUser" },
        Outcome = Outcome.Ok,
        Resources = [.. resources],
    };

    private struct Sink : IEventSink
    {
        public string? Text { get; private set; }

        public (string Type, string Container)? Container { get; private set; }

        public void Take(in RawEvent one)
        {
            Span<byte> text = stackalloc byte[NamedResources.MostBytes];
            if (NamedResources.TryWrite(one, text, out int length))
            {
                Text = Encoding.UTF8.GetString(text[..length]);
                if (NamedResources.HasOneContainer(one))
                {
                    NamedResources.ContainerOf(one, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> container);
                    Container = (Encoding.UTF8.GetString(type), Encoding.UTF8.GetString(container));
                }
            }
        }
    }
}
