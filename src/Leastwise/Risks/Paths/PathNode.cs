namespace Leastwise.Risks.Paths;

/// <summary>What a place in the escalation graph is.</summary>
public enum PathNodeKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A role.</summary>
    Role,

    /// <summary>Being administrator of an account, by whatever principal was raised.</summary>
    Administrator,
}

/// <summary>A place in the escalation graph: a principal as it is, a principal after somebody changed it, or the administrator of an account.</summary>
public sealed record PathNode
{
    /// <summary>What tells it from all others: the ARN; the ARN, <c>#</c> and the change; or <c>administrator:</c> and the account.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required PathNodeKind Kind { get; init; }

    /// <summary>The principal's name; <c>administrator</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The principal's ARN; null for the administrator of an account.</summary>
    public required string? Arn { get; init; }

    /// <summary>The account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Whether it is a full administrator, however spelt.</summary>
    public required bool IsAdministrator { get; init; }

    /// <summary>What was done to the principal, such as <c>with any policy that its limits let through</c>; null for one as it is.</summary>
    public string? Change { get; init; }
}
