using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What Leastwise asks of <c>responseElements</c>: the credentials that a call issued, sessions' and users'.</summary>
internal readonly record struct ResponseElements(string? AccessKeyId, string? SessionArn, string? SessionId, string? CreatedKeyId, string? CreatedKeyUser);

/// <summary>Reads <c>responseElements</c>.</summary>
/// <remarks>Source: "Logging IAM and AWS STS API calls with AWS CloudTrail", AWS IAM User Guide: the responses of the AssumeRole family.</remarks>
internal static class ResponseReader
{
    /// <summary>Reads the value of the property at the reader's place.</summary>
    public static ResponseElements Read(ref Utf8JsonReader reader, NameCache names)
    {
        string? key = null, arn = null, id = null, created = null, user = null;
        if (!reader.ReadObjectStart())
        {
            return default;
        }

        while (reader.ReadProperty())
        {
            bool credentials = reader.ValueTextEquals("credentials"u8);
            bool accessKey = reader.ValueTextEquals("accessKey"u8);
            if (!credentials && !accessKey && !reader.ValueTextEquals("assumedRoleUser"u8) && !reader.ValueTextEquals("federatedUser"u8))
            {
                reader.PassOver();
                continue;
            }

            if (!reader.ReadObjectStart())
            {
                continue;
            }

            while (reader.ReadProperty())
            {
                if (credentials && reader.ValueTextEquals("accessKeyId"u8))
                {
                    key = reader.ReadText(names);
                }
                else if (accessKey && reader.ValueTextEquals("accessKeyId"u8))
                {
                    created = reader.ReadText(names);
                }
                else if (accessKey && reader.ValueTextEquals("userName"u8))
                {
                    user = reader.ReadText(names);
                }
                else if (!credentials && !accessKey && reader.ValueTextEquals("arn"u8))
                {
                    arn = reader.ReadText(names);
                }
                else if (!credentials && !accessKey && (reader.ValueTextEquals("assumedRoleId"u8) || reader.ValueTextEquals("federatedUserId"u8)))
                {
                    id = reader.ReadText(names);
                }
                else
                {
                    reader.PassOver();
                }
            }
        }

        return new ResponseElements(key, arn, id, created, user);
    }
}
