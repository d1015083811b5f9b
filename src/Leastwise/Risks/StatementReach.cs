using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>How much of what an action works on a statement's resources cover.</summary>
internal enum Reach
{
    /// <summary>Nothing: no resource of the action can match, so the statement grants nothing of it.</summary>
    None,

    /// <summary>Some resources.</summary>
    Some,

    /// <summary>All resources of one of the action's types, or all but those that a <c>NotResource</c> names.</summary>
    Broad,

    /// <summary>All resources of the account.</summary>
    All,
}

/// <summary>Compares resource patterns with the ARNs that an action's resources can have.</summary>
internal static class StatementReach
{
    /// <summary>The reach of <paramref name="resources"/> for <paramref name="action"/> in the principal's account.</summary>
    public static Reach Of(ResourceElement? resources, string[] patterns, CatalogAction action, IamPrincipal principal, FilledTemplates templates)
    {
        if (resources is null)
        {
            return Reach.All;
        }

        string partition = Arn.TryParse(principal.Arn, out Arn? own) ? own.Partition : "aws";
        bool everything = patterns.Any(pattern => WildcardPattern.MatchesEverything(pattern));
        if (resources.Not)
        {
            if (everything)
            {
                return Reach.None;
            }

            // An exception that no resource of the action can be excepts nothing.
            return action.Resources.Any(resource => Touches(patterns, resource, action, partition, principal, templates)) ? Reach.Broad : Reach.All;
        }

        if (everything)
        {
            return Reach.All;
        }

        // An action without resource types is authorised on "*" alone; a statement that names an ARN never matches it.
        if (action.Resources.IsEmpty || patterns.Length == 0)
        {
            return Reach.None;
        }

        bool all = true, whole = false, some = false;
        bool anyRequired = action.Resources.Any(resource => resource.Required);
        foreach (ActionResource resource in action.Resources)
        {
            string inAccount = templates.Fill(resource.Type.ArnTemplate, partition, principal.AccountId);
            bool covered = patterns.Any(pattern => WildcardPattern.Covers(pattern, inAccount, ignoreCase: false));
            whole |= covered;
            all &= covered || (anyRequired && !resource.Required);
            some |= Touches(patterns, resource, action, partition, principal, templates);
        }

        return (all, whole, some) switch
        {
            (true, _, _) => Reach.All,
            (_, true, _) => Reach.Broad,
            _ => some ? Reach.Some : Reach.None,
        };
    }

    // Resources of other accounts count too (a role to assume, a shared key), but IAM changes only its own account's.
    private static bool Touches(string[] patterns, ActionResource resource, CatalogAction action, string partition, IamPrincipal principal, FilledTemplates templates)
    {
        string possible = templates.Fill(resource.Type.ArnTemplate, partition, action.Prefix == "iam" ? principal.AccountId : "*");
        return patterns.Any(pattern => WildcardPattern.Overlaps(pattern, possible, ignoreCase: false));
    }
}
