using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Joins the pages of each account into one snapshot.</summary>
internal static class AccountAssembler
{
    /// <summary>What an account is called whose number stands in none of its ARNs.</summary>
    private const string UnknownAccount = "unknown";

    /// <summary>The accounts of all pages in ordinal order of id. Order of pages matters only where two of them tell of the same thing: the first counts.</summary>
    public static ImmutableArray<AccountSnapshot> Assemble(IReadOnlyList<AuthorizationPage> pages)
    {
        var accounts = new Dictionary<string, AccountPages>(StringComparer.Ordinal);
        // A page with nothing but AWS's own policies names no account: it continues the page before it, or begins the one after.
        (AuthorizationPage Page, List<string> Ids)[] named = [.. pages.Select(page => (page, AccountsOf(page)))];
        string? current = named.Select(one => one.Ids).FirstOrDefault(ids => ids.Count > 0)?[0];
        foreach ((AuthorizationPage page, List<string> ids) in named)
        {
            current = ids.Count > 0 ? ids[0] : current ?? UnknownAccount;
            foreach (string id in ids.Count > 0 ? ids : [current])
            {
                if (!accounts.TryGetValue(id, out AccountPages? account))
                {
                    accounts.Add(id, account = new AccountPages(id));
                }

                account.Add(page, isMain: id == current);
            }
        }

        return [.. accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal).Select(account => new AccountBuilder(account).Build())];
    }

    /// <summary>The accounts that the page's principals and own policies belong to, the most frequent first.</summary>
    private static List<string> AccountsOf(AuthorizationPage page)
    {
        var found = new List<FoundAccount>();
        foreach (string arn in page.Users.Concat(page.Roles).Concat(page.Groups).Select(principal => principal.Arn).Concat(page.Policies.Select(policy => policy.Arn)))
        {
            ReadOnlySpan<char> id = AccountIn(arn);
            if (!id.IsEmpty)
            {
                Count(found, id);
            }
        }

        return [.. found.OrderByDescending(account => account.Count).ThenBy(account => account.Id, StringComparer.Ordinal).Select(account => account.Id)];
    }

    /// <summary>A page is nearly always of one account.</summary>
    private static void Count(List<FoundAccount> found, ReadOnlySpan<char> id)
    {
        foreach (FoundAccount account in found)
        {
            if (id.SequenceEqual(account.Id))
            {
                account.Count++;
                return;
            }
        }

        found.Add(new FoundAccount(id.ToString()) { Count = 1 });
    }

    /// <summary>The twelve digits of an ARN; null where it has none, as AWS's own policies.</summary>
    public static string? AccountOf(string arn) => AccountIn(arn) is { IsEmpty: false } id ? id.ToString() : null;

    /// <summary>The same as a part of the ARN, empty where it has none.</summary>
    public static ReadOnlySpan<char> AccountIn(ReadOnlySpan<char> arn)
    {
        // Without taking the ARN apart: it is asked twice of everything in an account.
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            return [];
        }

        for (int part = 0; part < 4; part++)
        {
            arn = arn[(arn.IndexOf(':') + 1)..];
        }

        return arn.IndexOf(':') == 12 && !arn[..12].ContainsAnyExceptInRange('0', '9') ? arn[..12] : [];
    }

    private sealed class FoundAccount(string id)
    {
        public string Id => id;

        public int Count { get; set; }
    }
}

/// <summary>The pages, or parts of pages, that tell of one account.</summary>
internal sealed class AccountPages(string id)
{
    /// <summary>The account.</summary>
    public string Id { get; } = id;

    /// <summary>Its pages, and whether each is mainly about it: such a page's principals without a number in their ARN are its own too.</summary>
    public List<(AuthorizationPage Page, bool IsMain)> Pages { get; } = [];

    /// <summary>Adds a page.</summary>
    public void Add(AuthorizationPage page, bool isMain) => Pages.Add((page, isMain));

    /// <summary>Whether something with this ARN, found on a page of this account, belongs to it.</summary>
    public bool Owns(string arn, bool isMain) => AccountAssembler.AccountIn(arn) is { IsEmpty: false } account ? account.SequenceEqual(Id) : isMain;

    /// <summary>The first page that says that another follows, where no page says that it is the last; else null.</summary>
    public AuthorizationPage? Unfinished =>
        Pages.TrueForAll(page => page.Page.IsTruncated) ? Pages[^1].Page : null;
}
