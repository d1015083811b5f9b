using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Names policies so that no two of an account share a name.</summary>
public static class PolicyIdentity
{
    /// <summary>A managed policy's ARN; of an inline or trust policy its owner's ARN, a colon, and its name.</summary>
    public static string Of(NamedPolicy policy) => policy.Arn ?? (policy.Owner is { } owner ? $"{owner}:{policy.Name}" : policy.Name);
}
