using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Risks.Paths;

/// <summary>Something that exists and runs with a role: a function, a build project, an instance.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="RoleArn">The role that it runs with.</param>
/// <param name="Service">The service that assumes the role, such as <c>lambda.amazonaws.com</c>.</param>
public sealed record ExistingResource(string Arn, string RoleArn, string Service);

/// <summary>What runs with roles, as far as it was given.</summary>
public sealed record ExistingResources
{
    /// <summary>Nothing was given.</summary>
    public static ExistingResources None { get; } = new();

    /// <summary>The resources, in ordinal order of ARN.</summary>
    public ImmutableArray<ExistingResource> Resources { get; init; } = [];

    /// <summary>The services of which all resources are given, so that what is not there does not exist.</summary>
    public ImmutableHashSet<string> Complete { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was passed over.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether everything that runs with a role for the service is given, in accounts of which anything is.</summary>
    internal bool IsComplete(string account, string service) => Complete.Contains(service) && Resources.Any(resource => IsOf(resource, account));

    /// <summary>The resources of an account that run with a role for one of the services.</summary>
    internal IEnumerable<ExistingResource> Of(string account, ImmutableArray<string> services) =>
        Resources.Where(resource => IsOf(resource, account) && services.Contains(resource.Service, StringComparer.OrdinalIgnoreCase));

    private static bool IsOf(ExistingResource resource, string account) => Arn.TryParse(resource.RoleArn, out Arn? role) && role.Account == account;
}
