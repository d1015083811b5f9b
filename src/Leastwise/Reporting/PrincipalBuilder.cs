using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Takes from a user or role and its verdicts what reports say.</summary>
internal static class PrincipalBuilder
{
    public static AssessedPrincipal Build(ActorUsage usage) => new()
    {
        Arn = usage.Principal.Arn,
        Name = usage.Principal.Name,
        Type = usage.Principal is IamRole ? "role" : "user",
        AccountId = usage.Principal.AccountId,
        Created = usage.Principal.Created,
        Privileges = usage.Privileges,
        Events = usage.Events,
        DeniedCalls = usage.DeniedCalls,
        FirstUsed = usage.FirstUsed,
        LastUsed = usage.LastUsed,
        Unresolved = usage.Unresolved,
        Origins = [.. usage.Origins.Select(origin => Trace(origin, usage.Principal))],
        Policies = [.. Policies(usage.Principal)],
        Trust = usage.Principal is IamRole role ? role.Trust.Document.Json : null,
        PermissionSet = (usage.Principal as IamRole)?.PermissionSet,
    };

    /// <summary>Of a principal of whom nothing but its policies is known.</summary>
    public static AssessedPrincipal WithoutUsage(IamPrincipal principal) => new()
    {
        Arn = principal.Arn,
        Name = principal.Name,
        Type = principal is IamRole ? "role" : "user",
        AccountId = principal.AccountId,
        Created = principal.Created,
        Privileges = [],
        Events = 0,
        LastUsed = (principal as IamRole)?.LastUsed,
        Policies = [.. Policies(principal)],
        Trust = principal is IamRole role ? role.Trust.Document.Json : null,
        PermissionSet = (principal as IamRole)?.PermissionSet,
    };

    private static SessionTrace Trace(SessionOrigin origin, IamPrincipal principal)
    {
        (string kind, string? note) = origin.Origin switch
        {
            Origin.User => ("user", (string?)null),
            Origin.Root => ("root", null),
            Origin.Person => ("person", null),
            Origin.WebIdentity => ("webIdentity", null),
            Origin.Saml => ("saml", null),
            Origin.Service => ("service", null),
            Origin.SourceIdentity => ("sourceIdentity", "Only the source identity is known."),
            Origin.Foreign foreign => ("foreign", $"The logs of account {foreign.AccountId} are not here; they would say who it was."),
            Origin.Unknown unknown => ("unknown", Sentence(unknown.Reason)),
            _ => throw new InvalidOperationException($"A new kind of origin: {origin.Origin.GetType().Name}."),
        };
        string begin = origin.Origin is Origin.Unknown ? "unknown" : NameOf(origin.Origin.Label);
        IEnumerable<string> steps = origin.Chain.IsEmpty ? [principal.Name] : origin.Chain.Select(hop => NameOf(hop.Role));
        return new SessionTrace([begin, .. steps], kind, note, origin.Sessions, origin.Events, origin.First, origin.Last);
    }

    private static string Sentence(string clause) => clause.Length == 0 ? clause : char.ToUpperInvariant(clause[0]) + clause[1..].TrimEnd('.') + ".";

    /// <summary>A user's or role's plain name with its account; anything else as it is.</summary>
    private static string NameOf(string label) =>
        Arn.TryParse(label, out Arn? arn) && arn.Service == "iam" ? $"{arn.Name} ({arn.Account})" : label;

    private static IEnumerable<HeldPolicy> Policies(IamPrincipal principal)
    {
        IEnumerable<HeldPolicy> own = Of(principal, viaGroup: null);
        IEnumerable<HeldPolicy> groups = principal is IamUser user ? user.Groups.SelectMany(group => Of(group, group.Name)) : [];
        PermissionsBoundary? boundary = principal switch
        {
            IamUser { Boundary: { } held } => held,
            IamRole { Boundary: { } held } => held,
            _ => null,
        };
        IEnumerable<HeldPolicy> limit = boundary is null
            ? []
            : [new HeldPolicy(Arn.TryParse(boundary.PolicyArn, out Arn? arn) ? arn.Name : boundary.PolicyArn, boundary.PolicyArn, "boundary", arn?.Account == "aws", ViaGroup: null)];
        return own.Concat(groups).Concat(limit);
    }

    private static IEnumerable<HeldPolicy> Of(IamPrincipal holder, string? viaGroup) => holder.InlinePolicies
        .Select(policy => new HeldPolicy(policy.Name, Arn: null, "inline", ManagedByAws: false, viaGroup))
        .Concat(holder.AttachedPolicies.Select(policy => new HeldPolicy(policy.Name, policy.Arn, "attached", policy.Kind == PolicyKind.AwsManaged, viaGroup)));
}
