using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <content>Reads <c>userIdentity</c>, as <see cref="IdentityReader"/> does.</content>
internal ref partial struct RecordScan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadIdentity(int at)
    {
        if (at < 0)
        {
            return at;
        }

        int known = identities.Find(bytes, at, fields, out int slot, out identityNumber);
        if (known > 0)
        {
            return at + known;
        }

        int behind = ReadNewIdentity(at);
        identityNumber = slot >= 0 && behind > 0 ? identities.Remember(bytes, at, behind, fields, slot) : 0;
        return behind;
    }

    private int ReadNewIdentity(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = ReadUsualIdentity(at);
            if (at < 0)
            {
                break;
            }

            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                3 when key.SequenceEqual("arn"u8) => ReadText(at, RawField.CallerArn),
                4 when key.SequenceEqual("type"u8) => ReadText(at, RawField.CallerType),
                8 when key.SequenceEqual("userName"u8) => ReadText(at, RawField.UserName),
                9 when key.SequenceEqual("accountId"u8) => ReadText(at, RawField.CallerAccount),
                9 when key.SequenceEqual("invokedBy"u8) => ReadText(at, RawField.InvokedBy),
                11 when key.SequenceEqual("principalId"u8) => ReadText(at, RawField.PrincipalId),
                11 when key.SequenceEqual("accessKeyId"u8) => ReadText(at, RawField.AccessKeyId),
                14 when key.SequenceEqual("sessionContext"u8) => ReadSession(First(at, Parts.SessionContext)),
                16 when key.SequenceEqual("identityProvider"u8) => ReadText(at, RawField.IdentityProvider),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadSession(int at)
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
                10 when key.SequenceEqual("attributes"u8) => ReadSessionPart(at),
                13 when key.SequenceEqual("sessionIssuer"u8) => ReadSessionPart(at),
                14 when key.SequenceEqual("sourceIdentity"u8) => ReadText(at, RawField.SourceIdentity),
                19 when key.SequenceEqual("webIdFederationData"u8) => ReadSessionPart(at),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }

    /// <summary>The parts of a session context have no property in common, so one reader serves all three.</summary>
    private int ReadSessionPart(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = ReadUsualSessionPart(at);
            if (at < 0)
            {
                break;
            }

            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                3 when key.SequenceEqual("arn"u8) => ReadText(at, RawField.IssuerArn),
                11 when key.SequenceEqual("principalId"u8) => ReadText(at, RawField.IssuerId),
                12 when key.SequenceEqual("creationDate"u8) => ReadText(at, RawField.SessionBegan),
                16 when key.SequenceEqual("mfaAuthenticated"u8) => ReadText(at, RawField.SessionMfa),
                17 when key.SequenceEqual("federatedProvider"u8) => ReadText(at, RawField.SessionProvider),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }
}
