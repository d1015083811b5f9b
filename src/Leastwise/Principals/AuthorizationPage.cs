using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>One page of authorization details as it stands in its file, before names and ARNs are resolved.</summary>
internal sealed class AuthorizationPage
{
    public required SourcePosition Position { get; init; }

    public bool IsTruncated { get; set; }

    public List<PrincipalDetail> Users { get; } = [];

    public List<PrincipalDetail> Roles { get; } = [];

    public List<PrincipalDetail> Groups { get; } = [];

    public List<PolicyDetail> Policies { get; } = [];

    public DiagnosticCollector Diagnostics { get; } = new();

    /// <summary>Whether it holds no entry that can be used.</summary>
    public bool IsEmpty => Users.Count + Roles.Count + Groups.Count + Policies.Count == 0;
}

/// <summary>A document with the name that the file gives it.</summary>
internal sealed record NamedDocument(string Name, PolicyDocument Document);

/// <summary>A user, role or group as it stands in its file.</summary>
internal sealed class PrincipalDetail
{
    public required SourcePosition Position { get; init; }

    public string Name { get; set; } = "";

    public string Arn { get; set; } = "";

    public string Path { get; set; } = "/";

    public string UniqueId { get; set; } = "";

    public DateTimeOffset? Created { get; set; }

    public PolicyDocument? Trust { get; set; }

    public string? BoundaryArn { get; set; }

    public DateTimeOffset? LastUsed { get; set; }

    public string? LastUsedRegion { get; set; }

    public List<NamedDocument> Inline { get; } = [];

    public List<(string Arn, SourcePosition Position)> Attached { get; } = [];

    public List<(string Name, SourcePosition Position)> Groups { get; } = [];

    public List<string> InstanceProfiles { get; } = [];

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);
}

/// <summary>A managed policy as it stands in its file; without a document where its default version is not there.</summary>
internal sealed class PolicyDetail
{
    public required SourcePosition Position { get; init; }

    public string Name { get; set; } = "";

    public string Arn { get; set; } = "";

    public PolicyDocument? Document { get; set; }

    public string? VersionId { get; set; }

    public ImmutableArray<PolicyVersion> OtherVersions { get; set; } = [];
}
