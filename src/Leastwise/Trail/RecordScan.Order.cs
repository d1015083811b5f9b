using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <content>
/// Reads objects whose members stand in the order in which CloudTrail writes them, most of them texts. Each step asks for one key, takes it with its
/// value if it is there, and goes on from the next key. What stands elsewhere, or with spaces, is read by its key afterwards.
/// </content>
internal ref partial struct RecordScan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadUsualFields(int at)
    {
        at = json.HasKey(at, "\"eventVersion\":"u8, out int value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"userIdentity\":"u8, out value) ? Next(ReadIdentity(First(value, Parts.Identity))) : at;
        at = json.HasKey(at, "\"eventTime\":"u8, out value) ? Next(ReadText(value, RawField.Time, 20)) : at;
        at = json.HasKey(at, "\"eventSource\":"u8, out value) ? Next(ReadShort(First(value, Parts.Source), RawField.Source)) : at;
        at = json.HasKey(at, "\"eventName\":"u8, out value) ? Next(ReadShort(value, RawField.Name)) : at;
        at = json.HasKey(at, "\"awsRegion\":"u8, out value) ? Next(ReadText(value, RawField.Region, 9)) : at;
        at = json.HasKey(at, "\"sourceIPAddress\":"u8, out value) ? Next(ReadShort(value, RawField.SourceAddress)) : at;
        at = json.HasKey(at, "\"userAgent\":"u8, out value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"errorCode\":"u8, out value) ? Next(ReadShort(value, RawField.ErrorCode)) : at;
        at = json.HasKey(at, "\"errorMessage\":"u8, out value) ? Next(ReadText(value, RawField.ErrorMessage)) : at;
        at = json.HasKey(at, "\"requestParameters\":"u8, out value) ? Next(ReadRequest(First(value, Parts.Request))) : at;
        at = json.HasKey(at, "\"responseElements\":"u8, out value) ? Next(ReadResponse(First(value, Parts.Response))) : at;
        at = json.HasKey(at, "\"additionalEventData\":"u8, out value) ? Next(ReadAdditional(First(value, Parts.Additional))) : at;
        at = json.HasKey(at, "\"requestID\":"u8, out value) ? Next(PassText(value, 36)) : at;
        at = json.HasKey(at, "\"eventID\":"u8, out value) ? Next(ReadText(value, RawField.EventId, 36)) : at;
        at = json.HasKey(at, "\"readOnly\":"u8, out value) ? Next(ReadShort(value, RawField.ReadOnly)) : at;
        at = json.HasKey(at, "\"resources\":"u8, out value) ? Next(ReadResources(First(value, Parts.Resources))) : at;
        at = json.HasKey(at, "\"eventType\":"u8, out value) ? Next(ReadText(value, RawField.Type, 10)) : at;
        at = json.HasKey(at, "\"apiVersion\":"u8, out value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"managementEvent\":"u8, out value) ? Next(ReadShort(value, RawField.Management)) : at;
        at = json.HasKey(at, "\"recipientAccountId\":"u8, out value) ? Next(ReadText(value, RawField.Recipient, 12)) : at;
        at = json.HasKey(at, "\"sharedEventID\":"u8, out value) ? Next(ReadText(value, RawField.SharedEventId, 36)) : at;
        at = json.HasKey(at, "\"vpcEndpointId\":"u8, out value) ? Next(ReadShort(value, RawField.VpcEndpointId)) : at;
        at = json.HasKey(at, "\"eventCategory\":"u8, out value) ? Next(ReadText(value, RawField.Category, 10)) : at;
        return json.HasKey(at, "\"tlsDetails\":"u8, out value) ? Next(PassTlsDetails(value)) : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadUsualIdentity(int at)
    {
        at = json.HasKey(at, "\"type\":"u8, out int value) ? Next(ReadText(value, RawField.CallerType, 11)) : at;
        at = json.HasKey(at, "\"principalId\":"u8, out value) ? Next(ReadText(value, RawField.PrincipalId)) : at;
        at = json.HasKey(at, "\"arn\":"u8, out value) ? Next(ReadText(value, RawField.CallerArn)) : at;
        at = json.HasKey(at, "\"accountId\":"u8, out value) ? Next(ReadText(value, RawField.CallerAccount, 12)) : at;
        at = json.HasKey(at, "\"accessKeyId\":"u8, out value) ? Next(ReadText(value, RawField.AccessKeyId, 20)) : at;
        at = json.HasKey(at, "\"userName\":"u8, out value) ? Next(ReadText(value, RawField.UserName)) : at;
        at = json.HasKey(at, "\"sessionContext\":"u8, out value) ? Next(ReadSession(First(value, Parts.SessionContext))) : at;
        return json.HasKey(at, "\"invokedBy\":"u8, out value) ? Next(ReadText(value, RawField.InvokedBy)) : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadUsualSessionPart(int at)
    {
        at = json.HasKey(at, "\"type\":"u8, out int value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"principalId\":"u8, out value) ? Next(ReadText(value, RawField.IssuerId, 21)) : at;
        at = json.HasKey(at, "\"arn\":"u8, out value) ? Next(ReadText(value, RawField.IssuerArn)) : at;
        at = json.HasKey(at, "\"accountId\":"u8, out value) ? Next(PassText(value, 12)) : at;
        at = json.HasKey(at, "\"userName\":"u8, out value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"creationDate\":"u8, out value) ? Next(ReadText(value, RawField.SessionBegan, 20)) : at;
        return json.HasKey(at, "\"mfaAuthenticated\":"u8, out value) ? Next(ReadText(value, RawField.SessionMfa, 5)) : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int PassTlsDetails(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        at = json.HasKey(at, "\"tlsVersion\":"u8, out int value) ? Next(PassText(value, 7)) : at;
        at = json.HasKey(at, "\"cipherSuite\":"u8, out value) ? Next(PassText(value)) : at;
        at = json.HasKey(at, "\"clientProvidedHostHeader\":"u8, out value) ? Next(PassText(value)) : at;
        while (at > 0)
        {
            at = Next(json.PassValue(json.PassKey(at, out _)));
        }

        return Leave(at);
    }

    private readonly int PassText(int at) => json[at] == (byte)'"' ? json.PassString(at, out _) : json.PassValue(at);

    private readonly int PassText(int at, [ConstantExpected] int usual) => json.HasString(at, usual) ? at + usual + 2 : json.PassValue(at);
}
