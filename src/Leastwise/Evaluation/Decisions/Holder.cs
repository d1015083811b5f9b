using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A user or role that holds a privilege, with how it comes to.</summary>
public sealed record Holder
{
    /// <summary>Who.</summary>
    public required IamPrincipal Principal { get; init; }

    /// <summary>Whether it is only held where conditions are met.</summary>
    public required bool IsConditional { get; init; }

    /// <summary>The resources by pattern; empty where the question was about one resource.</summary>
    public ImmutableArray<GrantedPattern> Resources { get; init; } = [];

    /// <summary>The statements that give it.</summary>
    public required ImmutableArray<StatementSource> Gives { get; init; }

    /// <summary>The statements that narrow it: denies of a part, and limits that let through a part.</summary>
    public ImmutableArray<StatementSource> Limits { get; init; } = [];

    /// <summary>Why it is not known whether it is held; null where it is.</summary>
    public string? Unknown { get; init; }
}

/// <summary>Somebody whom the resource's own policy lets in and who is in no account file.</summary>
/// <param name="Who">As the policy names it, such as <c>everyone</c> or <c>service lambda.amazonaws.com</c>.</param>
/// <param name="Source">The statement.</param>
public sealed record Outsider(string Who, StatementSource Source);

/// <summary>Who holds a privilege.</summary>
/// <param name="Holding">Users and roles of the account files, in ordinal order of ARN.</param>
/// <param name="Outsiders">Others whom the resource's policy names, in the order of its statements.</param>
public sealed record Holders(ImmutableArray<Holder> Holding, ImmutableArray<Outsider> Outsiders);
