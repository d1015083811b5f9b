using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>Reads <c>resources</c>, a list of ARN and type, or of the beginning of ARNs where a call concerns many objects.</summary>
internal static class ResourceReader
{
    /// <summary>Reads the value of the property at the reader's place.</summary>
    public static ImmutableArray<TrailResource> Read(ref Utf8JsonReader reader, NameCache names)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }

        ImmutableArray<TrailResource>.Builder resources = ImmutableArray.CreateBuilder<TrailResource>(2);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            string? arn = null, type = null;
            while (reader.ReadProperty())
            {
                if (reader.ValueTextEquals("ARN"u8) || reader.ValueTextEquals("ARNPrefix"u8))
                {
                    arn = reader.ReadText(names);
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    type = reader.ReadText(names);
                }
                else
                {
                    reader.PassOver();
                }
            }

            if (!string.IsNullOrEmpty(arn))
            {
                resources.Add(new TrailResource(type, arn));
            }
        }

        return resources.DrainToImmutable();
    }
}
