using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>The likely cause of a use without a grant, as far as the evidence goes.</summary>
internal static class UngrantedCause
{
    /// <summary>One sentence, and another where the ledger has a change that may have done it.</summary>
    /// <param name="grants">What is held now.</param>
    /// <param name="action">What was used.</param>
    /// <param name="use">How.</param>
    /// <param name="history">Who changed policies; null where the ledger was not asked.</param>
    public static string Of(PrincipalGrants grants, string action, EvidenceBook.Entry use, PolicyHistory? history)
    {
        string? layer = TakenAwayBy(grants, action);
        string? change = history?.Likely(grants.Principal, action, use.Last, limit: layer is not null);
        return Of(grants.Principal, action, use, layer) + (change is null ? "" : $" The likely cause is {change}.");
    }

    private static string Of(IamPrincipal principal, string action, EvidenceBook.Entry use, string? layer)
    {
        string last = use.Last.UtcDateTime.ToString("yyyy-MM-dd");
        if (use.AllThroughServices && use.Services.Count > 0)
        {
            return $"Every such call was made by {string.Join(", ", use.Services)} on the caller's behalf, last on {last}; a policy for that service may give it, or it was removed since.";
        }

        if (use.Accounts.Count > 0 && !use.Accounts.Contains(principal.AccountId))
        {
            return $"Every such call was made on account {string.Join(", ", use.Accounts)}, last on {last}; a resource policy there may give it to the caller directly.";
        }

        if (layer is not null)
        {
            return $"It worked until {last}. A policy of it still allows it, but {layer} takes it away now.";
        }

        return action.StartsWith("sts:AssumeRole", StringComparison.Ordinal)
            ? $"It worked until {last}; a role's trust policy that names the caller is enough within one account, or the grant was removed since."
            : $"It worked until {last}, and no policy in the account file gives it now: it was removed since, or a resource's own policy gives it.";
    }

    /// <summary>What stands between an identity policy that allows the action and the grant; null where none allows it.</summary>
    private static string? TakenAwayBy(PrincipalGrants grants, string action)
    {
        StatementSource[] bearing = [.. grants.Statements.Where(source =>
            source.Statement.Actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, action, ignoreCase: true)) != source.Statement.Actions.Not)];
        if (!bearing.Any(source => source is { Layer: PolicyLayer.Identity, Statement.Effect: Effect.Allow }))
        {
            return null;
        }

        StatementSource? deny = Array.Find(bearing, source => source.Statement.Effect == Effect.Deny);
        return deny is null ? "its permissions boundary or a service control policy" : $"a Deny in {deny.Policy.Name}";
    }
}
