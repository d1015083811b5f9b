using System.Security.Cryptography;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What one record gave: an event, or the reason why not; or it is an Insight, which is no call.</summary>
internal readonly record struct RecordResult(TrailEvent? Event, string? Bad, bool Insight);

/// <summary>Reads one record, in whatever order its fields stand. The simple and obviously right reader.</summary>
/// <remarks>Source: "CloudTrail record contents", AWS CloudTrail User Guide.</remarks>
internal static class RecordReader
{
    /// <summary>Reads a record.</summary>
    /// <param name="record">A whole JSON object.</param>
    /// <param name="names">Known names.</param>
    public static RecordResult Read(ReadOnlySpan<byte> record, NameCache names)
    {
        var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = TrailLimits.MaxDepth });
        reader.Read();
        try
        {
            return ReadFields(ref reader, record, names);
        }
        catch (InvalidOperationException)
        {
            // The reader found a string that is not UTF-8 or has half a surrogate pair.
            return new RecordResult(null, "it holds text that is not valid UTF-8", false);
        }
    }

    private static RecordResult ReadFields(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, NameCache names)
    {
        var record = new RecordFields { Caller = IdentityReader.Unstated, Request = RequestParameters.None, Resources = [] };
        while (reader.ReadProperty())
        {
            ReadField(ref reader, names, ref record);
        }

        if (record.Type is "AwsCloudTrailInsight" || record.Category is "Insight")
        {
            return new RecordResult(null, null, true);
        }

        if (Missing(record) is string missing)
        {
            return new RecordResult(null, missing, false);
        }

        return new RecordResult(record.ToEvent(Fingerprint(record.EventId, text)), null, false);
    }

    private static void ReadField(ref Utf8JsonReader reader, NameCache names, ref RecordFields record)
    {
        ReadOnlySpan<byte> name = reader.NameSpan();
        switch (name.Length)
        {
            case 7 when name.SequenceEqual("eventID"u8): record.EventId = reader.ReadText(names); break;
            case 8 when name.SequenceEqual("readOnly"u8): record.ReadOnly = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("eventTime"u8): record.Time = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("eventName"u8): record.Name = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("eventType"u8): record.Type = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("awsRegion"u8): record.Region = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("errorCode"u8): record.ErrorCode = reader.ReadText(names); break;
            case 9 when name.SequenceEqual("resources"u8): record.Resources = ResourceReader.Read(ref reader, names); break;
            case 11 when name.SequenceEqual("eventSource"u8): record.Source = reader.ReadText(names); break;
            case 12 when name.SequenceEqual("errorMessage"u8): record.ErrorMessage = reader.ReadText(names); break;
            case 12 when name.SequenceEqual("userIdentity"u8): record.Caller = IdentityReader.Read(ref reader, names); break;
            case 13 when name.SequenceEqual("sharedEventID"u8): record.SharedEventId = reader.ReadText(names); break;
            case 13 when name.SequenceEqual("vpcEndpointId"u8): record.VpcEndpointId = reader.ReadText(names); break;
            case 13 when name.SequenceEqual("eventCategory"u8): record.Category = reader.ReadText(names); break;
            case 15 when name.SequenceEqual("sourceIPAddress"u8): record.SourceAddress = reader.ReadText(names); break;
            case 15 when name.SequenceEqual("managementEvent"u8): record.Management = reader.ReadText(names); break;
            case 16 when name.SequenceEqual("responseElements"u8): record.Response = ResponseReader.Read(ref reader, names); break;
            case 17 when name.SequenceEqual("requestParameters"u8): record.Request = RequestReader.Read(ref reader, names); break;
            case 18 when name.SequenceEqual("recipientAccountId"u8): record.Recipient = reader.ReadText(names); break;
            case 19 when name.SequenceEqual("additionalEventData"u8): ReadAdditional(ref reader, names, ref record); break;
            default: reader.PassOver(); break;
        }
    }

    /// <summary>A sign-in says here whether MFA was used; the console's role switch whence and, in some records, whither.</summary>
    private static void ReadAdditional(ref Utf8JsonReader reader, NameCache names, ref RecordFields record)
    {
        if (!reader.ReadObjectStart())
        {
            return;
        }

        while (reader.ReadProperty())
        {
            if (reader.ValueTextEquals("SwitchFrom"u8))
            {
                record.SwitchFrom = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("SwitchTo"u8))
            {
                record.SwitchTo = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("MFAUsed"u8))
            {
                record.SignInMfa = reader.ReadText(names);
            }
            else
            {
                reader.PassOver();
            }
        }
    }

    private static string? Missing(in RecordFields record) => record switch
    {
        { Source: null or "" } => "it has no eventSource",
        { Name: null or "" } => "it has no eventName",
        { Time: null or "" } => "it has no eventTime",
        { Source: ['a', 'w', 's', ':', ..] } => "it is a notification of another service, not a CloudTrail record",
        _ when IdentityReader.ParseTime(record.Time) is null => "its eventTime is not a time like 2026-01-31T12:00:00Z",
        _ => null,
    };

    private static string Fingerprint(string? eventId, ReadOnlySpan<byte> record)
    {
        if (Guid.TryParse(eventId, out Guid id))
        {
            return id.ToString("N").ToUpperInvariant();
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(string.IsNullOrEmpty(eventId) ? record : System.Text.Encoding.UTF8.GetBytes(eventId), hash);
        return Convert.ToHexString(hash[..16]);
    }
}
