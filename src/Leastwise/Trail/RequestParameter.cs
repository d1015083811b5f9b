namespace Leastwise.Trail;

/// <summary>
/// A string in <c>requestParameters</c>, at any depth, that can name a resource: it begins with <c>arn:</c>, or the property name before it
/// ends in <c>name</c>, <c>id</c>, <c>arn</c>, <c>url</c>, <c>key</c> or <c>identifier</c>, in upper or lower case.
/// </summary>
/// <param name="Name">The property name that stands before the value, or before the list that holds it.</param>
/// <param name="Value">The value.</param>
public sealed record RequestParameter(string Name, string Value)
{
    /// <summary>So many are kept of one record; further ones are passed over. Only bulk calls and hostile records have more.</summary>
    public const int MostKept = 1000;

    /// <summary>Whether values of this name are kept whatever they say.</summary>
    internal static bool NamesResource(ReadOnlySpan<byte> name) => !name.IsEmpty && (name[^1] | 0x20) switch
    {
        'e' => EndsWith(name, "name"u8),
        'd' => EndsWith(name, "id"u8),
        'n' => EndsWith(name, "arn"u8),
        'l' => EndsWith(name, "url"u8),
        'y' => EndsWith(name, "key"u8),
        'r' => EndsWith(name, "identifier"u8),
        _ => false,
    };

    /// <summary>Whether a JSON string's content, escapes and all, can begin with <c>arn:</c>.</summary>
    internal static bool MayBeArn(ReadOnlySpan<byte> written) =>
        written.Length >= 4 && (written.StartsWith("arn:"u8) || written[..4].Contains((byte)'\\'));

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ending)
    {
        if (name.Length < ending.Length)
        {
            return false;
        }

        name = name[^ending.Length..];
        for (int i = 0; i < ending.Length; i++)
        {
            // Of a small letter and this bit, only that letter, small or capital, comes.
            if ((name[i] | 0x20) != ending[i])
            {
                return false;
            }
        }

        return true;
    }
}
