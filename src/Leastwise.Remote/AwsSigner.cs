using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Leastwise.Remote;

/// <summary>Signs requests with AWS's Signature Version 4.</summary>
/// <remarks>Source: "Create a signed AWS API request", AWS IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.</remarks>
public static class AwsSigner
{
    /// <summary>
    /// Signs <paramref name="request"/>: host, content type and all its <c>x-amz-</c> headers. Not for S3, whose paths are signed otherwise.
    /// </summary>
    /// <param name="request">With its absolute address; its content, if any, is <paramref name="body"/>.</param>
    /// <param name="body">The content; empty for none.</param>
    /// <param name="credentials">Whose signature.</param>
    /// <param name="region">The region that the signature is for.</param>
    /// <param name="service">The service that it is for, such as <c>iam</c> or <c>es</c>.</param>
    /// <param name="at">When.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, ImmutableCredentials credentials, string region, string service, DateTimeOffset at)
    {
        Uri address = request.RequestUri is { IsAbsoluteUri: true } absolute ? absolute : throw new ArgumentException("The request has no absolute address.", nameof(request));
        DateTime time = at.UtcDateTime;
        request.Headers.Remove("x-amz-date");
        request.Headers.Add("x-amz-date", AWS4Signer.FormatDateTime(time, "yyyyMMddTHHmmssZ"));
        if (credentials.UseToken)
        {
            request.Headers.Remove("x-amz-security-token");
            request.Headers.Add("x-amz-security-token", credentials.Token);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? address.Authority };
        if (request.Content?.Headers.ContentType is { } type)
        {
            headers["content-type"] = type.ToString();
        }

        foreach ((string name, IEnumerable<string> values) in request.Headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values.Select(value => value.Trim()));
        }

        string signed = string.Join(';', headers.Keys);
        var canonical = new StringBuilder();
        canonical.Append(request.Method.Method).Append('\n').Append(Path(address)).Append('\n').Append(Query(address)).Append('\n');
        foreach ((string name, string value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }

        canonical.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        AWS4SigningResult result = AWS4Signer.ComputeSignature(credentials, region, time, service, signed, canonical.ToString());
        request.Headers.TryAddWithoutValidation("Authorization", result.ForAuthorizationHeader);
    }

    // The path stands in the address encoded once, and is signed encoded twice.
    private static string Path(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Again(pair[0]), Value: Again(pair.ElementAtOrDefault(1) ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Again(string escaped) => Uri.EscapeDataString(Uri.UnescapeDataString(escaped));
}
