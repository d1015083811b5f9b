using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Policies that resources carry themselves, by the resource's ARN.</summary>
public sealed record ResourcePolicies
{
    /// <summary>Knows of none.</summary>
    public static ResourcePolicies None { get; } = new();

    /// <summary>The policies by the ARN that they were given for.</summary>
    public ImmutableSortedDictionary<string, NamedPolicy> ByArn { get; init; } =
        ImmutableSortedDictionary.Create<string, NamedPolicy>(StringComparer.Ordinal);

    /// <summary>What was passed over, with its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>
    /// The policy that decides on <paramref name="resource"/>: its own or, of an object, its bucket's ("Bucket policies for Amazon S3", Amazon S3
    /// User Guide); null where none was given.
    /// </summary>
    public NamedPolicy? For(string resource)
    {
        if (ByArn.TryGetValue(resource, out NamedPolicy? own))
        {
            return own;
        }

        bool isObject = Arn.TryParse(resource, out Arn? arn) && arn.Service == "s3" && arn.Account.Length == 0;
        int slash = isObject ? resource.IndexOf('/', StringComparison.Ordinal) : -1;
        return slash > 0 ? ByArn.GetValueOrDefault(resource[..slash]) : null;
    }
}
