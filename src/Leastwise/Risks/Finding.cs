using System.Collections.Immutable;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Hygiene.</summary>
    Low,

    /// <summary>A step that an attacker would use.</summary>
    Medium,

    /// <summary>Leads to control of an account or its data.</summary>
    High,

    /// <summary>Open to people outside.</summary>
    Critical,
}

/// <summary>What a finding is about.</summary>
public enum FindingScope
{
    /// <summary>A user or role.</summary>
    Principal,

    /// <summary>A policy by itself.</summary>
    Policy,

    /// <summary>A resource with a policy of its own.</summary>
    Resource,
}

/// <summary>A risk in a principal's effective rights or trust, with its evidence and what to do.</summary>
public sealed record Finding
{
    /// <summary>So many privileges at most are repeated from other findings.</summary>
    internal const int MostActions = 50;

    /// <summary>Stable name: kind, principal and detail hashed, such as <c>PE-3f9a21c05b7e</c>; the same for the same input.</summary>
    public required string Id { get; init; }

    /// <summary>The kind, such as <c>PrivilegeEscalation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How bad.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One line that says what is wrong, naming the principal.</summary>
    public required string Title { get; init; }

    /// <summary>What an attacker could do with it, and why it holds: two or three sentences.</summary>
    public required string Explanation { get; init; }

    /// <summary>What to do, one or two sentences.</summary>
    public required string Recommendation { get; init; }

    /// <summary>What it is about.</summary>
    public FindingScope Scope { get; init; }

    /// <summary>The ARN of the principal or resource it is about; of a policy, its <see cref="PolicyIdentity"/>.</summary>
    public required string Principal { get; init; }

    /// <summary>The account of that principal.</summary>
    public required string AccountId { get; init; }

    /// <summary>All the privileges it rests on, as <c>prefix:Action</c>, in ordinal order; thousands, perhaps. Reports list a part of a long list.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>The statements that give them.</summary>
    public required ImmutableArray<StatementSource> Statements { get; init; }

    /// <summary>Conditions and limits that remain and that a reader must judge, one sentence each; empty where nothing limits it.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <summary>The id of the known escalation path, such as <c>iam-001</c>; else null.</summary>
    public string? PathId { get; init; }
}
