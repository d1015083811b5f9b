using System.Text;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>Reads values of records tolerantly: what is not of the expected kind is passed over whole, never misread.</summary>
internal static class JsonScalars
{
    /// <summary>Moves to the value of the property at the reader's place and gives it as text: null for null, objects and arrays, which are passed over.</summary>
    public static string? ReadText(this ref Utf8JsonReader reader, NameCache names)
    {
        reader.Read();
        string? text = reader.Text(names);
        if (text is null)
        {
            reader.Skip();
        }

        return text;
    }

    /// <summary>The scalar at the reader's place as text; null for anything else.</summary>
    public static string? Text(this ref Utf8JsonReader reader, NameCache names) => reader.TokenType switch
    {
        JsonTokenType.String => names.Get(ref reader),
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    /// <summary>The property name at the reader's place without its escapes; nothing where they make no text.</summary>
    public static ReadOnlySpan<byte> NameSpan(this in Utf8JsonReader reader) => reader.ValueIsEscaped ? Unescaped(reader) : reader.ValueSpan;

    /// <summary>Moves to the value and tells whether it is an object, whose properties then follow; any other value is passed over.</summary>
    public static bool ReadObjectStart(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Moves to the next property of the current object; false at its end.</summary>
    public static bool ReadProperty(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Passes over the value of the property at the reader's place.</summary>
    public static void PassOver(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static byte[] Unescaped(in Utf8JsonReader reader)
    {
        byte[] text = new byte[reader.ValueSpan.Length];
        try
        {
            return text[..reader.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return [];
        }
    }
}
