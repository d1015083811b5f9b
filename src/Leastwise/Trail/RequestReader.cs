using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What Leastwise asks of <c>requestParameters</c>.</summary>
/// <param name="RoleArn">The role that an <c>AssumeRole…</c> asks for.</param>
/// <param name="SessionName">The session name it asks for; for <c>GetFederationToken</c> the federated user's name.</param>
/// <param name="ProviderArn">The SAML provider that vouched for the caller.</param>
/// <param name="Roles">Role and instance profile ARNs anywhere in the parameters, each once, in order.</param>
internal readonly record struct RequestParameters(string? RoleArn, string? SessionName, string? ProviderArn, ImmutableArray<string> Roles)
{
    /// <summary>Of a request without parameters.</summary>
    public static RequestParameters None { get; } = new(null, null, null, []);
}

/// <summary>Reads <c>requestParameters</c>, which have another shape for each operation.</summary>
internal static class RequestReader
{
    /// <summary>Reads the value of the property at the reader's place.</summary>
    public static RequestParameters Read(ref Utf8JsonReader reader, NameCache names)
    {
        if (!reader.ReadObjectStart())
        {
            return RequestParameters.None;
        }

        string? role = null, session = null, provider = null;
        ImmutableArray<string>.Builder? roles = null;
        int depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1)
            {
                if (reader.ValueTextEquals("roleArn"u8))
                {
                    role = reader.ReadText(names);
                    Collect(role, ref roles);
                }
                else if (reader.ValueTextEquals("principalArn"u8))
                {
                    provider = reader.ReadText(names);
                    Collect(provider, ref roles);
                }
                else if (reader.ValueTextEquals("roleSessionName"u8) || reader.ValueTextEquals("name"u8))
                {
                    session = reader.ReadText(names);
                    Collect(session, ref roles);
                }
            }
            else if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("arn:"u8) && reader.ValueSpan.IndexOf(":iam::"u8) >= 0)
            {
                Collect(names.Get(ref reader), ref roles);
            }
        }

        return new RequestParameters(role, session, provider, roles?.ToImmutable() ?? []);
    }

    /// <summary>Whether the text is the ARN of a role, or of an instance profile, which passes the role that it carries.</summary>
    public static bool IsPassableRole(string? text) =>
        Text.Arn.TryParse(text, out Text.Arn? arn)
        && arn.Service == "iam"
        && (arn.Resource.StartsWith("role/", StringComparison.Ordinal) || arn.Resource.StartsWith("instance-profile/", StringComparison.Ordinal));

    private static void Collect(string? text, ref ImmutableArray<string>.Builder? roles)
    {
        if (text is not null && IsPassableRole(text))
        {
            roles ??= ImmutableArray.CreateBuilder<string>();
            if (!roles.Contains(text))
            {
                roles.Add(text);
            }
        }
    }
}
