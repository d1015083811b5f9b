using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Tests.Remote.LookupEvents;

/// <summary>CloudTrail's event history and STS on a loopback port, strict where AWS is: signed requests, known parameters, tokens that belong to their request.</summary>
internal sealed class FakeHistory : IDisposable
{
    private const string Target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";

    private readonly (long Time, string Region, string Record)[] events;
    private int asked;

    public FakeHistory(IEnumerable<string> records)
    {
        events = [.. records.Select(Of).OrderByDescending(one => one.Time)];
        Server = new LoopbackServer(Answer);
    }

    public LoopbackServer Server { get; }

    /// <summary>Regions and spans that were asked for, seconds, in order.</summary>
    public ConcurrentQueue<(string Region, long Start, long End, string? Token)> Asked { get; } = new();

    /// <summary>Answers in the place of the history where it returns true; told the region and how many requests came before.</summary>
    public Func<LoopbackRequest, string, int, bool> Fault { get; set; } = (_, _, _) => false;

    public void Dispose() => Server.Dispose();

    public static void Refuse(LoopbackRequest request, int status, string code, string message = "no") =>
        request.Answer(status, new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString(), "application/x-amz-json-1.1");

    private static (long Time, string Region, string Record) Of(string record)
    {
        using var document = JsonDocument.Parse(record);
        return (DateTimeOffset.Parse(document.RootElement.GetProperty("eventTime").GetString() ?? "", CultureInfo.InvariantCulture).ToUnixTimeSeconds(), document.RootElement.GetProperty("awsRegion").GetString() ?? "", record);
    }

    private void Answer(LoopbackRequest request)
    {
        string authorization = request.Headers.GetValueOrDefault("Authorization", "");
        string[] scope = authorization.Split("Credential=").ElementAtOrDefault(1)?.Split(',')[0].Split('/') ?? [];
        if (scope.Length != 5)
        {
            Refuse(request, 403, "MissingAuthenticationTokenException");
        }
        else if (scope[3] == "sts")
        {
            request.Answer(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/audit</Arn><UserId>AIDAEXAMPLE</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
        }
        else if (!Fault(request, scope[2], Interlocked.Increment(ref asked) - 1))
        {
            Lookup(request, scope[2]);
        }
    }

    private void Lookup(LoopbackRequest request, string region)
    {
        JsonObject body = JsonNode.Parse(request.Body)!.AsObject();
        long start = (long)body["StartTime"]!, end = (long)body["EndTime"]!;
        string? token = (string?)body["NextToken"];
        Asked.Enqueue((region, start, end, token));
        string[] parts = token?.Split('.') ?? [$"{start}", $"{end}", "0"];
        if (request.Headers.GetValueOrDefault("X-Amz-Target") != Target || body.Any(one => one.Key is not ("StartTime" or "EndTime" or "MaxResults" or "NextToken")) || (int?)body["MaxResults"] is not (> 0 and <= 50))
        {
            Refuse(request, 400, "ValidationException", request.Body);
        }
        else if (start > end)
        {
            Refuse(request, 400, "InvalidTimeRangeException");
        }
        else if (parts[0] != $"{start}" || parts[1] != $"{end}")
        {
            Refuse(request, 400, "InvalidNextTokenException", "a token belongs to its request");
        }
        else
        {
            int from = int.Parse(parts[2], CultureInfo.InvariantCulture);
            (long Time, string Region, string Record)[] found = [.. events.Where(one => one.Region == region && one.Time >= start && one.Time <= end)];
            var answer = new JsonObject { ["Events"] = new JsonArray([.. found.Skip(from).Take(50).Select(one => (JsonNode)new JsonObject { ["EventTime"] = one.Time, ["CloudTrailEvent"] = one.Record })]) };
            if (from + 50 < found.Length)
            {
                answer["NextToken"] = $"{start}.{end}.{from + 50}";
            }

            request.Answer(200, answer.ToJsonString(), "application/x-amz-json-1.1");
        }
    }
}
