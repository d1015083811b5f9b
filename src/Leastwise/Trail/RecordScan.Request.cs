using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Leastwise.Trail;

/// <content>Reads <c>requestParameters</c>, as <see cref="RequestReader"/> does: one walk over whatever shape they have.</content>
internal ref partial struct RecordScan
{
    private int ReadRequest(int at)
    {
        if (!Enter(ref at))
        {
            return at;
        }

        ulong objects = 1;
        int depth = 1;
        at = PassName(at, depth, out ParameterName name);
        while (true)
        {
            byte first = json[at];
            if (first is (byte)'{' or (byte)'[')
            {
                if (++depth > JsonText.MaxDepth)
                {
                    return JsonText.Broken;
                }

                Keep(name.Special, default);
                bool isObject = first == (byte)'{';
                objects = (objects << 1) | (isObject ? 1u : 0u);
                at = json.PassSpace(at + 1);
                name.Special = RawField.Count;
                if (json[at] != (isObject ? (byte)'}' : (byte)']'))
                {
                    at = isObject ? PassName(at, depth, out name) : at;
                    continue;
                }

                at++;
                objects >>= 1;
                depth--;
            }
            else
            {
                at = first == (byte)'"' ? ReadParameter(at, name) : ReadScalar(at, first, name);
            }

            while (true)
            {
                bool inObject = (objects & 1) != 0;
                at = json.PassSeparator(at, inObject ? (byte)'}' : (byte)']');
                if (at >= 0)
                {
                    at = inObject ? PassName(at, depth, out name) : at;
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

    private readonly int PassName(int at, int depth, out ParameterName name)
    {
        int value = json.PassKey(at, out ReadOnlySpan<byte> key);
        name = new ParameterName(new RawText(at + 1, key.Length), RequestParameter.NamesResource(key), depth == 1 ? SpecialOf(key) : RawField.Count);
        return value;
    }

    private static RawField SpecialOf(ReadOnlySpan<byte> key) => key.Length switch
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
        Keep(name.Special, first == (byte)'n' ? default : new RawText(at, behind - at));
        return behind;
    }

    private int ReadParameter(int at, in ParameterName name)
    {
        int behind = json.PassString(at, out bool plain);
        if (behind < 0)
        {
            return behind;
        }

        ReadOnlySpan<byte> written = bytes[(at + 1)..(behind - 1)];
        if (!name.NamesResource && name.Special == RawField.Count && !RequestParameter.MayBeArn(written))
        {
            return behind;
        }

        var text = new RawText(at + 1, written.Length);
        if (!plain && Decode(behind, ref text) < 0)
        {
            return JsonText.Broken;
        }

        Keep(name.Special, text);
        return KeepParameter(name, text) ? behind : JsonText.Broken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Keep(RawField special, RawText text)
    {
        if (special != RawField.Count)
        {
            fields[(int)special] = text;
        }
    }

    /// <summary>Keeps a parameter if it is one to be kept; false where its name is not UTF-8.</summary>
    private readonly bool KeepParameter(in ParameterName name, RawText text)
    {
        ReadOnlySpan<byte> value = scratch.Resolve(bytes, text);
        bool arn = value.StartsWith("arn:"u8);
        if ((!arn && !name.NamesResource) || scratch.ParameterCount == RequestParameter.MostKept)
        {
            return true;
        }

        scratch.AddParameter(name.Text, text);
        if (arn && PassableRole.IsIn(value) && !IsKnownRole(value))
        {
            scratch.AddRole(scratch.ParameterCount - 1);
        }

        return Utf8.IsValid(bytes.Slice(name.Text.Start, name.Text.Length));
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
    private record struct ParameterName(RawText Text, bool NamesResource, RawField Special);
}
