using System.Globalization;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>Reads <c>userIdentity</c>.</summary>
/// <remarks>Source: "CloudTrail userIdentity element", AWS CloudTrail User Guide.</remarks>
internal static class IdentityReader
{
    /// <summary>The caller of a record without <c>userIdentity</c>.</summary>
    public static readonly CallerIdentity Unstated = new() { Type = "Unknown" };

    /// <summary>Reads the object that is the value of the property at the reader's place.</summary>
    public static CallerIdentity Read(ref Utf8JsonReader reader, NameCache names)
    {
        if (!reader.ReadObjectStart())
        {
            return Unstated;
        }

        string? type = null, principalId = null, arn = null, account = null, user = null, key = null, invokedBy = null, provider = null;
        Session session = default;
        while (reader.ReadProperty())
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("principalId"u8))
            {
                principalId = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("arn"u8))
            {
                arn = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("accountId"u8))
            {
                account = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("userName"u8))
            {
                user = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("accessKeyId"u8))
            {
                key = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("invokedBy"u8))
            {
                invokedBy = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("identityProvider"u8))
            {
                provider = reader.ReadText(names);
            }
            else if (reader.ValueTextEquals("sessionContext"u8))
            {
                session = ReadSession(ref reader, names);
            }
            else
            {
                reader.PassOver();
            }
        }

        return new CallerIdentity
        {
            // A service's call has invokedBy and, in old records, nothing else.
            Type = type ?? (invokedBy is null ? "Unknown" : "AWSService"),
            Arn = NullIfEmpty(arn),
            PrincipalId = NullIfEmpty(principalId),
            AccountId = NullIfEmpty(account),
            UserName = NullIfEmpty(user),
            AccessKeyId = NullIfEmpty(key),
            InvokedBy = NullIfEmpty(invokedBy),
            IdentityProvider = NullIfEmpty(provider) ?? session.Provider,
            IssuerArn = session.IssuerArn,
            IssuerId = session.IssuerId,
            SourceIdentity = session.SourceIdentity,
            SessionBegan = session.Began,
            Mfa = session.Mfa,
        };
    }

    private static Session ReadSession(ref Utf8JsonReader reader, NameCache names)
    {
        Session session = default;
        if (!reader.ReadObjectStart())
        {
            return session;
        }

        while (reader.ReadProperty())
        {
            if (reader.ValueTextEquals("sourceIdentity"u8))
            {
                session.SourceIdentity = NullIfEmpty(reader.ReadText(names));
            }
            else if (reader.ValueTextEquals("sessionIssuer"u8))
            {
                ReadParts(ref reader, names, ref session);
            }
            else if (reader.ValueTextEquals("attributes"u8))
            {
                ReadParts(ref reader, names, ref session);
            }
            else if (reader.ValueTextEquals("webIdFederationData"u8))
            {
                ReadParts(ref reader, names, ref session);
            }
            else
            {
                reader.PassOver();
            }
        }

        return session;
    }

    /// <summary>The parts of a session context have no property in common, so one reader serves all three.</summary>
    private static void ReadParts(ref Utf8JsonReader reader, NameCache names, ref Session session)
    {
        if (!reader.ReadObjectStart())
        {
            return;
        }

        while (reader.ReadProperty())
        {
            if (reader.ValueTextEquals("arn"u8))
            {
                session.IssuerArn = NullIfEmpty(reader.ReadText(names));
            }
            else if (reader.ValueTextEquals("principalId"u8))
            {
                session.IssuerId = NullIfEmpty(reader.ReadText(names));
            }
            else if (reader.ValueTextEquals("federatedProvider"u8))
            {
                session.Provider = NullIfEmpty(reader.ReadText(names));
            }
            else if (reader.ValueTextEquals("creationDate"u8))
            {
                session.Began = ParseTime(reader.ReadText(names));
            }
            else if (reader.ValueTextEquals("mfaAuthenticated"u8))
            {
                session.Mfa = reader.ReadText(names) switch { "true" => true, "false" => false, _ => null };
            }
            else
            {
                reader.PassOver();
            }
        }
    }

    /// <summary>A time as CloudTrail writes it, <c>2026-01-31T12:00:00Z</c>; null for anything else.</summary>
    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyyMMdd'T'HHmmss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private struct Session
    {
        public string? IssuerArn;
        public string? IssuerId;
        public string? SourceIdentity;
        public string? Provider;
        public DateTimeOffset? Began;
        public bool? Mfa;
    }
}
