using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>What a policy in a file is for.</summary>
public enum FoundPolicyUse
{
    /// <summary>Says what its holder may do.</summary>
    Identity,

    /// <summary>Says who may become a role.</summary>
    Trust,

    /// <summary>Says who may do what with a resource.</summary>
    Resource,
}

/// <summary>A policy found in a file.</summary>
/// <param name="Name">How to call it: the resource's address or logical name, the document's id, or the file's name.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Document">The document.</param>
public sealed record FoundPolicy(string Name, FoundPolicyUse Use, PolicyDocument Document);

/// <summary>Every policy of a file.</summary>
/// <param name="Policies">In the order of the file.</param>
/// <param name="Diagnostics">What could not be read or judged.</param>
public sealed record FoundPolicies(ImmutableArray<FoundPolicy> Policies, ImmutableArray<Diagnostic> Diagnostics);
