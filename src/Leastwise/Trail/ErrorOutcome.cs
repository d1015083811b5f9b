using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Leastwise.Trail;

/// <summary>
/// What an error code says about the caller's privilege. AWS checks authorization before it does the work, so an error that is not a denial
/// proves that the privilege was there and was exercised.
/// </summary>
/// <remarks>
/// Sources: "CloudTrail record contents" (errorCode), AWS CloudTrail User Guide; "Common errors" of the services' API references.
/// The codes below are those that services use for "no policy allows this" and no others.
/// </remarks>
public static class ErrorOutcome
{
    private const int LongestCode = 128;

    /// <summary>Codes that mean: a policy of the caller, of its organization or of the resource said no.</summary>
    private static readonly FrozenSet<string> DeniedCodes = FrozenSet.Create(
        StringComparer.Ordinal,
        "AccessDenied",
        "AccessDeniedException",
        "AccessDeniedFault",
        "UnauthorizedOperation",
        "Client.UnauthorizedOperation",
        "Forbidden",
        "ForbiddenException",
        "AccessForbidden",
        "AuthorizationError",
        "AuthorizationErrorException",
        "SNSNoAuthorization",
        "UnauthorizedException");

    /// <summary>
    /// Whether the message is needed besides the code: to tell the outcome, or what a denial names. Messages of other errors say nothing that is kept, and may be without number.
    /// </summary>
    public static bool NeedsMessage(string? code) => string.IsNullOrEmpty(code) || CodesWithMessage.Contains(code);

    /// <summary>The codes whose messages are needed, in ordinal order.</summary>
    public static IReadOnlyList<string> CodesWithMessage { get; } = [.. DeniedCodes.Append("NotAuthorizedException").Order(StringComparer.Ordinal)];

    /// <summary>Reads the outcome from a record's source and error; both <paramref name="code"/> and <paramref name="message"/> null means it worked.</summary>
    /// <param name="source">The <c>eventSource</c>: Cognito gives a wrong password the code of a denial.</param>
    /// <param name="code">The <c>errorCode</c>.</param>
    /// <param name="message">The <c>errorMessage</c>; some services write no code.</param>
    public static Outcome Of(string source, string? code, string? message)
    {
        if (string.IsNullOrEmpty(code))
        {
            // A few services leave out the code of a denial and keep its sentence; a failed sign-in has a message only.
            // Any other message without a code is a warning at most.
            return IsDenialSentence(message) ? Outcome.Denied
                : source is "signin.amazonaws.com" && !string.IsNullOrEmpty(message) ? Outcome.Unclear
                : Outcome.Ok;
        }

        if (DeniedCodes.Contains(code))
        {
            return Outcome.Denied;
        }

        if (code is "NotAuthorizedException")
        {
            // Cognito throws it for a wrong password and for a disabled user; then it says nothing about IAM.
            return IsDenialSentence(message) ? Outcome.Denied : Outcome.Unclear;
        }

        // A failed sign-in is about a password, not about a policy.
        return source is "signin.amazonaws.com" ? Outcome.Unclear : Outcome.FailedAfterAuthorization;
    }

    /// <summary>The same of UTF-8; empty means that the record has none.</summary>
    internal static Outcome Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> code, ReadOnlySpan<byte> message)
    {
        if (code.IsEmpty && message.IsEmpty)
        {
            return Outcome.Ok;
        }

        // Only codes that decide by themselves are looked up as they are; the rest is rare.
        Span<char> letters = stackalloc char[LongestCode];
        if (code.IsEmpty || code.Length > LongestCode || code.SequenceEqual("NotAuthorizedException"u8) || Ascii.ToUtf16(code, letters, out int length) != OperationStatus.Done)
        {
            return Of(Encoding.UTF8.GetString(source), Encoding.UTF8.GetString(code), Encoding.UTF8.GetString(message));
        }

        return DeniedCodes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters[..length]) ? Outcome.Denied
            : source.SequenceEqual("signin.amazonaws.com"u8) ? Outcome.Unclear
            : Outcome.FailedAfterAuthorization;
    }

    private static bool IsDenialSentence(string? message) =>
        message is not null && message.Contains("is not authorized to perform:", StringComparison.OrdinalIgnoreCase);
}
