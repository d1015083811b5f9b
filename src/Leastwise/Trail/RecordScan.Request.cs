using System.Runtime.CompilerServices;
using System.Text;

namespace Leastwise.Trail;

/// <content>Reads <c>requestParameters</c>, as <see cref="RequestReader"/> does: one walk over whatever shape they have.</content>
internal ref partial struct RecordScan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadRequest(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        // Only calls of STS, and SAML callers, are asked which role and session they want. Source and caller usually come before.
        bool asksForSession = Text(RawField.Source) is var source && (source.IsEmpty || source.SequenceEqual("sts.amazonaws.com"u8))
            || Text(RawField.CallerType) is var caller && (caller.IsEmpty || caller.SequenceEqual("SAMLUser"u8));
        ulong objects = 1;
        int depth = 1;
        at = PassName(at, asksForSession, out ParameterName name);
        while (true)
        {
            byte first = json[at];
            if (first == (byte)'"')
            {
                at = ReadParameter(at, name);
            }
            else if (first is (byte)'{' or (byte)'[')
            {
                if (++depth > JsonText.MaxDepth)
                {
                    return JsonText.Broken;
                }

                Keep(name.Slot, default);
                name.Slot = RawField.Count;
                bool isObject = first == (byte)'{';
                objects = (objects << 1) | (isObject ? 1u : 0u);
                at = json.PassSpace(at + 1);
                if (json[at] != (isObject ? (byte)'}' : (byte)']'))
                {
                    at = isObject ? PassName(at, false, out name) : at;
                    continue;
                }

                at++;
                objects >>= 1;
                depth--;
            }
            else
            {
                at = ReadScalar(at, first, name);
            }

            while (true)
            {
                bool inObject = (objects & 1) != 0;
                at = json.PassSeparator(at, inObject ? (byte)'}' : (byte)']');
                if (at >= 0)
                {
                    at = inObject ? PassName(at, asksForSession && depth == 1, out name) : at;
                    break;
                }

                objects >>= 1;
                if (at == JsonText.Broken || --depth == 0)
                {
                    return Leave(at);
                }

                at = ~at;
            }
        }
    }

    /// <summary>From a name's opening quote to its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PassName(int at, bool withSlot, out ParameterName name)
    {
        int value = json.PassKey(at, out ReadOnlySpan<byte> key);
        name = new ParameterName(at + 1, key.Length, EndsLikeResource(at + 1 + key.Length), withSlot ? SlotOf(key) : RawField.Count);
        return value;
    }

    /// <summary><see cref="RequestParameter.NamesResource"/> of the name that ends here, all endings at once. The quote before a short name is no letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool EndsLikeResource(int end)
    {
        uint four = json.FourBefore(end) | 0x20202020, three = four >> 8, two = four >> 16;
        return two == 0x6469 /* id */ | three == 0x6E7261 /* arn */ | three == 0x6C7275 /* url */ | three == 0x79656B /* key */ | four == 0x656D616E /* name */
            || (four == 0x72656966 /* fier */ && end > 10 && RequestParameter.NamesResource(bytes[(end - 10)..end]));
    }

    private static RawField SlotOf(ReadOnlySpan<byte> key) => key.Length switch
    {
        4 when key.SequenceEqual("name"u8) => RawField.RequestSessionName,
        7 when key.SequenceEqual("roleArn"u8) => RawField.RequestRole,
        12 when key.SequenceEqual("principalArn"u8) => RawField.RequestProvider,
        15 when key.SequenceEqual("roleSessionName"u8) => RawField.RequestSessionName,
        _ => RawField.Count,
    };

    private readonly int ReadScalar(int at, byte first, in ParameterName name)
    {
        int behind = json.PassScalar(at, first);
        Keep(name.Slot, first == (byte)'n' ? default : new RawText(at, behind - at));
        return behind;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int ReadParameter(int at, in ParameterName name)
    {
        int behind = json.PassString(at, out bool plain);
        return plain && !name.NamesResource && name.Slot == RawField.Count && json.FourBefore(at + 5) != 0x3A6E7261 /* arn: */
            ? behind
            : KeepParameter(at, behind, plain, name);
    }

    /// <summary>Keeps a parameter if it is one to be kept; gives up where its text or its name need the simple reader.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int KeepParameter(int at, int behind, bool plain, in ParameterName name)
    {
        if (behind < 0)
        {
            return behind;
        }

        var text = new RawText(at + 1, behind - at - 2);
        if (!plain)
        {
            bool wanted = name.NamesResource || name.Slot != RawField.Count || RequestParameter.MayBeArn(bytes.Slice(text.Start, text.Length));
            if (!wanted || Decode(behind, ref text) < 0)
            {
                return wanted ? JsonText.Broken : behind;
            }
        }

        Keep(name.Slot, text);
        ReadOnlySpan<byte> value = scratch.Resolve(bytes, text);
        bool arn = value.StartsWith("arn:"u8);
        if ((!arn && !name.NamesResource) || scratch.ParameterCount == RequestParameter.MostKept)
        {
            return behind;
        }

        scratch.AddParameter(new RawText(name.Start, name.Length), text);
        if (arn && PassableRole.IsIn(value) && !IsKnownRole(value))
        {
            scratch.AddRole(scratch.ParameterCount - 1);
        }

        return Ascii.IsValid(bytes.Slice(name.Start, name.Length)) ? behind : JsonText.Broken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Keep(RawField slot, RawText text)
    {
        if (slot != RawField.Count)
        {
            fields[(int)slot] = text;
        }
    }

    private readonly bool IsKnownRole(ReadOnlySpan<byte> value)
    {
        foreach (int role in scratch.Roles)
        {
            if (scratch.Resolve(bytes, scratch.Parameters[role].Value).SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The property name before a value, and what it asks for; <see cref="RawField.Count"/> where the value has no slot of its own.</summary>
    private record struct ParameterName(int Start, int Length, bool NamesResource, RawField Slot);
}
