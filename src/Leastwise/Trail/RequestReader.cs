using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Leastwise.Trail;

/// <summary>What Leastwise asks of <c>requestParameters</c>.</summary>
/// <param name="RoleArn">The role that an <c>AssumeRole…</c> asks for.</param>
/// <param name="SessionName">The session name it asks for; for <c>GetFederationToken</c> the federated user's name.</param>
/// <param name="ProviderArn">The SAML provider that vouched for the caller.</param>
/// <param name="Parameters">What can name a resource, in order.</param>
/// <param name="Roles">Role and instance profile ARNs among the parameters, each once, in order.</param>
internal readonly record struct RequestParameters(
    string? RoleArn, string? SessionName, string? ProviderArn, ImmutableArray<RequestParameter> Parameters, ImmutableArray<string> Roles)
{
    /// <summary>Of a request without parameters.</summary>
    public static RequestParameters None { get; } = new(null, null, null, [], []);
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
        ImmutableArray<RequestParameter>.Builder? kept = null;
        Utf8JsonReader name = reader;
        int depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader;
                continue;
            }

            if (reader.CurrentDepth == depth + 1 && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                if (name.ValueTextEquals("roleArn"u8))
                {
                    role = reader.Text(names);
                }
                else if (name.ValueTextEquals("principalArn"u8))
                {
                    provider = reader.Text(names);
                }
                else if (name.ValueTextEquals("roleSessionName"u8) || name.ValueTextEquals("name"u8))
                {
                    session = reader.Text(names);
                }
            }

            if (reader.TokenType == JsonTokenType.String && kept?.Count is not RequestParameter.MostKept && Kept(ref name, ref reader, names) is RequestParameter one)
            {
                (kept ??= ImmutableArray.CreateBuilder<RequestParameter>()).Add(one);
            }
        }

        return kept is null
            ? RequestParameters.None with { RoleArn = role, SessionName = session, ProviderArn = provider }
            : new RequestParameters(role, session, provider, kept.ToImmutable(), [.. kept.Select(one => one.Value).Where(PassableRole.Is).Distinct(StringComparer.Ordinal)]);
    }

    private static RequestParameter? Kept(ref Utf8JsonReader name, ref Utf8JsonReader value, NameCache names)
    {
        if (RequestParameter.NamesResource(name.ValueIsEscaped ? Encoding.UTF8.GetBytes(names.Get(ref name)) : name.ValueSpan))
        {
            return new RequestParameter(names.Get(ref name), names.Get(ref value));
        }

        // What is not kept is not decoded, so that text which is not UTF-8 spoils a record only where it matters.
        return RequestParameter.MayBeArn(value.ValueSpan) && names.Get(ref value) is ['a', 'r', 'n', ':', ..] arn ? new RequestParameter(names.Get(ref name), arn) : null;
    }
}
