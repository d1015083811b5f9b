using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <content>Gives the fields that were found their meaning, as <see cref="RecordFields"/> does.</content>
internal ref partial struct RecordScan
{
    /// <summary>Gives the record to the sink; false where it is no event, or of a kind that is left to the simple reader.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool TryGive<TSink>(ref TSink sink)
        where TSink : struct, IEventSink, allows ref struct
    {
        ReadOnlySpan<byte> source = Text(RawField.Source), name = Text(RawField.Name);
        if (source.IsEmpty || name.IsEmpty || source.StartsWith("aws:"u8) || IsInsight || (source.SequenceEqual("signin.amazonaws.com"u8) && name.SequenceEqual("SwitchRole"u8)))
        {
            return false;
        }

        if (!RawTimes.TryParse(Text(RawField.Time), out long time)
            || !RawUuid.TryParse(Text(RawField.EventId), out ulong high, out ulong low)
            || !TrySessionBegan(out long? began))
        {
            return false;
        }

        FillIn();
        Outcome outcome = ErrorOutcome.Of(source, Text(RawField.ErrorCode), Text(RawField.ErrorMessage));
        sink.Take(new RawEvent(bytes, scratch.Bytes, fields, scratch.Resources, scratch.Parameters, scratch.Roles)
        {
            Time = time,
            FingerprintHigh = high,
            FingerprintLow = low,
            Outcome = outcome,
            ReadOnly = Flag(Text(RawField.ReadOnly), "true"u8, "false"u8),
            Mfa = Flag(Text(RawField.SessionMfa), "true"u8, "false"u8) ?? Flag(Text(RawField.SignInMfa), "Yes"u8, "No"u8),
            SessionBegan = began,
            IdentityNumber = identityNumber,
            IssuesSession = outcome == Outcome.Ok && source.SequenceEqual("sts.amazonaws.com"u8) && IssuesSession(name),
            CreatesKey = outcome == Outcome.Ok && fields[(int)RawField.CreatedKeyId].Length > 0
                && source.SequenceEqual("iam.amazonaws.com"u8) && name.SequenceEqual("CreateAccessKey"u8),
        });
        return true;
    }

    private readonly bool IsInsight => Text(RawField.Type).SequenceEqual("AwsCloudTrailInsight"u8) || Text(RawField.Category).SequenceEqual("Insight"u8);

    private readonly ReadOnlySpan<byte> Text(RawField field) => scratch.Resolve(bytes, fields[(int)field]);

    /// <summary>Fills in what records leave out.</summary>
    private readonly void FillIn()
    {
        if (!fields[(int)RawField.Category].IsThere && Text(RawField.Management).SequenceEqual("false"u8))
        {
            fields[(int)RawField.Category] = scratch.Put("Data"u8);
        }

        if (fields[(int)RawField.Region].Length == 0)
        {
            fields[(int)RawField.Region] = scratch.Put("unknown"u8);
        }

        if (fields[(int)RawField.Recipient].Length == 0)
        {
            fields[(int)RawField.Recipient] = fields[(int)RawField.CallerAccount];
        }

        if (!fields[(int)RawField.CallerType].IsThere)
        {
            fields[(int)RawField.CallerType] = scratch.Put(fields[(int)RawField.InvokedBy].IsThere ? "AWSService"u8 : "Unknown"u8);
        }

        ref RawText provider = ref fields[(int)RawField.IdentityProvider];
        if (Text(RawField.CallerType).SequenceEqual("SAMLUser"u8) && fields[(int)RawField.RequestProvider].IsThere)
        {
            provider = fields[(int)RawField.RequestProvider];
        }
        else if (provider.Length == 0)
        {
            provider = fields[(int)RawField.SessionProvider];
        }
    }

    private readonly bool TrySessionBegan(out long? began)
    {
        began = null;
        ReadOnlySpan<byte> text = Text(RawField.SessionBegan);
        if (text.IsEmpty)
        {
            return true;
        }

        bool parsed = RawTimes.TryParse(text, out long seconds);
        began = seconds;
        return parsed;
    }

    private static bool? Flag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> yes, ReadOnlySpan<byte> no) =>
        text.SequenceEqual(yes) ? true : text.SequenceEqual(no) ? false : null;

    private static bool IssuesSession(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("AssumeRole"u8) || name.SequenceEqual("AssumeRoleWithSAML"u8) || name.SequenceEqual("AssumeRoleWithWebIdentity"u8)
        || name.SequenceEqual("AssumeRoot"u8) || name.SequenceEqual("GetFederationToken"u8) || name.SequenceEqual("GetSessionToken"u8);
}
