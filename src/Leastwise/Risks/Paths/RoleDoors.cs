using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Roles by whom their trust policies name, so that nobody is compared with every role.</summary>
internal sealed class RoleDoors
{
    private readonly Dictionary<string, List<IamRole>> named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IamRole>> ofAccount = new(StringComparer.Ordinal);
    private readonly List<IamRole> open = [];
    private readonly Dictionary<string, List<TargetList>> groups = new(StringComparer.Ordinal);
    private readonly PathWorld world;

    /// <summary>Reads every trust policy once.</summary>
    public RoleDoors(PathWorld world)
    {
        this.world = world;
        foreach (IamRole role in world.Accounts.SelectMany(account => account.Roles).Where(role => !role.IsServiceLinked))
        {
            foreach (Statement statement in role.Trust.Document.Statements.Where(statement => statement is { Effect: Effect.Allow, Principals: not null }))
            {
                Add(role, statement);
            }
        }
    }

    /// <summary>The roles that name this user or role itself.</summary>
    public IReadOnlyList<IamRole> Naming(string arn) => named.TryGetValue(arn, out List<IamRole>? roles) ? roles : [];

    /// <summary>The roles that let in everybody of the account who may, or everybody at all; in the order of accounts and ARNs.</summary>
    private IEnumerable<IamRole> OpenTo(string account) =>
        (ofAccount.TryGetValue(account, out List<IamRole>? roles) ? roles : []).Union(open).OrderBy(role => role.Arn, StringComparer.Ordinal);

    private void Add(IamRole role, Statement statement)
    {
        foreach (PrincipalEntry entry in statement.Principals is { Not: false } principals ? principals.Entries : [])
        {
            if (TrustReading.IsAnyone(entry) && entry.Type != PrincipalEntryType.Federated)
            {
                AddOnce(open, role);
            }
            else if (TrustReading.IsWholeAccount(entry) && TrustReading.AccountOf(entry) is { } account)
            {
                AddOnce(At(ofAccount, account), role);
            }
            else if (entry.Type == PrincipalEntryType.Aws)
            {
                AddOnce(At(named, entry.Value), role);
            }
        }

        if (statement.Principals is { Not: true })
        {
            AddOnce(open, role);
        }
    }

    /// <summary>The roles that are open to the account, put together by the text of their trust.</summary>
    public IReadOnlyList<TargetList> GroupsOpenTo(string account)
    {
        if (!groups.TryGetValue(account, out List<TargetList>? lists))
        {
            groups.Add(account, lists = [.. OpenTo(account)
                .GroupBy(role => (role.AccountId, role.Trust.Document.Json))
                .Select(alike => new TargetList([.. alike.Select(world.TargetOf)]))]);
        }

        return lists;
    }

    private static List<IamRole> At(Dictionary<string, List<IamRole>> index, string key)
    {
        if (!index.TryGetValue(key, out List<IamRole>? roles))
        {
            index.Add(key, roles = []);
        }

        return roles;
    }

    // The statements of one role come one after the other.
    private static void AddOnce(List<IamRole> roles, IamRole role)
    {
        if (roles.Count == 0 || !ReferenceEquals(roles[^1], role))
        {
            roles.Add(role);
        }
    }
}
