using System.Collections.Immutable;

namespace Leastwise.Trimming.Shaping;

/// <summary>How large policies of a kind may be. White space does not count.</summary>
/// <remarks>
/// Source: "IAM and AWS STS quotas", AWS IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. The ten attachments can be raised
/// on request; the characters cannot.
/// </remarks>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Characters">So many characters in a document, or in all of them where they count together.</param>
/// <param name="Documents">So many documents.</param>
/// <param name="CountTogether">Whether the characters of all documents count together, as those of inline policies do.</param>
public sealed record PolicyLimit(string Name, int Characters, int Documents, bool CountTogether)
{
    /// <summary>Managed policies of one user, role or group.</summary>
    public static PolicyLimit Managed { get; } = new("managed", 6144, 10, CountTogether: false);

    /// <summary>Inline policies of a role.</summary>
    public static PolicyLimit RoleInline { get; } = new("role", 10_240, 1, CountTogether: true);

    /// <summary>Inline policies of a user.</summary>
    public static PolicyLimit UserInline { get; } = new("user", 2048, 1, CountTogether: true);

    /// <summary>Inline policies of a group.</summary>
    public static PolicyLimit GroupInline { get; } = new("group", 5120, 1, CountTogether: true);

    /// <summary>A role's trust policy.</summary>
    public static PolicyLimit Trust { get; } = new("trust", 2048, 1, CountTogether: true);

    /// <summary>All of them.</summary>
    public static ImmutableArray<PolicyLimit> All { get; } = [Managed, RoleInline, UserInline, GroupInline, Trust];
}
