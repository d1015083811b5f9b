using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Risks;

/// <summary>Which roles a principal can become by <c>sts:AssumeRole</c>, as far as trust policies say.</summary>
internal static class RoleAccess
{
    /// <summary>The roles, of any account, whose trust names the principal or its whole account; itself left out.</summary>
    public static IEnumerable<RiskContext.RoleDoor> Doors(Subject subject) =>
        subject.Context.DoorsOf(subject.Principal.Arn).Concat(subject.Context.DoorsOf(subject.Principal.AccountId))
            .Where(door => door.Role.Arn != subject.Principal.Arn);

    /// <summary>Those of them that lead to an administrator.</summary>
    public static IEnumerable<RiskContext.RoleDoor> AdministratorDoors(Subject subject) =>
        subject.Context.AdministratorDoorsOf(subject.Principal.Arn).Concat(subject.Context.AdministratorDoorsOf(subject.Principal.AccountId))
            .Where(door => door.Role.Arn != subject.Principal.Arn);

    /// <summary>
    /// Whether the trust alone suffices: within an account, a trust policy that names the principal itself needs no privilege on its side.
    /// </summary>
    /// <remarks>Source: "Cross account resource access in IAM" and "Policy evaluation for requests within a single account", AWS IAM User Guide.</remarks>
    public static bool TrustSuffices(Subject subject, RiskContext.RoleDoor door) =>
        door.Role.AccountId == subject.Principal.AccountId && door.Admission.Entry.Value == subject.Principal.Arn;

    /// <summary>Whether the principal can walk through the door, by its own privilege or by the trust alone.</summary>
    public static bool CanEnter(Subject subject, RiskContext.RoleDoor door) => Open(subject, door) is not null
        && (TrustSuffices(subject, door)
            || (subject.Context.Facts.AssumeRole is { } assume && subject.SupportOf(assume) is { } support && support.Covers(door.Role.Arn)));

    /// <summary>The conditions of the trust that what is known of the principal leaves open; null where it never meets one of them.</summary>
    public static ImmutableArray<Condition>? Open(Subject subject, RiskContext.RoleDoor door)
    {
        ImmutableArray<Condition> conditions = door.Admission.Conditions;
        if (conditions.IsEmpty)
        {
            return conditions;
        }

        ConditionEffect[] effects = [.. conditions.Select(condition => ConditionJudgement.Judge(condition, subject.Principal, null, subject.Context.Now))];
        return effects.Contains(ConditionEffect.NeverHolds) ? null : [.. conditions.Where((_, place) => effects[place] != ConditionEffect.AlwaysHolds)];
    }
}
