using Amazon.Runtime;

namespace Leastwise.Remote;

/// <summary>Credentials that are looked for when they are first needed, and again when AWS takes them no more.</summary>
/// <param name="label">As whom, for messages.</param>
/// <param name="resolve">Looks for them.</param>
internal sealed class RenewedCredentials(string label, Func<CancellationToken, Task<AWSCredentials>> resolve) : AWSCredentials
{
    private readonly Lock gate = new();
    private Task<AWSCredentials>? source;
    private ImmutableCredentials? last;

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => CurrentAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() => CurrentAsync(CancellationToken.None);

    /// <summary>The credentials of this moment.</summary>
    /// <exception cref="RemoteException">There are none.</exception>
    public async Task<ImmutableCredentials> CurrentAsync(CancellationToken cancellation)
    {
        Task<AWSCredentials> found;
        lock (gate)
        {
            // A search that failed is not the answer for all time.
            source = source is null or { IsFaulted: true } or { IsCanceled: true } ? resolve(CancellationToken.None) : source;
            found = source;
        }

        AWSCredentials credentials = await found.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return last = await credentials.GetCredentialsAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidOperationException or ArgumentException or IOException or HttpRequestException)
        {
            throw CredentialChain.Missing(label, exception);
        }
    }

    /// <summary>Forgets <paramref name="stale"/>; where others have taken their place already, these stay.</summary>
    public void Renew(ImmutableCredentials stale)
    {
        lock (gate)
        {
            if (last is { } now && now.AccessKey != stale.AccessKey)
            {
                return;
            }

            switch (source is { IsCompletedSuccessfully: true } ? source.Result : null)
            {
                case AssumedRole role:
                    role.Forget(stale);
                    break;
                case RefreshingAWSCredentials refreshing:
                    refreshing.ClearCredentials();
                    source = null;
                    break;
                default:
                    source = null;
                    break;
            }
        }
    }
}
