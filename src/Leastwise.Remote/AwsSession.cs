using Amazon.Runtime;

namespace Leastwise.Remote;

/// <summary>As whom and in which region AWS is asked. Immutable; what it holds of credentials renews itself.</summary>
public sealed class AwsSession
{
    private readonly RenewedCredentials credentials;
    private readonly EndpointSettings endpoints;

    private AwsSession(RenewedCredentials credentials, string region, string label, AwsNetwork network, EndpointSettings endpoints)
    {
        this.credentials = credentials;
        this.endpoints = endpoints;
        Region = region;
        Label = label;
        Network = network;
    }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The partition that the region belongs to.</summary>
    public AwsPartition Partition => AwsPartition.Of(Region);

    /// <summary>As whom, in words for messages: <c>profile 'audit'</c>, <c>role arn:…</c>.</summary>
    public string Label { get; }

    /// <summary>Connections and clock.</summary>
    public AwsNetwork Network { get; }

    /// <summary>The credentials in the form that AWS's own clients take; they renew themselves.</summary>
    public AWSCredentials Credentials => credentials;

    /// <summary>A session as the options and the environment say. Nothing is asked of AWS yet.</summary>
    /// <exception cref="RemoteException">The profile or region is none.</exception>
    public static AwsSession Open(AwsOptions options, AwsNetwork network)
    {
        Func<string, string?> environment = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var chain = new CredentialChain(options.Profile, environment, options.MfaCode);
        string region = options.Region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION") ?? chain.Region ?? "us-east-1";
        var session = new AwsSession(new RenewedCredentials(chain.Label, chain.ResolveAsync), Checked(region), chain.Label, network, new EndpointSettings(environment, chain.Profile));
        return options.RoleArn is { } role ? session.Assume(role, options.ExternalId, options.SessionName) : session;
    }

    /// <summary>A session with credentials that are at hand.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="region">The region.</param>
    /// <param name="label">As whom, for messages.</param>
    /// <param name="network">Connections and clock.</param>
    /// <param name="variables">What stands in the place of environment variables; without it, none are set.</param>
    public static AwsSession Of(AWSCredentials credentials, string region, string label, AwsNetwork network, Func<string, string?>? variables = null) =>
        new(new RenewedCredentials(label, _ => Task.FromResult(credentials)), Checked(region), label, network, new EndpointSettings(variables ?? (_ => null), null));

    /// <summary>The same credentials in another region.</summary>
    public AwsSession In(string region) => new(credentials, Checked(region), Label, Network, endpoints);

    /// <summary>A session of a role that this one assumes when it is first needed, and again before its hour is over.</summary>
    public AwsSession Assume(string roleArn, string? externalId = null, string sessionName = "leastwise")
    {
        var role = new AssumedRole(this, roleArn, externalId, sessionName);
        return new AwsSession(new RenewedCredentials($"role {roleArn}", _ => Task.FromResult<AWSCredentials>(role)), Region, $"role {roleArn}", Network, endpoints);
    }

    /// <summary>The endpoint that environment or profile name for a service, by its service id in capitals; null for AWS's own.</summary>
    /// <exception cref="RemoteException">It is no address.</exception>
    public Uri? EndpointOf(string service) => endpoints.Of(service);

    /// <summary>Which of AWS's own endpoints are asked.</summary>
    public AwsHosts Hosts => endpoints.Hosts;

    /// <summary>The credentials of this moment.</summary>
    /// <exception cref="RemoteException">There are none.</exception>
    public Task<ImmutableCredentials> CredentialsAsync(CancellationToken cancellation = default) => credentials.CurrentAsync(cancellation);

    /// <summary>Forgets credentials that AWS takes no more, so that the next call fetches others.</summary>
    public void Renew(ImmutableCredentials stale) => credentials.Renew(stale);

    /// <summary>Where a service is, and the region that signatures for it name.</summary>
    internal (Uri Endpoint, string SigningRegion) PlaceOf(AwsService service)
    {
        // Another endpoint overrides FIPS and dual-stack, so that a host of those which is not there is then not missed.
        if (EndpointOf(service.Variable) is { } other)
        {
            return (other, service.PlaceIn(Region, AwsHosts.Usual).SigningRegion);
        }

        return service.PlaceIn(Region, Hosts);
    }

    // A region becomes part of a host name, which credentials are signed for.
    private static string Checked(string region) => region.Length is > 0 and <= 40 && region.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        ? region
        : throw new RemoteException($"'{region}' is no region; write it as eu-central-1.");
}
