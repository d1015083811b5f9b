using Leastwise.Principals;

namespace Leastwise.Usage;

/// <summary>The likely cause of a use without a grant, as far as the evidence goes.</summary>
internal static class UngrantedCause
{
    /// <summary>One sentence.</summary>
    public static string Of(IamPrincipal principal, string action, EvidenceBook.Entry use)
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

        return action.StartsWith("sts:AssumeRole", StringComparison.Ordinal)
            ? $"It worked until {last}; a role's trust policy that names the caller is enough within one account, or the grant was removed since."
            : $"It worked until {last}, and no policy in the account file gives it now: it was removed since, or a resource's own policy gives it.";
    }
}
