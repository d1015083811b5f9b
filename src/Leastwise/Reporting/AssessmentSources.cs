using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Risks;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Joins what the rooms found into the one value that every report is written from.</summary>
public sealed record AssessmentSources
{
    /// <summary>A short name for people, such as the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Leastwise's version.</summary>
    public required string Version { get; init; }

    /// <summary>The catalogue's version.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>The accounts whose details were read.</summary>
    public required ImmutableArray<AccountSnapshot> Accounts { get; init; }

    /// <summary>The organization; null where none was given.</summary>
    public OrganizationSnapshot? Organization { get; init; }

    /// <summary>Verdicts and coverage.</summary>
    public required UsageResult Usage { get; init; }

    /// <summary>Findings.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was read of the logs; null where a ledger alone was asked.</summary>
    public required IngestSummary Ingest { get; init; }

    /// <summary>What was wrong with files and policies.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The joined value.</summary>
    public Assessment Join()
    {
        var window = new AssessmentWindow(Usage.Window.Start, Usage.Window.End, Usage.Window.Asked);
        ImmutableArray<AssessedPrincipal> principals = [.. Usage.Actors.Select(PrincipalOf)];
        Dictionary<string, AssessedPrincipal> byArn = principals.ToDictionary(principal => principal.Arn, StringComparer.Ordinal);
        return new Assessment
        {
            Version = Version,
            CatalogVersion = CatalogVersion,
            Name = Name,
            Window = window,
            Accounts = [.. Accounts.Select(AccountOf).OrderBy(account => account.Id, StringComparer.Ordinal)],
            Principals = principals,
            Findings = [.. Findings.Select(finding => AssessedFinding.Of(finding, byArn.GetValueOrDefault(finding.Principal)))],
            Strangers = [.. Usage.Strangers.Select(StrangerOf)],
            Evidence = EvidenceOf(window),
            Diagnostics = Diagnostics,
        };
    }

    private AssessedAccount AccountOf(AccountSnapshot account) => new(
        account.AccountId,
        Organization?.AccountNames.GetValueOrDefault(account.AccountId),
        Usage.Root.FirstOrDefault(root => root.AccountId == account.AccountId) is { } root
            ? new RootUse(root.Events, root.First, root.Last, root.EventNames)
            : null);

    private Stranger StrangerOf(LoggedStranger stranger)
    {
        LoggedActor actor = stranger.Actor;
        bool ours = actor.AccountId is { } id && Accounts.Any(account => account.AccountId == id);
        string why = actor.Kind switch
        {
            ActorKind.Service => "An AWS service on its own behalf.",
            ActorKind.Root => "A root user.",
            ActorKind.WebIdentity => "The bearer of a web identity token, before it assumed a role.",
            ActorKind.Saml => "The subject of a SAML assertion, before it assumed a role.",
            ActorKind.User or ActorKind.Role when ours => "Not in the account file: deleted since, or made after the file was fetched.",
            ActorKind.Other when ours => "A caller that the account file does not list.",
            _ when actor.AccountId is { } account => $"A principal of account {account}, whose details were not given.",
            _ => "A caller that the record does not place in an account.",
        };
        return new Stranger(stranger.Label, why, stranger.Events, stranger.Last);
    }

    private Evidence EvidenceOf(AssessmentWindow window) => new()
    {
        Coverage = [.. Usage.Coverage.Accounts.Keys
            .Union(Accounts.Select(account => account.AccountId), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(account => CoverageOf(account, window))],
        FilesRead = Ingest.FilesRead,
        FilesSkipped = Ingest.FilesSkipped,
        Events = Usage.Events,
        Duplicates = Ingest.Duplicates,
        BadRecords = Ingest.BadRecords,
        Bytes = Ingest.Bytes,
        BytesUncompressed = Ingest.UnpackedBytes,
        FilesNotRead = [.. Ingest.BadFiles.Select(file => new UnreadFile(file.Path, file.Reason)).OrderBy(file => file.Path, StringComparer.Ordinal)],
        Unresolved = [.. Usage.Unresolved
            .OrderByDescending(one => one.Count)
            .ThenBy(one => one.Source, StringComparer.Ordinal)
            .ThenBy(one => one.Name, StringComparer.Ordinal)],
    };

    private LogCoverage CoverageOf(string account, AssessmentWindow window)
    {
        ImmutableArray<RegionDay> days = [.. Usage.Coverage.Days
            .Where(day => day.AccountId == account && day.Day >= window.FirstDay && day.Day <= window.LastDay)
            .Select(day => new RegionDay(day.Region, day.Day, day.Events))
            .OrderBy(day => day.Region, StringComparer.Ordinal)
            .ThenBy(day => day.Day)];
        return new LogCoverage
        {
            AccountId = account,
            Days = days,
            Gaps = LogCoverage.GapsOf(days, window),
            DataResourceTypes = [.. Usage.Coverage.Data
                .Where(data => data.AccountId == account)
                .Select(data => data.Type)
                .Distinct()
                .Order(StringComparer.Ordinal)],
        };
    }

    private static AssessedPrincipal PrincipalOf(ActorUsage actor) => new()
    {
        Arn = actor.Principal.Arn,
        Name = actor.Principal.Name,
        Type = actor.Principal is IamRole ? "role" : "user",
        AccountId = actor.Principal.AccountId,
        Created = actor.Principal.Created,
        Privileges = actor.Privileges,
        Events = actor.Events,
        DeniedCalls = actor.DeniedCalls,
        FirstUsed = actor.FirstUsed,
        LastUsed = actor.LastUsed,
        Unresolved = actor.Unresolved,
        Origins = [.. actor.Origins.Select(OriginOf)],
        Policies = [.. PoliciesOf(actor.Principal)],
        Trust = (actor.Principal as IamRole)?.Trust.Document.Json,
    };

    private static Origin OriginOf(SessionOrigin path) => new(
        [path.Origin.Label, .. path.Chain.Select(hop => hop.Role)],
        KindOf(path.Origin),
        (path.Origin as Sessions.Origin.Unknown)?.Reason,
        path.Sessions,
        path.Events,
        path.First,
        path.Last);

    private static string KindOf(Sessions.Origin origin) => origin switch
    {
        Sessions.Origin.User => "user",
        Sessions.Origin.Root => "root",
        Sessions.Origin.Person => "person",
        Sessions.Origin.WebIdentity => "web identity",
        Sessions.Origin.Saml => "SAML",
        Sessions.Origin.Service => "service",
        Sessions.Origin.SourceIdentity => "source identity",
        Sessions.Origin.Foreign => "other account",
        _ => "unknown",
    };

    private static IEnumerable<HeldPolicy> PoliciesOf(IamPrincipal principal)
    {
        IEnumerable<HeldPolicy> own = Held(principal, viaGroup: null);
        IEnumerable<HeldPolicy> groups = ((principal as IamUser)?.Groups ?? []).SelectMany(group => Held(group, group.Name));
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        IEnumerable<HeldPolicy> limit = boundary is null
            ? []
            : [new HeldPolicy(Arn.TryParse(boundary.PolicyArn, out Arn? arn) ? arn.Name : boundary.PolicyArn, boundary.PolicyArn, "boundary", arn?.Account == "aws", null)];
        return own.Concat(groups).Concat(limit);
    }

    private static IEnumerable<HeldPolicy> Held(IamPrincipal holder, string? viaGroup) => holder.InlinePolicies
        .Select(policy => new HeldPolicy(policy.Name, null, "inline", ManagedByAws: false, viaGroup))
        .Concat(holder.AttachedPolicies.Select(policy => new HeldPolicy(policy.Name, policy.Arn, "attached", policy.Kind == PolicyKind.AwsManaged, viaGroup)));
}
