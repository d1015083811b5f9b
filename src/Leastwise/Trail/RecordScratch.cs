using System.Runtime.CompilerServices;

namespace Leastwise.Trail;

/// <summary>The buffers that the pieces of one record are gathered in, used again for each record.</summary>
internal sealed class RecordScratch
{
    private readonly RawText[] fields = new RawText[(int)RawField.Count];
    private RawPair[] resources = new RawPair[16];
    private RawPair[] parameters = new RawPair[64];
    private int[] roles = new int[16];
    private byte[] bytes = new byte[4096];
    private int used;

    /// <summary>A slot for each field; empty ones are <c>default</c>.</summary>
    public Span<RawText> Fields => fields;

    /// <summary>Unescaped text.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Resources as type and ARN.</summary>
    public ReadOnlySpan<RawPair> Resources => resources.AsSpan(0, ResourceCount);

    /// <summary>Request parameters as name and value.</summary>
    public ReadOnlySpan<RawPair> Parameters => parameters.AsSpan(0, ParameterCount);

    /// <summary>Which parameters are ARNs of roles.</summary>
    public ReadOnlySpan<int> Roles => roles.AsSpan(0, RoleCount);

    /// <summary>How many resources there are.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>How many parameters there are.</summary>
    public int ParameterCount { get; private set; }

    /// <summary>How many roles there are.</summary>
    public int RoleCount { get; private set; }

    /// <summary>Forgets the last record.</summary>
    public void Clear()
    {
        Array.Clear(fields);
        ResourceCount = ParameterCount = RoleCount = used = 0;
    }

    /// <summary>Adds a resource.</summary>
    public void AddResource(RawText type, RawText arn)
    {
        Grow(ref resources, ResourceCount);
        resources[ResourceCount++] = new RawPair(type, arn);
    }

    /// <summary>Adds a request parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddParameter(RawText name, RawText value)
    {
        Grow(ref parameters, ParameterCount);
        parameters[ParameterCount++] = new RawPair(name, value);
    }

    /// <summary>Marks a parameter as the ARN of a role.</summary>
    public void AddRole(int parameter)
    {
        Grow(ref roles, RoleCount);
        roles[RoleCount++] = parameter;
    }

    /// <summary>Keeps a text that the record does not hold as it stands.</summary>
    public RawText Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        used += text.Length;
        return RawText.InScratch(used - text.Length, text.Length);
    }

    /// <summary>Keeps the text that a JSON string's content stands for; false where it has half a surrogate pair or a whole one, which the simple reader judges.</summary>
    public bool TryUnescape(ReadOnlySpan<byte> written, out RawText text)
    {
        bool whole = JsonEscapes.TryUnescape(written, Room(written.Length), out int length);
        text = RawText.InScratch(used, length);
        used += length;
        return whole;
    }

    /// <summary>The content of a piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> text, RawText piece) =>
        piece.Start >= 0 ? text.Slice(piece.Start, piece.Length) : bytes.AsSpan(~piece.Start, piece.Length);

    private Span<byte> Room(int length)
    {
        if (bytes.Length - used < length)
        {
            Array.Resize(ref bytes, Math.Max(used + length, bytes.Length * 2));
        }

        return bytes.AsSpan(used, length);
    }

    private static void Grow<T>(ref T[] items, int count)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, count * 2);
        }
    }
}
