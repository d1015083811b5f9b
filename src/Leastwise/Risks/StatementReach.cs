using Leastwise.Catalog;
using Leastwise.Policies;
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
    /// <param name="resources">The statement's resources; null where it has none.</param>
    /// <param name="patterns">Their patterns with variables filled in.</param>
    /// <param name="action">The action.</param>
    /// <param name="partition">The principal's partition.</param>
    /// <param name="account">The principal's account.</param>
    /// <param name="templates">ARN templates filled in.</param>
    public static Reach Of(ResourceElement? resources, string[] patterns, CatalogAction action, string partition, string account, FilledTemplates templates)
    {
        if (resources is null)
        {
            return Reach.All;
        }

        bool everything = AnyIsEverything(patterns);
        if (resources.Not)
        {
            if (everything)
            {
                return Reach.None;
            }

            // An exception that no resource of the action can be excepts nothing, as grants read it too.
            foreach (ActionResource resource in action.Resources)
            {
                foreach (string pattern in patterns)
                {
                    if (templates.CanMatch(resource.Type.ArnTemplate, partition, pattern))
                    {
                        return Reach.Broad;
                    }
                }
            }

            return Reach.All;
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
        bool anyRequired = AnyRequired(action);
        foreach (ActionResource resource in action.Resources)
        {
            string inAccount = templates.Fill(resource.Type.ArnTemplate, partition, account);
            bool covered = AnyCovers(patterns, inAccount);
            whole |= covered;
            all &= covered || (anyRequired && !resource.Required);
            some = some || covered || Touches(patterns, resource, action, partition, account, templates);
        }

        return (all, whole, some) switch
        {
            (true, _, _) => Reach.All,
            (_, true, _) => Reach.Broad,
            _ => some ? Reach.Some : Reach.None,
        };
    }

    // Resources of other accounts count too (a role to assume, a shared key), but IAM changes only its own account's.
    private static bool Touches(string[] patterns, ActionResource resource, CatalogAction action, string partition, string account, FilledTemplates templates)
    {
        string possible = templates.Fill(resource.Type.ArnTemplate, partition, action.Prefix == "iam" ? account : "*");
        foreach (string pattern in patterns)
        {
            if (WildcardPattern.Overlaps(pattern, possible, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    // Loops and no queries from here on: they run for every privilege of every statement, and closures were a third of all memory that a scan took.
    private static bool AnyIsEverything(string[] patterns)
    {
        foreach (string pattern in patterns)
        {
            if (WildcardPattern.MatchesEverything(pattern))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyCovers(string[] patterns, string arn)
    {
        foreach (string pattern in patterns)
        {
            if (WildcardPattern.Covers(pattern, arn, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyRequired(CatalogAction action)
    {
        foreach (ActionResource resource in action.Resources)
        {
            if (resource.Required)
            {
                return true;
            }
        }

        return false;
    }
}
