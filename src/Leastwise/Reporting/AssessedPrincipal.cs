using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>A user or role with everything that a report says about it.</summary>
public sealed record AssessedPrincipal
{
    /// <summary>The ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>The friendly name.</summary>
    public required string Name { get; init; }

    /// <summary><c>user</c> or <c>role</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The account that holds it.</summary>
    public required string AccountId { get; init; }

    /// <summary>When it was made; null where the file does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Granted and ungranted privileges with their verdicts, in ordinal order of action.</summary>
    public required ImmutableArray<PrivilegeUsage> Privileges { get; init; }

    /// <summary>How many events of it the window holds.</summary>
    public required long Events { get; init; }

    /// <summary>How many of its calls a policy denied.</summary>
    public long DeniedCalls { get; init; }

    /// <summary>The first event in the window.</summary>
    public DateTimeOffset? FirstUsed { get; init; }

    /// <summary>The last event in the window.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Its events that the catalogue has no answer for.</summary>
    public ImmutableArray<UnresolvedEvent> Unresolved { get; init; } = [];

    /// <summary>Who was behind its sessions.</summary>
    public ImmutableArray<SessionTrace> Origins { get; init; } = [];

    /// <summary>The policies that it holds.</summary>
    public ImmutableArray<HeldPolicy> Policies { get; init; } = [];

    /// <summary>A role's trust policy as JSON; null for users.</summary>
    public string? Trust { get; init; }

    /// <summary>The permission set of IAM Identity Center that made the role; null where none did, or where nothing is known of permission sets.</summary>
    public PermissionSet? PermissionSet { get; init; }

    /// <summary>Its own policies without what is not needed; null where none was worked out (see <see cref="Assessment.TrimRule"/>).</summary>
    public AssessedTrim? Trim { get; init; }

    /// <summary>Its privileges, counted by verdict.</summary>
    public VerdictCounts Counts => field ??= VerdictCounts.Of(Privileges);
}

/// <summary>Privileges counted by verdict. Ungranted ones are not part of the granted.</summary>
public sealed record VerdictCounts(long Used, long Unused, long Unknown, long Ungranted)
{
    /// <summary>All that is granted.</summary>
    public long Granted => Used + Unused + Unknown;

    /// <summary>Counts privileges.</summary>
    public static VerdictCounts Of(ImmutableArray<PrivilegeUsage> privileges)
    {
        long used = 0, unused = 0, unknown = 0, ungranted = 0;
        foreach (PrivilegeUsage privilege in privileges)
        {
            switch (privilege.Verdict)
            {
                case Verdict.Used: used++; break;
                case Verdict.Unused: unused++; break;
                case Verdict.Unknown: unknown++; break;
                case Verdict.Ungranted: ungranted++; break;
            }
        }

        return new VerdictCounts(used, unused, unknown, ungranted);
    }

    /// <summary>Adds up principals' counts.</summary>
    public static VerdictCounts Sum(IEnumerable<AssessedPrincipal> principals) => principals
        .Select(principal => principal.Counts)
        .Aggregate(new VerdictCounts(0, 0, 0, 0), (a, b) => new(a.Used + b.Used, a.Unused + b.Unused, a.Unknown + b.Unknown, a.Ungranted + b.Ungranted));
}

/// <summary>Who was behind sessions of a role, from the person or machine at the origin to the role.</summary>
/// <param name="Chain">Names from the origin to the role itself; at least one.</param>
/// <param name="Kind">What the origin is, such as <c>user</c>, <c>federated</c>, <c>service</c>, <c>unknown</c>.</param>
/// <param name="Note">Why the origin is not known further back; null where it is.</param>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Events">How many events in them.</param>
/// <param name="First">The first event, UTC.</param>
/// <param name="Last">The last event, UTC.</param>
public sealed record SessionTrace(ImmutableArray<string> Chain, string Kind, string? Note, long Sessions, long Events, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>A policy in the hands of a principal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN; null for inline policies.</param>
/// <param name="How"><c>attached</c>, <c>inline</c> or <c>boundary</c>.</param>
/// <param name="ManagedByAws">Whether AWS writes it.</param>
/// <param name="ViaGroup">The group through which a user holds it; else null.</param>
public sealed record HeldPolicy(string Name, string? Arn, string How, bool ManagedByAws, string? ViaGroup);
