using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Leastwise.Remote;

/// <summary>The credentials of a role, fetched from STS when they are needed and again five minutes before they end.</summary>
/// <remarks>Source: "AssumeRole", AWS STS API Reference, https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.</remarks>
internal sealed class AssumedRole(AwsSession assumer, string roleArn, string? externalId, string sessionName) : AWSCredentials
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private Task<(ImmutableCredentials Credentials, DateTimeOffset Until)>? held;

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        Task<(ImmutableCredentials Credentials, DateTimeOffset Until)> fetched;
        lock (gate)
        {
            // Whoever comes while they are fetched waits for the same ones.
            bool isGood = held is { IsCompleted: false } || (held is { IsCompletedSuccessfully: true } && held.Result.Until - Margin > assumer.Network.Now);
            fetched = held = isGood && held is not null ? held : FetchAsync();
        }

        return (await fetched.ConfigureAwait(false)).Credentials;
    }

    /// <summary>Forgets credentials that were refused.</summary>
    public void Forget(ImmutableCredentials stale)
    {
        lock (gate)
        {
            held = held is { IsCompletedSuccessfully: true } && held.Result.Credentials.AccessKey == stale.AccessKey ? null : held;
        }
    }

    private async Task<(ImmutableCredentials Credentials, DateTimeOffset Until)> FetchAsync()
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["RoleArn"] = roleArn, ["RoleSessionName"] = sessionName };
        if (externalId is not null)
        {
            parameters["ExternalId"] = externalId;
        }

        XElement answer = await new AwsCaller(assumer).QueryAsync(AwsService.Sts, "AssumeRole", parameters, CancellationToken.None).ConfigureAwait(false);
        XElement? credentials = answer.Part("Credentials");
        return credentials?.Text("AccessKeyId") is { } key && credentials.Text("SecretAccessKey") is { } secret && credentials.Text("SessionToken") is { } token
            && DateTimeOffset.TryParse(credentials.Text("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until)
            ? (new ImmutableCredentials(key, secret, token), until)
            : throw new RemoteException($"STS answered AssumeRole for {roleArn} without credentials; is the endpoint AWS's?");
    }
}
