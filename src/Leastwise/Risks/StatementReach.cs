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
    public static Reach Of(ResourceElement? resources, string[] patterns, CatalogAction action, IamPrincipal principal)
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
            return action.Resources.Any(resource => Touches(patterns, resource, action, partition, principal)) ? Reach.Broad : Reach.All;
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
            string inAccount = Fill(resource.Type.ArnTemplate, partition, principal.AccountId);
            bool covered = patterns.Any(pattern => WildcardPattern.Covers(pattern, inAccount, ignoreCase: false));
            whole |= covered;
            all &= covered || (anyRequired && !resource.Required);
            some |= Touches(patterns, resource, action, partition, principal);
        }

        return (all, whole, some) switch
        {
            (true, _, _) => Reach.All,
            (_, true, _) => Reach.Broad,
            _ => some ? Reach.Some : Reach.None,
        };
    }

    // Resources of other accounts count too (a role to assume, a shared key), but IAM changes only its own account's.
    private static bool Touches(string[] patterns, ActionResource resource, CatalogAction action, string partition, IamPrincipal principal)
    {
        string possible = Fill(resource.Type.ArnTemplate, partition, action.Prefix == "iam" ? principal.AccountId : "*");
        return patterns.Any(pattern => WildcardPattern.Overlaps(pattern, possible, ignoreCase: false));
    }

    /// <summary>An ARN template as a pattern: partition and account as given, every other place a star.</summary>
    internal static string Fill(string template, string partition, string account)
    {
        var pattern = new System.Text.StringBuilder(template.Length);
        for (int at = 0; at < template.Length;)
        {
            int open = template.IndexOf("${", at, StringComparison.Ordinal);
            int close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                pattern.Append(template, at, template.Length - at);
                break;
            }

            pattern.Append(template, at, open - at);
            pattern.Append(template.AsSpan(open + 2, close - open - 2) switch
            {
                "Partition" => partition,
                "Account" => account,
                _ => "*",
            });
            at = close + 1;
        }

        return pattern.ToString();
    }
}
