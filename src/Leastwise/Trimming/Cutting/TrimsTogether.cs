using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// All trims of a run as they will stand together. A role's trim is proved by itself; what a user of a group needs may come from both, and both are trimmed, so such users
/// are replayed once more under their own trims and those of their groups.
/// </summary>
public sealed class TrimsTogether
{
    private readonly Dictionary<string, ImmutableArray<NamedPolicy>> results = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IamUser> users = new(StringComparer.Ordinal);

    /// <summary>Users of groups where the user's or a group's policies were trimmed, in ordinal order of ARN.</summary>
    public IReadOnlyCollection<IamUser> Users => users.Values;

    /// <summary>Takes a result that may be deployed; one that is kept back, or changes nothing, leaves today's policies.</summary>
    public void Add(TrimResult result)
    {
        ImmutableArray<IamUser> touched = result.Subject.Kind is SubjectKind.User or SubjectKind.Group ? [.. result.Subject.Members.OfType<IamUser>().Where(user => !user.Groups.IsEmpty)] : [];
        if (touched.IsEmpty)
        {
            return;
        }

        results[result.Subject.Arn] = result.Policies;
        foreach (IamUser user in touched)
        {
            users[user.Arn] = user;
        }
    }

    /// <summary>What the user will hold.</summary>
    public Proposal ProposalOf(IamPrincipal user) =>
        new() { Identity = [.. new[] { user }.Concat((user as IamUser)?.Groups ?? []).SelectMany(holder => results.TryGetValue(holder.Arn, out var trimmed) ? trimmed : [.. holder.InlinePolicies, .. holder.AttachedPolicies])] };

    /// <summary>Their history under all of it.</summary>
    public ReplayResult Replay(Replay replay) => replay.Run(users.Values, ProposalOf);
}
