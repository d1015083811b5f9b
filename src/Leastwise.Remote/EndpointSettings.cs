using Amazon.Runtime.CredentialManagement;

namespace Leastwise.Remote;

/// <summary>The endpoints that environment and profile name, and which of AWS's own are asked where they name none.</summary>
/// <param name="variables">Environment variables.</param>
/// <param name="profile">The profile whose settings count; null for none.</param>
/// <remarks>
/// Sources: "Service-specific endpoints", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html, which also orders them: the service's variable, the
/// variable for all, the service's in the profile's <c>services</c> section, the profile's own; "Dual-stack and FIPS endpoints", https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html.
/// </remarks>
internal sealed class EndpointSettings(Func<string, string?> variables, CredentialProfile? profile)
{
    /// <summary>FIPS, dual-stack or usual endpoints.</summary>
    public AwsHosts Hosts { get; } = new(
        Flag(variables("AWS_USE_FIPS_ENDPOINT")) ?? profile?.UseFIPSEndpoint ?? false,
        Flag(variables("AWS_USE_DUALSTACK_ENDPOINT")) ?? profile?.UseDualstackEndpoint ?? false);

    /// <summary>The endpoint for a service, by its service id in capitals with underscores; null for AWS's own.</summary>
    /// <exception cref="RemoteException">It is no address.</exception>
    public Uri? Of(string service)
    {
        if (Flag(variables("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) ?? profile?.IgnoreConfiguredEndpointUrls ?? false)
        {
            return null;
        }

        (string Name, string? Value)[] places =
        [
            ($"AWS_ENDPOINT_URL_{service}", variables($"AWS_ENDPOINT_URL_{service}")),
            ("AWS_ENDPOINT_URL", variables("AWS_ENDPOINT_URL")),
            ($"endpoint_url of {service.ToLowerInvariant()} in the services of profile '{profile?.Name}'", OfServices(service)),
            ($"endpoint_url of profile '{profile?.Name}'", profile?.EndpointUrl),
        ];
        (string name, string? value) = places.FirstOrDefault(place => place.Value is { Length: > 0 });
        return value is null ? null
            : Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
            : throw new RemoteException($"{name} is '{value}'; an endpoint is an address such as https://localhost:4566.");
    }

    private string? OfServices(string service) =>
        profile?.Name is { } name ? ServicesSection.EndpointOf(variables, name, service.ToLowerInvariant()) : null;

    private static bool? Flag(string? text) => bool.TryParse(text, out bool flag) ? flag : null;
}
