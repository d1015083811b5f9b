using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Resolves one account's attachments, groups and boundaries. What points nowhere is named in the diagnostics and left out.</summary>
internal sealed class AccountBuilder(AccountPages account)
{
    private static readonly ImmutableSortedDictionary<string, string> NoTags = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    // An account of thousands of users with one missing policy is ordinary; its every attachment is worth naming.
    private readonly DiagnosticCollector diagnostics = new(most: 10_000);
    private readonly Dictionary<string, NamedPolicy> policies = new(StringComparer.Ordinal);
    private readonly HashSet<string> withoutDocument = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IamGroup> groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int dangling;
    private int resolved;

    /// <summary>The snapshot.</summary>
    public AccountSnapshot Build()
    {
        foreach ((AuthorizationPage page, _) in account.Pages)
        {
            diagnostics.AddRange(page.Diagnostics.ToImmutable());
            AddPolicies(page);
        }

        ImmutableArray<IamGroup> allGroups = [.. Each(page => page.Groups).Select(Group).OrderBy(group => group.Arn, StringComparer.Ordinal)];
        foreach (IamGroup group in allGroups)
        {
            groups.TryAdd(group.Name, group);
        }

        ImmutableArray<IamUser> users = [.. Each(page => page.Users).Select(User).OrderBy(user => user.Arn, StringComparer.Ordinal)];
        ImmutableArray<IamRole> roles = [.. Each(page => page.Roles).Select(Role).OrderBy(role => role.Arn, StringComparer.Ordinal)];
        if (account.Unfinished is { } unfinished)
        {
            Add(DiagnosticSeverity.Warning, "The last page says that more follow (IsTruncated), but none is here: principals and policies may be missing. Fetch all pages, or give them all.", unfinished.Position);
        }

        if (dangling > 0 && resolved == 0 && policies.Count == 0)
        {
            Add(DiagnosticSeverity.Error, $"None of the account's {dangling} attached policies is here, because the list Policies is missing or empty. Fetch the details without a filter.", account.Pages[0].Page.Position);
        }

        return new AccountSnapshot
        {
            AccountId = account.Id,
            Users = users,
            Roles = roles,
            Groups = allGroups,
            Policies = [.. policies.Values.OrderBy(policy => policy.Arn, StringComparer.Ordinal)],
            Diagnostics = diagnostics.ToImmutable(),
            IsTruncated = account.Unfinished is not null,
        };
    }

    private IEnumerable<PrincipalDetail> Each(Func<AuthorizationPage, List<PrincipalDetail>> list)
    {
        foreach ((AuthorizationPage page, bool isMain) in account.Pages)
        {
            foreach (PrincipalDetail detail in list(page).Where(detail => account.Owns(detail.Arn, isMain)))
            {
                if (!seen.Add(detail.Arn))
                {
                    Add(DiagnosticSeverity.Warning, $"{detail.Arn} is here twice; the first counts.", detail.Position);
                }
                else
                {
                    yield return detail;
                }
            }
        }
    }

    private void AddPolicies(AuthorizationPage page)
    {
        foreach (PolicyDetail detail in page.Policies.Where(detail => account.Owns(detail.Arn, isMain: true)))
        {
            if (detail.Document is null)
            {
                withoutDocument.Add(detail.Arn);
                continue;
            }

            PolicyKind kind = detail.Arn.Contains("::aws:policy/", StringComparison.Ordinal) ? PolicyKind.AwsManaged : PolicyKind.CustomerManaged;
            string name = detail.Name.Length > 0 ? detail.Name : detail.Arn[(detail.Arn.LastIndexOf('/') + 1)..];
            if (!policies.TryAdd(detail.Arn, Named(name, detail.Arn, kind, null, detail.Document) with { VersionId = detail.VersionId, OtherVersions = detail.OtherVersions }))
            {
                Add(DiagnosticSeverity.Note, $"{detail.Arn} is here twice; the first counts.", detail.Position);
            }
        }
    }

    private NamedPolicy Named(string name, string? arn, PolicyKind kind, string? owner, PolicyDocument document)
    {
        foreach (Diagnostic diagnostic in document.Diagnostics)
        {
            string where = owner is null ? $"Policy {name}" : kind == PolicyKind.Trust ? $"Trust policy of {owner}" : $"Inline policy {name} of {owner}";
            diagnostics.Add(diagnostic with { Message = $"{where}: {diagnostic.Message}" });
        }

        return new NamedPolicy { Name = name, Arn = arn, Kind = kind, Owner = owner, Document = document };
    }

    private IamGroup Group(PrincipalDetail detail) => new()
    {
        Arn = detail.Arn,
        Name = detail.Name,
        Path = detail.Path,
        UniqueId = detail.UniqueId,
        AccountId = account.Id,
        Created = detail.Created,
        InlinePolicies = Inline(detail),
        AttachedPolicies = Attached(detail),
        Tags = TagsOf(detail),
    };

    private IamUser User(PrincipalDetail detail) => new()
    {
        Arn = detail.Arn,
        Name = detail.Name,
        Path = detail.Path,
        UniqueId = detail.UniqueId,
        AccountId = account.Id,
        Created = detail.Created,
        InlinePolicies = Inline(detail),
        AttachedPolicies = Attached(detail),
        Tags = TagsOf(detail),
        Groups = Memberships(detail),
        Boundary = Boundary(detail),
    };

    private IamRole Role(PrincipalDetail detail) => new()
    {
        Arn = detail.Arn,
        Name = detail.Name,
        Path = detail.Path,
        UniqueId = detail.UniqueId,
        AccountId = account.Id,
        Created = detail.Created,
        InlinePolicies = Inline(detail),
        AttachedPolicies = Attached(detail),
        Tags = TagsOf(detail),
        Boundary = Boundary(detail),
        Trust = Named("trust", null, PolicyKind.Trust, detail.Arn, detail.Trust ?? WithoutTrust(detail)),
        LastUsed = detail.LastUsed,
        LastUsedRegion = detail.LastUsedRegion,
        InstanceProfiles = [.. detail.InstanceProfiles.Order(StringComparer.Ordinal)],
    };

    private static ImmutableSortedDictionary<string, string> TagsOf(PrincipalDetail detail) => detail.Tags.Count == 0 ? NoTags : detail.Tags.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static PolicyDocument WithoutTrust(PrincipalDetail detail) => new()
    {
        Json = "",
        Diagnostics = [new(DiagnosticSeverity.Warning, "It is not in the file, so nothing is known of who may assume the role.", detail.Position)],
    };

    private ImmutableArray<NamedPolicy> Inline(PrincipalDetail detail) =>
        [.. detail.Inline.Select(inline => Named(inline.Name, null, PolicyKind.Inline, detail.Arn, inline.Document))];

    private ImmutableArray<NamedPolicy> Attached(PrincipalDetail detail)
    {
        var found = ImmutableArray.CreateBuilder<NamedPolicy>(detail.Attached.Count);
        foreach ((string arn, SourcePosition position) in detail.Attached)
        {
            if (policies.TryGetValue(arn, out NamedPolicy? policy))
            {
                resolved++;
                found.Add(policy);
            }
            else
            {
                dangling++;
                string why = withoutDocument.Contains(arn) ? "whose default version is not in the file" : "which is not in the file";
                Add(DiagnosticSeverity.Error, $"{detail.Arn} has the policy {arn} attached, {why}: what it grants or denies is missing here.", position);
            }
        }

        return found.DrainToImmutable();
    }

    private ImmutableArray<IamGroup> Memberships(PrincipalDetail detail)
    {
        var found = ImmutableArray.CreateBuilder<IamGroup>();
        foreach ((string name, SourcePosition position) in detail.Groups)
        {
            if (groups.TryGetValue(name, out IamGroup? group))
            {
                found.Add(group);
            }
            else
            {
                Add(DiagnosticSeverity.Error, $"{detail.Arn} is in the group {name}, which is not in the file: what the group grants or denies is missing here.", position);
            }
        }

        return found.ToImmutable();
    }

    private PermissionsBoundary? Boundary(PrincipalDetail detail)
    {
        if (detail.BoundaryArn is not { } arn)
        {
            return null;
        }

        if (!policies.TryGetValue(arn, out NamedPolicy? policy))
        {
            Add(DiagnosticSeverity.Warning, $"{detail.Arn} has the permissions boundary {arn}, which is not in the file: its grants may be narrower than they seem here.", detail.Position);
        }

        return new PermissionsBoundary(arn, policy);
    }

    private void Add(DiagnosticSeverity severity, string message, SourcePosition position) => diagnostics.Add(new(severity, message, position));
}
