using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>How a policy names a requester, which tells what else must allow. Ordered: the greater needs less.</summary>
internal enum Naming
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By its account, which leaves it to the account's own policies.</summary>
    Account,

    /// <summary>A session by its role: boundary and session policies still limit.</summary>
    Role,

    /// <summary>A user by its ARN: what was granted before a session was made of it is limited by the session's policies, not by a boundary.</summary>
    User,

    /// <summary>Itself, or everyone: nothing that is merely missing elsewhere takes it away within the account.</summary>
    Direct,
}

/// <summary>Finds how <c>Principal</c> and <c>NotPrincipal</c> name a requester.</summary>
/// <remarks>
/// Sources: "AWS JSON policy elements: Principal", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html,
/// and "NotPrincipal", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html.
/// </remarks>
internal static class PrincipalMatcher
{
    /// <summary>How the element takes in the requester.</summary>
    /// <param name="element">The element; null in policies that name none, which concern everyone whom they are attached to.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="effect">The statement's effect.</param>
    /// <param name="hasBoundary">Whether the requester has a permissions boundary.</param>
    public static Naming Match(PrincipalElement? element, Requester requester, Effect effect, bool hasBoundary)
    {
        if (element is null)
        {
            return Naming.Direct;
        }

        if (!element.Not)
        {
            return element.Entries.Aggregate(Naming.None, (best, entry) => Max(best, Names(entry, requester)));
        }

        if (effect == Effect.Allow)
        {
            return element.Entries.Any(entry => Names(entry, requester) != Naming.None) ? Naming.None : Naming.Direct;
        }

        // "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary policy attached."
        bool exempt = !(hasBoundary && requester.HasIdentity) && IsWhollyListed(element, requester);
        return exempt ? Naming.None : Naming.Direct;
    }

    /// <summary>A Deny with NotPrincipal spares only whom it lists at every station: the session, its role, and the account.</summary>
    private static bool IsWhollyListed(PrincipalElement element, Requester requester)
    {
        Naming[] namings = [.. element.Entries.Select(entry => Names(entry, requester))];
        bool byStar = element.Entries.Any(entry => entry is { Value: "*", Type: PrincipalEntryType.Anyone or PrincipalEntryType.Aws });
        return byStar || requester.Kind switch
        {
            RequesterKind.RoleSession => namings.Contains(Naming.Direct) && namings.Contains(Naming.Role) && namings.Contains(Naming.Account),
            RequesterKind.Role => namings.Contains(Naming.Role) && namings.Contains(Naming.Account),
            RequesterKind.User => namings.Any(naming => naming >= Naming.User) && namings.Contains(Naming.Account),
            RequesterKind.FederatedUser => namings.Contains(Naming.Direct) && namings.Contains(Naming.Account),
            _ => namings.Any(naming => naming != Naming.None),
        };
    }

    private static Naming Names(PrincipalEntry entry, Requester requester) => entry.Type switch
    {
        PrincipalEntryType.Anyone => Naming.Direct,
        PrincipalEntryType.Aws => NamesAws(entry.Value, requester),
        PrincipalEntryType.Service => Exactly(entry.Value, requester, RequesterKind.Service),
        PrincipalEntryType.Federated => Exactly(entry.Value, requester, RequesterKind.Federated),
        // Whose number it is, no request tells here.
        _ => Naming.None,
    };

    private static Naming Exactly(string value, Requester requester, RequesterKind kind) =>
        requester.Kind == kind && (value == requester.Name || value == "*") ? Naming.Direct : Naming.None;

    private static Naming NamesAws(string value, Requester requester)
    {
        if (value == "*")
        {
            return Naming.Direct;
        }

        if (requester.AccountId is not { } account || !requester.HasIdentity)
        {
            return Naming.None;
        }

        if (value == account || (Arn.TryParse(value, out Arn? named) && named.Account == account && named.Resource == "root"))
        {
            return requester.Kind == RequesterKind.Root ? Naming.Direct : Naming.Account;
        }

        if (value == requester.Name)
        {
            return requester.Kind switch { RequesterKind.Role => Naming.Role, RequesterKind.User => Naming.User, _ => Naming.Direct };
        }

        // A session's ARN has no path, its role's may; names are unique within an account.
        return requester.Kind is RequesterKind.RoleSession
            && named is not null && named.Service == "iam" && named.Account == account
            && named.Resource.StartsWith("role/", StringComparison.Ordinal) && named.Name == requester.RoleName
                ? Naming.Role
                : Naming.None;
    }

    private static Naming Max(Naming a, Naming b) => a > b ? a : b;
}
