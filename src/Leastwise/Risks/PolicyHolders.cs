using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>A policy with those that hold it.</summary>
internal sealed record PolicyHolders(NamedPolicy Policy, ImmutableArray<string> Holders, bool IsBoundary, bool ForUsers)
{
    // A space: no user or role can have this name.
    private const string Name = "its holder";

    /// <summary>Every managed and inline policy of the account, in ordinal order of identity; those of service-linked roles left out.</summary>
    public static IEnumerable<PolicyHolders> Of(AccountSnapshot account)
    {
        var holders = new Dictionary<string, List<IamPrincipal>>(StringComparer.Ordinal);
        var policies = new SortedDictionary<string, NamedPolicy>(StringComparer.Ordinal);
        var boundaries = new HashSet<string>(StringComparer.Ordinal);
        foreach (NamedPolicy policy in account.Policies)
        {
            policies.TryAdd(PolicyIdentity.Of(policy), policy);
        }

        foreach (IamPrincipal principal in account.Actors.Concat(account.Groups))
        {
            if ((principal as IamUser)?.Boundary?.PolicyArn is { } ofUser)
            {
                boundaries.Add(ofUser);
            }

            if (principal is IamRole role)
            {
                if (role.Boundary?.PolicyArn is { } ofRole)
                {
                    boundaries.Add(ofRole);
                }

                if (role.IsServiceLinked)
                {
                    continue;
                }
            }

            foreach (NamedPolicy policy in principal.InlinePolicies.Concat(principal.AttachedPolicies))
            {
                string id = PolicyIdentity.Of(policy);
                policies.TryAdd(id, policy);
                if (!holders.TryGetValue(id, out List<IamPrincipal>? known))
                {
                    holders.Add(id, known = []);
                }

                known.Add(principal);
            }
        }

        foreach ((string id, NamedPolicy policy) in policies)
        {
            List<IamPrincipal> held = holders.GetValueOrDefault(id) ?? [];
            bool serviceLinked = held.Count == 0 && policy.Arn?.Contains(":policy/aws-service-role/", StringComparison.Ordinal) == true;
            if (!serviceLinked)
            {
                yield return new PolicyHolders(
                    policy,
                    [.. held.Select(one => one.Arn).Order(StringComparer.Ordinal)],
                    boundaries.Contains(id),
                    held.Exists(one => one is IamUser or IamGroup));
            }
        }
    }

    private string Partition => Arn.PartitionOf(Policy.Arn ?? Policy.Owner);

    /// <summary>A user or role that holds this policy and nothing else.</summary>
    public IamPrincipal MadeUp(string account) => ForUsers
        ? new IamUser { IsMadeUp = true, Arn = $"arn:{Partition}:iam::{account}:user/{Name}", Name = Name, Path = "/", UniqueId = "", AccountId = account, AttachedPolicies = [Policy] }
        : new IamRole
        {
            IsMadeUp = true,
            Arn = $"arn:{Partition}:iam::{account}:role/{Name}",
            Name = Name,
            Path = "/",
            UniqueId = "",
            AccountId = account,
            AttachedPolicies = [Policy],
            Trust = new NamedPolicy { Name = "trust", Kind = PolicyKind.Trust, Document = new Policies.PolicyDocument { Json = "" } },
        };
}
