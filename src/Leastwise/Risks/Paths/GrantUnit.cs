using System.Collections.Immutable;

namespace Leastwise.Risks.Paths;

/// <summary>What a removal takes away.</summary>
public enum GrantUnitKind
{
    /// <summary>One action from one statement of a policy that the account can change.</summary>
    Action,

    /// <summary>The attachment of one of AWS's own policies, which cannot be changed itself.</summary>
    Attachment,

    /// <summary>One principal from one statement of a role's trust policy.</summary>
    Trust,
}

/// <summary>Whether a grant was used.</summary>
public enum GrantUse
{
    /// <summary>Not, as far as complete logs tell.</summary>
    Unused,

    /// <summary>Not known: without logs, or where logs do not show it.</summary>
    Unknown,

    /// <summary>It was.</summary>
    Used,
}

/// <summary>The smallest thing that can be taken away by itself.</summary>
public sealed record GrantUnit
{
    /// <summary>What tells it from all others.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required GrantUnitKind Kind { get; init; }

    /// <summary>The policy's ARN; for inline and trust policies their owner's ARN and their name.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The policy's name.</summary>
    public required string PolicyName { get; init; }

    /// <summary>The user, role or group that holds the inline policy or the attachment, or whose trust it is; null for the account's own managed policies.</summary>
    public string? Owner { get; init; }

    /// <summary>The statement's place in its policy, from 0; -1 for attachments.</summary>
    public required int Statement { get; init; }

    /// <summary>The statement's name in a sentence.</summary>
    public required string Label { get; init; }

    /// <summary>The action, <c>iam:PassRole</c>; the principal as the trust policy writes it; for attachments the policy's ARN.</summary>
    public required string What { get; init; }

    /// <summary>Where the statement stands.</summary>
    public required Text.SourcePosition Position { get; init; }
}

/// <summary>A grant that the cut takes away.</summary>
/// <param name="Unit">The grant.</param>
/// <param name="Use">Whether anybody who holds it used it.</param>
/// <param name="Holders">The ARNs of those who lose it, ordinal.</param>
public sealed record CutGrant(GrantUnit Unit, GrantUse Use, ImmutableArray<string> Holders);
