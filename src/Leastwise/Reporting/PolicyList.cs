using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>All policies that somebody holds or that a finding speaks of, each once. AWS's own policies that nobody holds are left out.</summary>
internal sealed class PolicyList
{
    private readonly Dictionary<PolicyText, Entry> entries = [];

    // A policy is mostly one object however many hold it, and documents are long to compare.
    private readonly Dictionary<NamedPolicy, List<PolicyHolder>> holdersOf = new(ReferenceEqualityComparer.Instance);

    public static ImmutableArray<AssessedPolicy> Of(ImmutableArray<AccountSnapshot> accounts, IEnumerable<Finding> findings)
    {
        var list = new PolicyList();
        foreach (AccountSnapshot account in accounts)
        {
            foreach (NamedPolicy policy in account.Policies.Where(policy => policy.Kind == PolicyKind.CustomerManaged))
            {
                list.Add(policy, holder: null, "");
            }

            foreach (IamPrincipal holder in account.Users.Cast<IamPrincipal>().Concat(account.Roles).Concat(account.Groups))
            {
                list.AddAllOf(holder);
            }
        }

        foreach (Finding finding in findings)
        {
            foreach (StatementSource source in finding.Statements)
            {
                list.Add(source.Policy, holder: null, "");
            }
        }

        return list.Build();
    }

    private void AddAllOf(IamPrincipal holder)
    {
        foreach (NamedPolicy policy in holder.InlinePolicies)
        {
            Add(policy, holder, "inline");
        }

        foreach (NamedPolicy policy in holder.AttachedPolicies)
        {
            Add(policy, holder, "attached");
        }

        if (holder is IamUser { Boundary.Policy: { } ofUser })
        {
            Add(ofUser, holder, "boundary");
        }
        else if (holder is IamRole { Boundary.Policy: { } ofRole })
        {
            Add(ofRole, holder, "boundary");
        }
    }

    private void Add(NamedPolicy policy, IamPrincipal? holder, string how)
    {
        if (!holdersOf.TryGetValue(policy, out List<PolicyHolder>? holders))
        {
            var key = new PolicyText(PolicyIds.KeyOf(policy), policy.Document.Json);
            if (!entries.TryGetValue(key, out Entry? entry))
            {
                entries.Add(key, entry = new Entry(key, policy, []));
            }

            holdersOf.Add(policy, holders = entry.Holders);
        }

        if (holder is not null)
        {
            holders.Add(new PolicyHolder(holder.Arn, holder.Name, how));
        }
    }

    private ImmutableArray<AssessedPolicy> Build()
    {
        var numbered = ImmutableArray.CreateBuilder<AssessedPolicy>(entries.Count);
        foreach (IGrouping<string, Entry> versions in entries.Values.GroupBy(entry => entry.Text.Key, StringComparer.Ordinal).OrderBy(versions => versions.Key, StringComparer.Ordinal))
        {
            int number = 0;
            foreach (((string key, string document), NamedPolicy policy, List<PolicyHolder> holders) in versions.OrderBy(entry => entry.Text.Document, StringComparer.Ordinal))
            {
                numbered.Add(new AssessedPolicy
                {
                    Id = ++number == 1 ? key : $"{key}#{number}",
                    Name = policy.Name,
                    Arn = policy.Arn,
                    Kind = JsonText.Word(policy.Kind),
                    Owner = policy.Owner,
                    Account = Arn.TryParse(policy.Arn ?? policy.Owner ?? "", out Arn? arn) && arn.Account != "aws" && arn.Account.Length > 0 ? arn.Account : null,
                    File = policy.Document.Statements.Select(statement => statement.Position.File).FirstOrDefault() ?? "",
                    Document = document,
                    Version = policy.VersionId,
                    // AWS's own policies have one version in the file, and nobody but AWS can choose another.
                    OtherVersions = policy.Kind == PolicyKind.CustomerManaged ? [.. policy.OtherVersions.Select(other => new OtherVersion(other.Id, other.Created, other.Document))] : [],
                    Holders = InOrder(holders),
                });
            }
        }

        return numbered.DrainToImmutable();
    }

    // Each once; most policies have one holder.
    private static ImmutableArray<PolicyHolder> InOrder(List<PolicyHolder> holders) => holders.Count < 2
        ? [.. holders]
        : [.. holders.Select(holder => (Key: $"{holder.Arn} {holder.How}", Holder: holder)).DistinctBy(one => one.Key, StringComparer.Ordinal).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Holder)];

    private sealed record Entry(PolicyText Text, NamedPolicy Policy, List<PolicyHolder> Holders);
}
