using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <content>Reads <c>responseElements</c>, as <see cref="ResponseReader"/> does.</content>
internal ref partial struct RecordScan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadResponse(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                9 when key.SequenceEqual("accessKey"u8) => ReadCreatedKey(at),
                11 when key.SequenceEqual("credentials"u8) => ReadCredentials(at),
                13 when key.SequenceEqual("federatedUser"u8) => ReadIssued(at),
                15 when key.SequenceEqual("assumedRoleUser"u8) => ReadIssued(at),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadCredentials(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = json.PassSeparator(key.SequenceEqual("accessKeyId"u8) ? ReadText(at, RawField.IssuedAccessKeyId) : json.PassValue(at), (byte)'}');
        }

        return Leave(at);
    }

    private int ReadIssued(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                3 when key.SequenceEqual("arn"u8) => ReadText(at, RawField.IssuedSessionArn),
                13 when key.SequenceEqual("assumedRoleId"u8) => ReadText(at, RawField.IssuedSessionId),
                15 when key.SequenceEqual("federatedUserId"u8) => ReadText(at, RawField.IssuedSessionId),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }

    private int ReadCreatedKey(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                8 when key.SequenceEqual("userName"u8) => ReadText(at, RawField.CreatedKeyUser),
                11 when key.SequenceEqual("accessKeyId"u8) => ReadText(at, RawField.CreatedKeyId),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }
}
