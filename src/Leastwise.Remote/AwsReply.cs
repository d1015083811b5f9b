using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Leastwise.Remote;

/// <summary>What a service answered.</summary>
/// <param name="Xml">The answer of the query protocol; else null.</param>
/// <param name="Json">The answer of a JSON protocol.</param>
/// <param name="Error">Why there is no answer; null where there is one.</param>
/// <param name="Date">When it was answered, by the service's clock.</param>
/// <param name="RetryAfter">How long the service asks to be left alone.</param>
internal sealed record AwsReply(XElement? Xml, JsonElement Json, AwsError? Error, DateTimeOffset? Date, TimeSpan? RetryAfter)
{
    /// <summary>Reads an answer's body.</summary>
    /// <exception cref="BrokenReplyException">It ends early or is none.</exception>
    public static AwsReply Read(HttpResponseMessage response, byte[] body, bool isXml, DateTimeOffset now)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > now => date - now,
            _ => null,
        };
        DateTimeOffset? at = response.Headers.Date;
        if (!response.IsSuccessStatusCode)
        {
            string? header = response.Headers.TryGetValues("x-amzn-ErrorType", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
            return new AwsReply(null, default, AwsError.Read(response.StatusCode, header, body), at, wait);
        }

        try
        {
            using var stream = new MemoryStream(body, writable: false);
            if (isXml)
            {
                return new AwsReply(XElement.Load(stream), default, null, at, wait);
            }

            using JsonDocument document = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            return new AwsReply(null, document.RootElement.Clone(), null, at, wait);
        }
        catch (Exception broken) when (broken is XmlException or JsonException)
        {
            throw new BrokenReplyException(broken);
        }
    }
}

/// <summary>An answer that ends before its end.</summary>
internal sealed class BrokenReplyException(Exception cause) : Exception("the answer was cut off or is not what the service's protocol says", cause);

/// <summary>A service's refusal or failure.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The service's code without its namespace; where it gives none, the status as a number.</param>
/// <param name="Message">What the service says; empty where it says nothing.</param>
internal sealed record AwsError(HttpStatusCode Status, string Code, string Message)
{
    /// <summary>Whether credentials were once good and are no more.</summary>
    public bool IsExpired => Code is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" || (Code is "InvalidClientTokenId" or "UnrecognizedClientException" && Says("expired"));

    /// <summary>Whether this machine's clock is wrong.</summary>
    public bool IsSkewed => Code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
        || (Code is "SignatureDoesNotMatch" or "InvalidSignatureException" or "AuthFailure" && (Says("Signature expired") || Says("Signature not yet current")));

    /// <summary>Whether a privilege is missing.</summary>
    public bool IsDenied => Code is "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "AuthorizationError" or "NotAuthorized" or "UnauthorizedException";

    /// <summary>Whether AWS does not know the credentials.</summary>
    public bool IsUnknownCaller => Code is "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "InvalidAccessKeyId"
        or "AuthFailure" or "IncompleteSignature" or "IncompleteSignatureException" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException";

    /// <summary>Reads a refusal: XML, JSON, or what a machine between us and the service says.</summary>
    public static AwsError Read(HttpStatusCode status, string? header, byte[] body)
    {
        string? code = header, message = null;
        try
        {
            if (body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..])
            {
                XElement root = XElement.Load(new MemoryStream(body, writable: false));
                code ??= root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value;
                message = root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value;
            }
            else if (body.Length > 0)
            {
                using JsonDocument document = JsonDocument.Parse(body);
                code ??= Text(document.RootElement, "__type") ?? Text(document.RootElement, "code");
                message = Text(document.RootElement, "message") ?? Text(document.RootElement, "Message");
            }
        }
        catch (Exception foreign) when (foreign is XmlException or JsonException)
        {
            // A proxy's page is no answer of AWS; the status says what there is to say.
        }

        code = code?.Split(':')[0].Split('#')[^1].Trim();
        return new AwsError(status, string.IsNullOrEmpty(code) ? $"HTTP {(int)status}" : code, message?.Trim() ?? "");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
