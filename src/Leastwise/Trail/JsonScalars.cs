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
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return names.Get(ref reader);
            case JsonTokenType.Number:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.Skip();
                return null;
        }
    }

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
}
