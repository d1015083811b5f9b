using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>A root, unit or account as it stands in its file.</summary>
internal sealed class OrganizationNode
{
    public required SourcePosition Position { get; init; }

    public string Id { get; set; } = "";

    public string Arn { get; set; } = "";

    public string Name { get; set; } = "";

    public bool IsAccount { get; set; }

    /// <summary>The ids of the service control policies attached to it, each with its place.</summary>
    public List<(string Id, SourcePosition Position)> Policies { get; } = [];

    public List<OrganizationNode> Children { get; } = [];
}

/// <summary>An organization as it stands in its file, before policy ids are resolved.</summary>
internal sealed class OrganizationContent
{
    public string? ManagementAccountId { get; set; }

    public List<OrganizationNode> Roots { get; } = [];

    public SortedDictionary<string, NamedPolicy> Policies { get; } = new(StringComparer.Ordinal);

    public List<Diagnostic> Diagnostics { get; } = [];

    private readonly ImmutableSortedDictionary<string, string>.Builder accountNames = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    /// <summary>The organization with each account's levels from the root down.</summary>
    public OrganizationSnapshot Resolve()
    {
        var levels = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<ImmutableArray<NamedPolicy>>>(StringComparer.Ordinal);
        foreach (OrganizationNode root in Roots)
        {
            // The management account's number is in the ARNs of a root, "arn:aws:organizations::<management account>:root/o-…/r-…".
            ManagementAccountId ??= AccountAssembler.AccountOf(root.Arn);
            Walk(root, [], levels);
        }

        foreach (NamedPolicy policy in Policies.Values)
        {
            Diagnostics.AddRange(policy.Document.Diagnostics.Select(diagnostic => diagnostic with { Message = $"Policy {policy.Name}: {diagnostic.Message}" }));
        }

        return new OrganizationSnapshot
        {
            ManagementAccountId = ManagementAccountId,
            ServiceControlLevels = levels.ToImmutable(),
            AccountNames = accountNames.ToImmutable(),
            Diagnostics = [.. Diagnostics],
        };
    }

    private void Walk(
        OrganizationNode node,
        ImmutableArray<ImmutableArray<NamedPolicy>> above,
        ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Builder levels)
    {
        ImmutableArray<ImmutableArray<NamedPolicy>> down = above.Add(PoliciesOf(node));
        if (node.IsAccount && !levels.TryAdd(node.Id, down))
        {
            Diagnostics.Add(new(DiagnosticSeverity.Warning, $"Account {node.Id} is here twice; the first place counts.", node.Position));
        }

        if (node.IsAccount && node.Name.Length > 0)
        {
            accountNames[node.Id] = node.Name;
        }

        foreach (OrganizationNode child in node.Children)
        {
            Walk(child, down, levels);
        }
    }

    private ImmutableArray<NamedPolicy> PoliciesOf(OrganizationNode node)
    {
        var found = ImmutableArray.CreateBuilder<NamedPolicy>();
        foreach ((string id, SourcePosition position) in node.Policies)
        {
            if (Policies.TryGetValue(id, out NamedPolicy? policy))
            {
                if (policy.Kind == PolicyKind.ServiceControl)
                {
                    found.Add(policy);
                }
            }
            else if (id == FullAccess.Id)
            {
                found.Add(FullAccess.Policy);
            }
            else
            {
                Diagnostics.Add(new(
                    DiagnosticSeverity.Error,
                    $"Service control policy {id} of {node.Id} is not in the file; it was read as one that allows everything, so accounts below may seem to hold more than they do.",
                    position));
                found.Add(FullAccess.Policy with { Name = id, Arn = null });
            }
        }

        return found.ToImmutable();
    }

    /// <summary>AWS's own policy that allows everything, the same in every organization, which a file may therefore leave out.</summary>
    private static class FullAccess
    {
        public const string Id = "p-FullAWSAccess";

        public static NamedPolicy Policy { get; } = new()
        {
            Name = "FullAWSAccess",
            Arn = "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
            Kind = PolicyKind.ServiceControl,
            Document = PolicyParser.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "FullAWSAccess"),
        };
    }
}
