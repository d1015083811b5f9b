using System.Runtime.CompilerServices;
using Leastwise.Principals;

namespace Leastwise.Evaluation;

/// <summary>A way in which a policy bears on principals. Policies are compared by reference, as comparing documents by value is slow.</summary>
internal readonly struct PolicyPlace(PolicyLayer layer, NamedPolicy policy, string? viaGroup) : IEquatable<PolicyPlace>
{
    /// <summary>The layer.</summary>
    public PolicyLayer Layer => layer;

    /// <summary>The policy.</summary>
    public NamedPolicy Policy => policy;

    /// <summary>The group that brings it; null where none does.</summary>
    public string? ViaGroup => viaGroup;

    /// <inheritdoc/>
    public bool Equals(PolicyPlace other) => ReferenceEquals(policy, other.Policy) && layer == other.Layer && viaGroup == other.ViaGroup;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PolicyPlace other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(policy), layer, viaGroup);
}
