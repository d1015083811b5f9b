using System.Text;
using System.Text.Json;

namespace Leastwise.Tests.Trail.Scanning;

/// <summary>Makes logs of real records that are changed here and there: tokens replaced, members doubled and moved, white space, single bytes, torn ends.</summary>
internal sealed class LogMutator(Random random, string[] records)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-12.5e-3", "\"\"", "{}", "[]", "\"a\\\"b\\\\c\\/\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\udc00\"", "\"zoë\"", "{\"arn\":\"arn:aws:iam::111111111111:role/x\"}",
        "[\"arn:aws:iam::111111111111:role/x\",{\"key\":\"k\"}]", "\"arn:aws:iam::111111111111:role/path/x\"", "\"2026-01-31T12:00:00Z\"", "\"00000000-0000-4000-8000-0000000000ff\"", "\"AccessDenied\"", "01", "nul", "\"\\x\"", "\"\t\"",
        "\"sts.amazonaws.com\"", "\"AssumeRole\"", "\"Insight\"", "[[[[]]]]", "\"" + "0123456789abcdef0123456789abcdef0123456789" + "\"",
    ];

    private static readonly string[] Keys =
    [
        "eventID", "eventName", "eventTime", "eventSource", "userIdentity", "requestParameters", "responseElements", "resources", "arn", "type", "sessionContext", "attributes", "credentials", "accessKeyId",
        "roleArn", "name", "bucketName", "event\\u0049D", "zoë", "", "readOnly", "errorCode", "errorMessage", "ARN", "mfaAuthenticated", "creationDate",
    ];

    /// <summary>The next log.</summary>
    public byte[] Next()
    {
        string[] chosen = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => records[random.Next(records.Length)])];
        for (int change = random.Next(0, 5); change > 0; change--)
        {
            int which = random.Next(chosen.Length);
            chosen[which] = ChangeToken(chosen[which]);
        }

        byte[] text = ScannerAgreementTests.AsLog(chosen);
        return random.Next(4) == 0 ? ChangeBytes(text) : text;
    }

    private string ChangeToken(string record)
    {
        List<(int Start, int End, JsonTokenType Type)> tokens;
        byte[] bytes = Encoding.UTF8.GetBytes(record);
        try
        {
            tokens = TokensOf(bytes);
        }
        catch (JsonException)
        {
            return record;
        }

        (int start, int end, JsonTokenType type) = tokens[random.Next(tokens.Count)];
        string before = Encoding.UTF8.GetString(bytes, 0, start), token = Encoding.UTF8.GetString(bytes, start, end - start), after = Encoding.UTF8.GetString(bytes, end, bytes.Length - end);
        return type switch
        {
            JsonTokenType.PropertyName => random.Next(4) switch
            {
                0 => $"{before}\"{Keys[random.Next(Keys.Length)]}\"{after}",
                1 => $"{before}{token}:{Values[random.Next(Values.Length)]},{token}{after}",
                2 => $"{before}\"{Keys[random.Next(Keys.Length)]}\":{Values[random.Next(Values.Length)]},{token}{after}",
                _ => $"{before} {token}\n{after}",
            },
            JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => before + Values[random.Next(Values.Length)] + after,
            _ => $"{before}\t{token} {after}",
        };
    }

    private static List<(int Start, int End, JsonTokenType Type)> TokensOf(byte[] text)
    {
        var tokens = new List<(int, int, JsonTokenType)>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            int written = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.ValueSpan.Length + 2 : reader.ValueSpan.Length;
            tokens.Add((start, start + written, reader.TokenType));
        }

        return tokens;
    }

    private byte[] ChangeBytes(byte[] text)
    {
        int at = random.Next(text.Length);
        switch (random.Next(5))
        {
            case 0:
                text[at] = (byte)random.Next(256);
                return text;
            case 1:
                return text[..at];
            case 2:
                return [.. text[..at], .. text[Math.Min(text.Length, at + random.Next(1, 20))..]];
            case 3:
                return [.. text[..at], .. "\"\\{}[]:, "u8[random.Next(9)..][..1], .. text[at..]];
            default:
                return [.. text[..at], .. text[Math.Max(0, at - random.Next(1, 200))..]];
        }
    }
}
