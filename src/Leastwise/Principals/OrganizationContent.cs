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

    /// <summary>The ids of the policies attached to it, each with the kind that its file says and its place.</summary>
    public List<(string Id, PolicyKind Kind, SourcePosition Position)> Policies { get; } = [];

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
        var serviceLevels = Levels();
        var resourceLevels = Levels();
        foreach (OrganizationNode root in Roots)
        {
            // The management account's number is in the ARNs of a root, "arn:aws:organizations::<management account>:root/o-…/r-…".
            ManagementAccountId ??= AccountAssembler.AccountOf(root.Arn);
            Walk(root, [], [], serviceLevels, resourceLevels);
        }

        foreach (NamedPolicy policy in Policies.Values)
        {
            Diagnostics.AddRange(policy.Document.Diagnostics.Select(diagnostic => diagnostic with { Message = $"Policy {policy.Name}: {diagnostic.Message}" }));
        }

        return new OrganizationSnapshot
        {
            ManagementAccountId = ManagementAccountId,
            ServiceControlLevels = serviceLevels.ToImmutable(),
            ResourceControlLevels = resourceLevels.ToImmutable(),
            AccountNames = accountNames.ToImmutable(),
            Diagnostics = [.. Diagnostics],
        };
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Builder Levels() =>
        ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<ImmutableArray<NamedPolicy>>>(StringComparer.Ordinal);

    private void Walk(
        OrganizationNode node,
        ImmutableArray<ImmutableArray<NamedPolicy>> serviceAbove,
        ImmutableArray<ImmutableArray<NamedPolicy>> resourceAbove,
        ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Builder serviceLevels,
        ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<NamedPolicy>>>.Builder resourceLevels)
    {
        ImmutableArray<NamedPolicy> attached = PoliciesOf(node);
        ImmutableArray<ImmutableArray<NamedPolicy>> service = serviceAbove.Add([.. attached.Where(policy => policy.Kind == PolicyKind.ServiceControl)]);
        ImmutableArray<ImmutableArray<NamedPolicy>> resource = resourceAbove.Add([.. attached.Where(policy => policy.Kind == PolicyKind.ResourceControl)]);
        if (node.IsAccount)
        {
            if (!serviceLevels.TryAdd(node.Id, service))
            {
                Diagnostics.Add(new(DiagnosticSeverity.Warning, $"Account {node.Id} is here twice; the first place counts.", node.Position));
            }

            // An organization without resource control policies has no levels of them that could say anything.
            if (resource.Any(level => !level.IsEmpty))
            {
                resourceLevels.TryAdd(node.Id, resource);
            }

            if (node.Name.Length > 0)
            {
                accountNames[node.Id] = node.Name;
            }
        }

        foreach (OrganizationNode child in node.Children)
        {
            Walk(child, service, resource, serviceLevels, resourceLevels);
        }
    }

    private ImmutableArray<NamedPolicy> PoliciesOf(OrganizationNode node)
    {
        var found = ImmutableArray.CreateBuilder<NamedPolicy>();
        foreach ((string id, PolicyKind kind, SourcePosition position) in node.Policies)
        {
            if (Policies.TryGetValue(id, out NamedPolicy? policy))
            {
                found.Add(policy);
            }
            else if (id == FullAccess.Id)
            {
                found.Add(FullAccess.Policy);
            }
            else if (id != FullAccess.ResourceId)
            {
                string what = kind == PolicyKind.ResourceControl ? "Resource control policy" : "Service control policy";
                string reading = kind == PolicyKind.ResourceControl
                    ? "it was read as one that denies nothing, so more may seem possible on resources below than is"
                    : "it was read as one that allows everything, so accounts below may seem to hold more than they do";
                Diagnostics.Add(new(DiagnosticSeverity.Error, $"{what} {id} of {node.Id} is not in the file; {reading}.", position));
                found.Add(FullAccess.Policy with { Name = id, Arn = null, Kind = kind });
            }
        }

        return found.ToImmutable();
    }

    /// <summary>AWS's own policy that allows everything, the same in every organization, which a file may therefore leave out.</summary>
    private static class FullAccess
    {
        public const string Id = "p-FullAWSAccess";

        /// <summary>That of resource control policies, which is part of every level without being said.</summary>
        public const string ResourceId = "p-RCPFullAWSAccess";

        public static NamedPolicy Policy { get; } = new()
        {
            Name = "FullAWSAccess",
            Arn = "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
            Kind = PolicyKind.ServiceControl,
            Document = PolicyParser.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "FullAWSAccess"),
        };
    }
}
