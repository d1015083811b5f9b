using System.Text.Json.Nodes;

namespace Leastwise.Trail;

/// <summary>
/// Reads the text that Athena makes of structs, maps and lists in CSV, <c>{type=AssumedRole, sessioncontext={attributes={…}}}</c>. It has no quotes and no
/// escapes: a value ends where a comma, a blank, a name and an equals sign follow, or a bracket.
/// </summary>
internal ref struct StructText
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<char> text;
    private readonly bool restore;
    private readonly bool ofResource;
    private int at;

    private StructText(ReadOnlySpan<char> text, bool restore, bool ofResource)
    {
        this.text = text;
        this.restore = restore;
        this.ofResource = ofResource;
    }

    /// <summary>The value; null where the text is no struct or list.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="restore">Whether names get CloudTrail's own spelling.</param>
    /// <param name="ofResource">Whether it is the list of resources, which spells ARN in its own way.</param>
    public static JsonNode? Parse(string text, bool restore, bool ofResource = false)
    {
        var reader = new StructText(text.AsSpan().Trim(), restore, ofResource);
        if (reader.text.IsEmpty || reader.text[0] is not ('{' or '['))
        {
            return null;
        }

        JsonNode? value = reader.Value(0, out bool sound);
        return sound && reader.at == reader.text.Length ? value : null;
    }

    private JsonNode? Value(int depth, out bool sound)
    {
        sound = depth < MaxDepth;
        if (!sound || at >= text.Length)
        {
            return null;
        }

        return text[at] switch
        {
            '{' => Struct(depth, out sound),
            '[' => List(depth, out sound),
            _ => Word(),
        };
    }

    private JsonObject? Struct(int depth, out bool sound)
    {
        var made = new JsonObject();
        at++;
        while (at < text.Length && text[at] != '}')
        {
            int equals = text[at..].IndexOf('=');
            if (equals < 0)
            {
                break;
            }

            string name = text.Slice(at, equals).Trim().ToString();
            at += equals + 1;
            made[restore ? KeyCase.Restore(name, ofResource) : name] = Value(depth + 1, out sound);
            if (!sound)
            {
                return null;
            }

            Separator();
        }

        sound = at < text.Length;
        at++;
        return made;
    }

    private JsonArray? List(int depth, out bool sound)
    {
        var made = new JsonArray();
        at++;
        while (at < text.Length && text[at] != ']')
        {
            int before = at;
            made.Add(Value(depth + 1, out sound));
            Separator();
            if (!sound || at == before)
            {
                sound = false;
                return null;
            }
        }

        sound = at < text.Length;
        at++;
        return made;
    }

    private void Separator()
    {
        if (at < text.Length && text[at] == ',')
        {
            at++;
        }

        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }

    private JsonValue? Word()
    {
        int start = at;
        while (at < text.Length && !Ends())
        {
            at++;
        }

        ReadOnlySpan<char> word = text[start..at];
        return word.SequenceEqual("null") ? null : JsonValue.Create(word.ToString());
    }

    private readonly bool Ends()
    {
        ReadOnlySpan<char> rest = text[at..];
        if (rest[0] is '}' or ']')
        {
            return rest.Length == 1 || rest[1] is '}' or ']' || rest[1..].StartsWith(", ", StringComparison.Ordinal);
        }

        if (!rest.StartsWith(", ", StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> next = rest[2..];
        int name = 0;
        while (name < next.Length && (char.IsAsciiLetterOrDigit(next[name]) || next[name] is '_' or '-' or '.' or ':'))
        {
            name++;
        }

        return next.IsEmpty || next[0] is '{' or '[' || (name > 0 && name < next.Length && next[name] == '=');
    }
}
