using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>What a user becomes by joining groups: administrator where one of them is enough, else itself with all of them.</summary>
internal sealed class GroupPlaces(RaisedPrincipals raised, IamGroup[] groups)
{
    // By the policies that users hold besides, as the first of many alike tells for all.
    private readonly Dictionary<string, IamGroup?> best = new(StringComparer.Ordinal);

    /// <summary>The place of the user after it joined.</summary>
    public int Place(IamPrincipal principal) => principal is not IamUser user ? -1
        : Best(user) is { } group ? raised.WithGroups(user, [group])
        : raised.WithGroups(user, groups);

    /// <summary>The group that makes it administrator; null where none does.</summary>
    public string? Over(IamPrincipal principal) => principal is IamUser user ? Best(user)?.Arn : null;

    private IamGroup? Best(IamUser user)
    {
        string key = raised.LimitsOf(user);
        if (!best.TryGetValue(key, out IamGroup? group))
        {
            best.Add(key, group = Array.Find(groups, one => !user.Groups.Any(own => own.Arn == one.Arn) && raised.IsAdministrator(raised.WithGroups(user, [one]))));
        }

        return group;
    }
}
