using System.Text.Json.Nodes;
using Leastwise.Samples.Acme;

namespace Leastwise.Samples.Trail;

/// <summary>What the trails of both accounts recorded, in the order of the telling.</summary>
public sealed class TrailLog
{
    private readonly EventIds _ids = new();

    private readonly List<TrailEvent> _events = [];

    private readonly Dictionary<string, (DateTime At, string Region)> _lastUsed = [];

    /// <summary>All events.</summary>
    public IReadOnlyList<TrailEvent> Events => _events;

    /// <summary>When and where each role last acted.</summary>
    public IReadOnlyDictionary<string, (DateTime At, string Region)> LastUsed => _lastUsed;

    /// <summary>A fresh id that two accounts share.</summary>
    public string NewSharedId() => _ids.Next().Request;

    /// <summary>Records a call.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="at">When.</param>
    /// <param name="call">What.</param>
    /// <param name="deliveredLate">When the record is delivered, if later than the rest of its day.</param>
    public void Record(Caller caller, DateTime at, Call call, DateTime? deliveredLate = null)
    {
        var region = call.IsGlobal ? Places.Virginia : call.Region ?? caller.Region;
        var ids = _ids.Next();
        var record = Head(caller, at, call, region);
        Outcome(record, call);
        Tail(record, caller, call, region, ids);
        _events.Add(new(caller.Account, region, at, record) { DeliveredLate = deliveredLate });
        if (caller.RoleArn is { } role && (!_lastUsed.TryGetValue(role, out var last) || last.At < at))
            _lastUsed[role] = (at, region);
    }

    private static JsonObject Head(Caller caller, DateTime at, Call call, string region)
    {
        var identity = caller.Identity.DeepClone().AsObject();
        if (call.InvokedBy is { } service)
            identity["invokedBy"] = service;
        return new()
        {
            ["eventVersion"] = Version(call.Service),
            ["userIdentity"] = identity,
            ["eventTime"] = Calendar.Print(at),
            ["eventSource"] = call.Service + ".amazonaws.com",
            ["eventName"] = call.Name,
            ["awsRegion"] = region,
            ["sourceIPAddress"] = call.InvokedBy ?? caller.Address,
            ["userAgent"] = call.InvokedBy ?? caller.Agent,
        };
    }

    private static void Outcome(JsonObject record, Call call)
    {
        if (call.ErrorCode is not null)
            record["errorCode"] = call.ErrorCode;
        if (call.ErrorMessage is not null)
            record["errorMessage"] = call.ErrorMessage;
        record["requestParameters"] = call.Request?.DeepClone();
        record["responseElements"] = call.Response?.DeepClone();
        if (call.Extra is not null)
            record["additionalEventData"] = call.Extra.DeepClone();
        if (call.ServiceDetails is not null)
            record["serviceEventDetails"] = call.ServiceDetails.DeepClone();
    }

    private static void Tail(JsonObject record, Caller caller, Call call, string region, (string Event, string Request) ids)
    {
        if (call.Type == "AwsApiCall")
            record["requestID"] = ids.Request;
        record["eventID"] = ids.Event;
        record["readOnly"] = call.Reads;
        if (!call.Resources.IsEmpty)
            record["resources"] = Resources(call, caller);
        record["eventType"] = call.Type;
        if (call.ApiVersion is not null)
            record["apiVersion"] = call.ApiVersion;
        record["managementEvent"] = !call.IsData;
        record["recipientAccountId"] = caller.Account;
        if (call.SharedId is not null)
            record["sharedEventID"] = call.SharedId;
        record["eventCategory"] = call.IsData ? "Data" : "Management";
        if (!caller.IsInside && call.InvokedBy is null)
            record["tlsDetails"] = Tls(call, region);
        if (caller.FromConsole && call.Type == "AwsApiCall")
            record["sessionCredentialFromConsole"] = "true";
    }

    private static JsonArray Resources(Call call, Caller caller) => Iam.Json.Objects(call.Resources.Select(resource => new JsonObject
    {
        ["ARN"] = resource.Arn,
        ["accountId"] = resource.Arn.Split(':')[4] is { Length: 12 } owner ? owner : caller.Account,
        ["type"] = resource.Type,
    }));

    private static JsonObject Tls(Call call, string region) => new()
    {
        ["tlsVersion"] = "TLSv1.3",
        ["cipherSuite"] = "TLS_AES_128_GCM_SHA256",
        ["clientProvidedHostHeader"] = Host(call, region),
    };

    private static string Host(Call call, string region) => call.Service switch
    {
        "signin" => region + ".signin.aws.amazon.com",
        _ when call.IsGlobal => call.Service + ".amazonaws.com",
        _ => $"{call.Service}.{region}.amazonaws.com",
    };

    private static string Version(string service) => service switch
    {
        "signin" or "cloudfront" => "1.08",
        "lambda" or "monitoring" or "ssm" => "1.09",
        "ec2" or "iam" => "1.10",
        _ => "1.11",
    };
}
