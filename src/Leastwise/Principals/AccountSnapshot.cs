using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Where a policy lives.</summary>
public enum PolicyKind
{
    /// <summary>Managed by AWS.</summary>
    AwsManaged,

    /// <summary>Managed by the account.</summary>
    CustomerManaged,

    /// <summary>Inline in a user, role or group.</summary>
    Inline,

    /// <summary>A role's trust policy.</summary>
    Trust,

    /// <summary>An organization's service control policy.</summary>
    ServiceControl,

    /// <summary>An organization's resource control policy.</summary>
    ResourceControl,

    /// <summary>A resource's own: a bucket's, a key's, a queue's.</summary>
    Resource,

    /// <summary>One passed when a session is made.</summary>
    Session,

    /// <summary>A VPC endpoint's.</summary>
    Endpoint,
}

/// <summary>A policy with its name and place.</summary>
public sealed record NamedPolicy
{
    /// <summary>Its name, such as <c>AdministratorAccess</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARN; null for inline and trust policies.</summary>
    public string? Arn { get; init; }

    /// <summary>Where it lives.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>The ARN of the user, role or group that holds an inline or trust policy; else null.</summary>
    public string? Owner { get; init; }

    /// <summary>The default version's document.</summary>
    public required PolicyDocument Document { get; init; }

    /// <summary>The default version, such as <c>v3</c>; null where there are no versions or the file does not say.</summary>
    public string? VersionId { get; init; }

    /// <summary>The versions that are not the default, in the file's order. They grant nothing, until somebody makes one of them the default.</summary>
    public ImmutableArray<PolicyVersion> OtherVersions { get; init; } = [];
}

/// <summary>A version of a managed policy that is not the default.</summary>
/// <param name="Id">Such as <c>v2</c>.</param>
/// <param name="Created">When it was made; null where the file does not say.</param>
/// <param name="Document">Its text.</param>
public sealed record PolicyVersion(string Id, DateTimeOffset? Created, string Document);

/// <summary>What users, roles and groups have in common.</summary>
public abstract record IamPrincipal
{
    /// <summary>Whether it stands for whoever holds a policy that is judged by itself: its ARN, name and tags are nobody's.</summary>
    public bool IsMadeUp { get; init; }

    /// <summary>The ARN, path included.</summary>
    public required string Arn { get; init; }

    /// <summary>The friendly name, in its own case.</summary>
    public required string Name { get; init; }

    /// <summary>The path, <c>/</c> where there is none.</summary>
    public required string Path { get; init; }

    /// <summary>The unique id, such as <c>AIDA…</c> or <c>AROA…</c>; it differs when a principal is made again under the same name.</summary>
    public required string UniqueId { get; init; }

    /// <summary>The account that holds it.</summary>
    public required string AccountId { get; init; }

    /// <summary>When it was made; null where the file does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Inline policies.</summary>
    public ImmutableArray<NamedPolicy> InlinePolicies { get; init; } = [];

    /// <summary>Attached managed policies. Attachments whose policy is not in the file stand in the account's diagnostics.</summary>
    public ImmutableArray<NamedPolicy> AttachedPolicies { get; init; } = [];

    /// <summary>Tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A user.</summary>
public sealed record IamUser : IamPrincipal
{
    /// <summary>The groups it is in, those not in the file left out and named in the account's diagnostics.</summary>
    public ImmutableArray<IamGroup> Groups { get; init; } = [];

    /// <summary>Its permissions boundary, if it has one.</summary>
    public PermissionsBoundary? Boundary { get; init; }
}

/// <summary>A role.</summary>
public sealed record IamRole : IamPrincipal
{
    /// <summary>Who may assume it.</summary>
    public required NamedPolicy Trust { get; init; }

    /// <summary>Its permissions boundary, if it has one.</summary>
    public PermissionsBoundary? Boundary { get; init; }

    /// <summary>When IAM last saw it used, if ever.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The region of that use.</summary>
    public string? LastUsedRegion { get; init; }

    /// <summary>Names of the instance profiles that carry it.</summary>
    public ImmutableArray<string> InstanceProfiles { get; init; } = [];

    /// <summary>The permission set of IAM Identity Center that made it; null where none did, or where nothing is known of permission sets.</summary>
    public PermissionSet? PermissionSet { get; init; }

    /// <summary>Whether it is a service-linked role, outside service control policies.</summary>
    public bool IsServiceLinked => Path.StartsWith("/aws-service-role/", StringComparison.Ordinal);
}

/// <summary>A group.</summary>
public sealed record IamGroup : IamPrincipal;

/// <summary>A permissions boundary: the policy's ARN, and the policy where the file holds it.</summary>
public sealed record PermissionsBoundary(string PolicyArn, NamedPolicy? Policy);

/// <summary>One account's users, roles, groups and policies at one time.</summary>
public sealed record AccountSnapshot
{
    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The alias that the account chose for itself; null where it has none, or where it is not known.</summary>
    public string? Alias { get; init; }

    /// <summary>Users in ordinal order of ARN.</summary>
    public required ImmutableArray<IamUser> Users { get; init; }

    /// <summary>Roles in ordinal order of ARN.</summary>
    public required ImmutableArray<IamRole> Roles { get; init; }

    /// <summary>Groups in ordinal order of ARN.</summary>
    public required ImmutableArray<IamGroup> Groups { get; init; }

    /// <summary>Managed policies in ordinal order of ARN, attached or not.</summary>
    public required ImmutableArray<NamedPolicy> Policies { get; init; }

    /// <summary>What was passed over, with its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether a page said that more follow and none did, so that principals or policies may be missing.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>What people call it: the organization's name, with the alias where that is another; null where it has neither.</summary>
    public string? NameIn(OrganizationSnapshot? organization) => (organization?.AccountNames.GetValueOrDefault(AccountId), Alias) switch
    {
        ({ Length: > 0 } name, { } alias) when !alias.Equals(name, StringComparison.OrdinalIgnoreCase) => $"{name}, alias {alias}",
        ({ Length: > 0 } name, _) => name,
        (_, var alias) => alias,
    };

    /// <summary>Users and roles, which act; in ordinal order of ARN.</summary>
    public IEnumerable<IamPrincipal> Actors => Users.Cast<IamPrincipal>().Concat(Roles).OrderBy(actor => actor.Arn, StringComparer.Ordinal);
}
