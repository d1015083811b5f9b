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

    public CredentialChain(string? profile, Func<string, string?> variables)
    {
        if (profile is not null)
        {
            named = store.TryGetProfile(profile, out CredentialProfile found) ? found : throw Unknown(profile);
            Label = $"profile '{profile}'";
            Region = found.Region?.SystemName;
            return;
        }

        string? chosen = variables("AWS_PROFILE");
        bool isOfEnvironment = variables("AWS_ACCESS_KEY_ID") is not null;
        Label = isOfEnvironment ? "the credentials of the environment" : chosen is null ? "the default credentials" : $"profile '{chosen}'";
        Region = store.TryGetProfile(chosen ?? "default", out CredentialProfile usual) ? usual.Region?.SystemName : null;
    }

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
                return named.GetAWSCredentials(store);
            }

            using var resolver = new DefaultAWSCredentialsIdentityResolver();
            return await resolver.ResolveIdentityAsync(new AmazonSecurityTokenServiceConfig(), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidOperationException or ArgumentException or IOException)
        {
            throw Missing(Label, exception);
        }
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
