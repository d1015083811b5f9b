using System.Buffers.Binary;
using System.Text;

namespace Leastwise.Trail;

/// <summary>Gives what the simple reader read to a sink, as the scanner would have given it. An instance serves one thread.</summary>
internal sealed class EventEncoder
{
    private readonly RawText[] fields = new RawText[(int)RawField.Count];
    private byte[] scratch = new byte[4096];
    private int used;

    /// <summary>Gives the event to the sink.</summary>
    public void Give<TSink>(TrailEvent one, ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        used = 0;
        Array.Clear(fields);
        PutFields(one);
        RawPair[] resources = [.. one.Resources.Select(resource => new RawPair(Put(resource.Type), Put(resource.Arn)))];
        RawPair[] parameters = [.. one.Parameters.Select(parameter => new RawPair(Put(parameter.Name), Put(parameter.Value)))];
        int[] roles = [.. one.RequestedRoles.Select(role => FirstOf(role, one))];
        byte[] fingerprint = Convert.FromHexString(one.Fingerprint);
        sink.Take(new RawEvent([], scratch, fields, resources, parameters, roles)
        {
            Time = one.Time.ToUnixTimeSeconds(),
            FingerprintHigh = BinaryPrimitives.ReadUInt64BigEndian(fingerprint),
            FingerprintLow = BinaryPrimitives.ReadUInt64BigEndian(fingerprint.AsSpan(8)),
            Outcome = one.Outcome,
            ReadOnly = one.ReadOnly,
            Mfa = one.Caller.Mfa,
            SessionBegan = one.Caller.SessionBegan?.ToUnixTimeSeconds(),
            IssuesSession = one.Issued is not null,
            CreatesKey = one.CreatedKey is not null,
        });
    }

    private void PutFields(TrailEvent one)
    {
        Put(RawField.EventId, one.EventId);
        Put(RawField.SharedEventId, one.SharedEventId);
        Put(RawField.Source, one.Source);
        Put(RawField.Name, one.Name);
        Put(RawField.Type, one.Type);
        Put(RawField.Category, one.Category);
        Put(RawField.Recipient, one.RecipientAccountId);
        Put(RawField.Region, one.Region);
        Put(RawField.SourceAddress, one.SourceAddress);
        Put(RawField.VpcEndpointId, one.VpcEndpointId);
        Put(RawField.ErrorCode, one.ErrorCode);
        Put(RawField.ErrorMessage, one.ErrorMessage);
        Put(RawField.CallerType, one.Caller.Type);
        Put(RawField.PrincipalId, one.Caller.PrincipalId);
        Put(RawField.CallerArn, one.Caller.Arn);
        Put(RawField.CallerAccount, one.Caller.AccountId);
        Put(RawField.UserName, one.Caller.UserName);
        Put(RawField.AccessKeyId, one.Caller.AccessKeyId);
        Put(RawField.InvokedBy, one.Caller.InvokedBy);
        Put(RawField.IdentityProvider, one.Caller.IdentityProvider);
        Put(RawField.IssuerArn, one.Caller.IssuerArn);
        Put(RawField.IssuerId, one.Caller.IssuerId);
        Put(RawField.SourceIdentity, one.Caller.SourceIdentity);
        Put(RawField.IssuedAccessKeyId, one.Issued?.AccessKeyId);
        Put(RawField.RequestRole, one.Issued?.RoleArn);
        Put(RawField.IssuedSessionArn, one.Issued?.AssumedRoleArn);
        Put(RawField.IssuedSessionId, one.Issued?.AssumedRoleId);
        Put(RawField.RequestSessionName, one.Issued?.SessionName);
        Put(RawField.CreatedKeyId, one.CreatedKey?.AccessKeyId);
        Put(RawField.CreatedKeyUser, one.CreatedKey?.UserName);
    }

    private static int FirstOf(string role, TrailEvent one)
    {
        int at = 0;
        while (one.Parameters[at].Value != role)
        {
            at++;
        }

        return at;
    }

    private void Put(RawField field, string? text) => fields[(int)field] = Put(text);

    private RawText Put(string? text)
    {
        if (text is null)
        {
            return default;
        }

        int length = Encoding.UTF8.GetByteCount(text);
        if (used + length > scratch.Length)
        {
            Array.Resize(ref scratch, Math.Max(used + length, scratch.Length * 2));
        }

        Encoding.UTF8.GetBytes(text, scratch.AsSpan(used));
        used += length;
        return RawText.InScratch(used - length, length);
    }
}
