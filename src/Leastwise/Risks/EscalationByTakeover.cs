using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>
/// Judges paths that take over something which already acts with a role: a function, a build project, a machine. Account files do not list these,
/// but they list the roles that such things can have.
/// </summary>
internal static class EscalationByTakeover
{
    /// <summary>What taking over leads to; null where no role that can be in use there is worth the trouble.</summary>
    /// <remarks>Whether the thing exists is not known, so only roles count that are administrators or can change rights in IAM.</remarks>
    public static EscalationOutcome? Judge(Subject subject, ImmutableArray<string> services)
    {
        string those = string.Join(" or ", services);
        if (services.All(service => subject.Account.RolesOf(service).Count == 0))
        {
            return subject.Account.Account.IsTruncated
                ? new EscalationOutcome(Severity.Low, "", $"No role of the file trusts {those}.")
                : null;
        }

        IamRole? powerful = null;
        foreach (string service in services)
        {
            foreach (IamRole role in subject.Context.PowerfulRoles(subject.Account, service))
            {
                // An instance has its role by an instance profile.
                if (role.Arn == subject.Principal.Arn || (service == "ec2.amazonaws.com" && subject.Account.TellsProfiles && role.InstanceProfiles.IsEmpty))
                {
                    continue;
                }

                if (subject.Context.IsAdministrator(role))
                {
                    return new EscalationOutcome(Severity.Medium, $"A role that trusts {those} is an administrator, {role.Name}.", null);
                }

                powerful ??= role;
            }
        }

        return powerful is not null
            ? new EscalationOutcome(
                Severity.Medium,
                $"A role that trusts {those} can change the rights of others, {powerful.Name}.",
                $"No role that trusts {those} is an administrator today.")
            : null;
    }
}
