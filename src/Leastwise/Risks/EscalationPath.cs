using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>What a path makes of an attacker.</summary>
public enum EscalationCategory
{
    /// <summary>Raises the attacker's own rights.</summary>
    SelfEscalation,

    /// <summary>Gives the credentials of another user or role.</summary>
    PrincipalAccess,

    /// <summary>Makes a service act with a role that the attacker chooses.</summary>
    NewPassRole,

    /// <summary>Takes over something that already acts with a role.</summary>
    ExistingPassRole,
}

/// <summary>A known path of privilege escalation.</summary>
/// <param name="Id">Its public id, such as <c>iam-001</c>; ours begin with <c>leastwise</c>.</param>
/// <param name="Category">What it makes of an attacker.</param>
/// <param name="Requires">The privileges that it needs, all of them, in ordinal order; empty where a trust policy alone decides.</param>
/// <param name="PassedTo">The service that <c>iam:PassRole</c> passes the role to; null where no role is passed.</param>
/// <param name="RunsAs">For what is taken over, the services one of which assumes its role; empty for other paths.</param>
/// <param name="How">What the attacker does; completes "… can".</param>
/// <param name="Needs">What must exist besides and an account file cannot show; null where nothing.</param>
/// <param name="Evidence">Where the path is known from.</param>
public sealed record EscalationPath(
    string Id, EscalationCategory Category, ImmutableArray<string> Requires, string? PassedTo, ImmutableArray<string> RunsAs, string How, string? Needs, string Evidence)
{
    /// <summary>
    /// Whether this path goes with less that must exist already than another one of its kind: it does by itself what the other one waits for.
    /// </summary>
    public bool NeedsLessThan(EscalationPath other) => Category == other.Category
        && other.Needs is { } theirs && theirs != Needs && theirs.StartsWith(Needs ?? "", StringComparison.Ordinal);

    /// <summary>All known paths, in ordinal order of id.</summary>
    public static ImmutableArray<EscalationPath> Known { get; } = [.. FactTable.Read("escalation-paths").Select(FromRow).OrderBy(path => path.Id, StringComparer.Ordinal)];

    private static EscalationPath FromRow(string[] row) => new(
        row[0],
        row[1] switch
        {
            "self-escalation" => EscalationCategory.SelfEscalation,
            "principal-access" => EscalationCategory.PrincipalAccess,
            "new-passrole" => EscalationCategory.NewPassRole,
            "existing-passrole" => EscalationCategory.ExistingPassRole,
            _ => throw new InvalidOperationException($"The path {row[0]} has the unknown category {row[1]}."),
        },
        [.. row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row[3].Length == 0 ? null : row[3],
        [.. row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        row[5],
        row[6].Length == 0 ? null : row[6],
        row[7]);
}
