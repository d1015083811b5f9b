using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Leastwise.Trail;

/// <summary>
/// Finds a record's fields without making objects. It reads what <see cref="RecordReader"/> reads, in one walk over the text; whatever it does not surely
/// understand (an escaped key, an object twice, text that is not UTF-8, half a surrogate pair) makes it give up with <see cref="JsonText.Broken"/>,
/// and the simple reader has the word.
/// </summary>
internal ref partial struct RecordScan
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly JsonText json;
    private readonly RecordScratch scratch;
    private readonly Span<RawText> fields;
    private readonly IdentityMemo identities;
    private Parts seen;
    private int identityNumber;

    /// <summary>A scan of <paramref name="text"/> that gathers in <paramref name="scratch"/> and knows <paramref name="identities"/> again.</summary>
    public RecordScan(ReadOnlySpan<byte> text, RecordScratch scratch, IdentityMemo identities)
    {
        this.identities = identities;
        bytes = text;
        json = new JsonText(text);
        this.scratch = scratch;
        fields = scratch.Fields;
    }

    /// <summary>From a record's first byte to the place behind it.</summary>
    public int Read(int at)
    {
        scratch.Clear();
        seen = Parts.None;
        identityNumber = 0;
        if (!Enter(ref at))
        {
            return at;
        }

        while (at > 0)
        {
            at = ReadUsualFields(at);
            if (at > 0)
            {
                at = json.PassKey(at, out ReadOnlySpan<byte> key);
                at = Next(ReadField(at, key));
            }
        }

        return Leave(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadField(int at, ReadOnlySpan<byte> key)
    {
        switch (key.Length)
        {
            case 7 when key.SequenceEqual("eventID"u8): return ReadText(at, RawField.EventId);
            case 8 when key.SequenceEqual("readOnly"u8): return ReadText(at, RawField.ReadOnly);
            case 9 when key.SequenceEqual("eventTime"u8): return ReadText(at, RawField.Time);
            case 9 when key.SequenceEqual("eventName"u8): return ReadText(at, RawField.Name);
            case 9 when key.SequenceEqual("eventType"u8): return ReadText(at, RawField.Type);
            case 9 when key.SequenceEqual("awsRegion"u8): return ReadText(at, RawField.Region);
            case 9 when key.SequenceEqual("errorCode"u8): return ReadText(at, RawField.ErrorCode);
            case 9 when key.SequenceEqual("resources"u8): return ReadResources(First(at, Parts.Resources));
            case 11 when key.SequenceEqual("eventSource"u8): return ReadText(First(at, Parts.Source), RawField.Source);
            case 12 when key.SequenceEqual("userIdentity"u8): return ReadIdentity(First(at, Parts.Identity));
            case 12 when key.SequenceEqual("errorMessage"u8): return ReadText(at, RawField.ErrorMessage);
            case 13 when key.SequenceEqual("eventCategory"u8): return ReadText(at, RawField.Category);
            case 13 when key.SequenceEqual("sharedEventID"u8): return ReadText(at, RawField.SharedEventId);
            case 13 when key.SequenceEqual("vpcEndpointId"u8): return ReadText(at, RawField.VpcEndpointId);
            case 15 when key.SequenceEqual("sourceIPAddress"u8): return ReadText(at, RawField.SourceAddress);
            case 15 when key.SequenceEqual("managementEvent"u8): return ReadText(at, RawField.Management);
            case 16 when key.SequenceEqual("responseElements"u8): return ReadResponse(First(at, Parts.Response));
            case 17 when key.SequenceEqual("requestParameters"u8): return ReadRequest(First(at, Parts.Request));
            case 18 when key.SequenceEqual("recipientAccountId"u8): return ReadText(at, RawField.Recipient);
            case 19 when key.SequenceEqual("additionalEventData"u8): return ReadAdditional(First(at, Parts.Additional));
            default: return json.PassValue(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadAdditional(int at)
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
                10 when key.SequenceEqual("SwitchFrom"u8) => ReadText(at, RawField.SwitchFrom),
                8 when key.SequenceEqual("SwitchTo"u8) => ReadText(at, RawField.SwitchTo),
                7 when key.SequenceEqual("MFAUsed"u8) => ReadText(at, RawField.SignInMfa),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        return Leave(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadResources(int at)
    {
        if (json[at] != (byte)'[')
        {
            return json.PassValue(at);
        }

        at = json.PassSpace(at + 1);
        if (json[at] == (byte)']')
        {
            return at + 1;
        }

        while (at > 0)
        {
            at = json.PassSeparator(ReadResource(at), (byte)']');
        }

        return Leave(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadResource(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        RawText arn = default, type = default;
        while (at > 0)
        {
            at = json.PassKey(at, out ReadOnlySpan<byte> key);
            at = key.Length switch
            {
                3 when key.SequenceEqual("ARN"u8) => ReadText(at, ref arn),
                9 when key.SequenceEqual("ARNPrefix"u8) => ReadText(at, ref arn),
                4 when key.SequenceEqual("type"u8) => ReadText(at, ref type),
                _ => json.PassValue(at),
            };
            at = Next(at);
        }

        if (arn.Length > 0)
        {
            scratch.AddResource(type, arn);
        }

        return Leave(at);
    }

    /// <summary>The place, where the part comes for the first time: a second one would have to replace the first.</summary>
    private int First(int at, Parts part)
    {
        bool again = (seen & part) != Parts.None;
        seen |= part;
        return again ? JsonText.Broken : at;
    }

    /// <summary>True where an object with members begins, and then the place of its first key; false where any other value was passed over.</summary>
    private readonly bool Enter(ref int at)
    {
        byte first = json[at];
        if (first != (byte)'{')
        {
            at = first == (byte)'n' ? json.PassWord(at, first) : json.PassValue(at);
            return false;
        }

        at = json.PassSpace(at + 1);
        if (json[at] != (byte)'}')
        {
            return true;
        }

        at++;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Next(int at) => json.PassSeparator(at, (byte)'}');

    /// <summary>The place behind an object or array whose members are all read.</summary>
    private static int Leave(int at) => at == JsonText.Broken ? at : ~at;

    private int ReadText(int at, RawField field) => ReadText(at, ref fields[(int)field]);

    /// <summary>Reads a text that usually is of one length: if it is, the place behind it is known at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadText(int at, RawField field, [ConstantExpected] int usual)
    {
        if (!json.HasString(at, usual))
        {
            return ReadText(at, ref fields[(int)field]);
        }

        fields[(int)field] = new RawText(at + 1, usual);
        return at + usual + 2;
    }

    /// <summary>Reads a text that usually is short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadShort(int at, RawField field)
    {
        if (json[at] != (byte)'"')
        {
            return ReadOther(at, ref fields[(int)field]);
        }

        int behind = json.PassShortString(at, out bool plain);
        ref RawText text = ref fields[(int)field];
        text = new RawText(at + 1, behind - at - 2);
        return plain ? behind : Decode(behind, ref text);
    }

    /// <summary>Reads a scalar as text: nothing for null, objects and arrays, which are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadText(int at, ref RawText text)
    {
        if (json[at] != (byte)'"')
        {
            return ReadOther(at, ref text);
        }

        int behind = json.PassString(at, out bool plain);
        text = new RawText(at + 1, behind - at - 2);
        return plain ? behind : Decode(behind, ref text);
    }

    private int ReadOther(int at, ref RawText text)
    {
        byte first = json[at];
        int behind = first is (byte)'t' or (byte)'f' ? json.PassWord(at, first) : json.PassValue(at);
        text = first is (byte)'{' or (byte)'[' or (byte)'n' ? default : new RawText(at, behind - at);
        return behind;
    }

    /// <summary>Makes written content text; gives up where it is not UTF-8 or has escaped surrogates.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Decode(int behind, ref RawText text)
    {
        if (behind < 0)
        {
            return JsonText.Broken;
        }

        ReadOnlySpan<byte> written = bytes.Slice(text.Start, text.Length);
        return Utf8.IsValid(written) && (!written.Contains((byte)'\\') || scratch.TryUnescape(written, out text)) ? behind : JsonText.Broken;
    }

    [Flags]
    private enum Parts
    {
        None = 0,
        Identity = 1,
        SessionContext = 2,
        Request = 4,
        Response = 8,
        Resources = 16,
        Additional = 32,
        Source = 64,
    }
}
