using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Leastwise.Text;

namespace Leastwise.Remote;

/// <summary>The credentials that AWS's own tools would use: of a profile, or environment, default profile, web identity, container, instance in turn.</summary>
internal sealed class CredentialChain
{
    private readonly CredentialProfile? named;
    private readonly CredentialProfileStoreChain store = new();
    private readonly Func<string, string?>? mfaCode;

    public CredentialChain(string? profile, Func<string, string?> variables, Func<string, string?>? mfaCode = null)
    {
        this.mfaCode = mfaCode;
        if (profile is not null)
        {
            named = store.TryGetProfile(profile, out CredentialProfile found) ? found : throw Unknown(profile);
            Label = $"profile '{profile}'";
            Region = found.Region?.SystemName;
            Profile = found;
            return;
        }

        string? chosen = variables("AWS_PROFILE");
        bool isOfEnvironment = variables("AWS_ACCESS_KEY_ID") is not null;
        Label = isOfEnvironment ? "the credentials of the environment" : chosen is null ? "the default credentials" : $"profile '{chosen}'";
        if (store.TryGetProfile(chosen ?? "default", out CredentialProfile usual))
        {
            Profile = usual;
            Region = usual.Region?.SystemName;
            // The search in all places takes no profile that asks for a code.
            named = !isOfEnvironment && usual.Options?.MfaSerial is { Length: > 0 } ? usual : null;
        }
    }

    /// <summary>The profile whose settings count beside the environment's; null where there is none.</summary>
    public CredentialProfile? Profile { get; }

    /// <summary>As whom, for messages.</summary>
    public string Label { get; }

    /// <summary>The region that the profile says; null where it says none.</summary>
    public string? Region { get; }

    /// <summary>Looks for credentials anew, so that what was signed in for meanwhile is found.</summary>
    /// <exception cref="RemoteException">There are none.</exception>
    public async Task<AWSCredentials> ResolveAsync(CancellationToken cancellation)
    {
        try
        {
            if (named is not null)
            {
                return WithCode(named.GetAWSCredentials(store));
            }

            using var resolver = new DefaultAWSCredentialsIdentityResolver();
            return await resolver.ResolveIdentityAsync(new AmazonSecurityTokenServiceConfig(), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidOperationException or ArgumentException or IOException)
        {
            throw Missing(Label, exception);
        }
    }

    /// <summary>A profile with <c>mfa_serial</c> needs the code of its device each time the role is assumed.</summary>
    /// <remarks>Source: "Assume role credential provider", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html.</remarks>
    private AWSCredentials WithCode(AWSCredentials credentials)
    {
        if (credentials is AssumeRoleAWSCredentials { Options: { MfaSerialNumber: { Length: > 0 } serial } options })
        {
            options.MfaTokenCodeCallback = () => mfaCode?.Invoke(serial) is { Length: > 0 } code
                ? code
                : throw new RemoteException($"{char.ToUpperInvariant(Label[0])}{Label[1..]} asks for the code of the MFA device {serial}, and there is no terminal to ask on. Run it on a terminal, or fetch a session with 'aws sts' first and name its profile.");
        }

        return credentials;
    }

    /// <summary>Says that there are no credentials, and how to get some.</summary>
    public static RemoteException Missing(string label, Exception cause)
    {
        // Of a search in all places the SDK tells each place's reason on a line of its own; that there are none anywhere is what matters.
        string said = cause.InnerException is { } inner and not AggregateException && !cause.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{cause.Message.TrimEnd('.')}: {inner.Message}" : cause.Message;
        string reason = said.Contains('\n', StringComparison.Ordinal) ? "none in the environment, the default profile, a web identity, a container or an instance" : said.Trim().TrimEnd('.');
        return new RemoteException(
            $"No AWS credentials from {label} ({reason}). Sign in with 'aws sso login', set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another profile with --profile.", cause);
    }

    private RemoteException Unknown(string profile)
    {
        string nearest = NearestName.Find(profile, store.ListProfiles().Select(one => one.Name)) is [var near, ..] ? $" Did you mean '{near}'?" : "";
        return new RemoteException($"There is no profile '{profile}' in the AWS configuration files (~/.aws/config, ~/.aws/credentials).{nearest}");
    }
}
