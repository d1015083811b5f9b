using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Sessions;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>
/// Who changed whose policies and when, as the ledger tells. It finds the change that likely took a privilege away: one of the principal's own policies, of its groups', or of
/// its boundary, after the last use. The ledger does not keep documents, so what a change took is known only where the policy that was detached is still in the account file.
/// </summary>
internal sealed class PolicyHistory
{
    private readonly ILookup<string, Change> bySubject;
    private readonly Dictionary<string, NamedPolicy> policies;

    /// <summary>From the ledger's calls.</summary>
    /// <param name="calls">The calls that changed policies.</param>
    /// <param name="graph">Knows who was behind the sessions.</param>
    /// <param name="policies">The managed policies of the account files.</param>
    public PolicyHistory(LedgerView calls, SessionGraph graph, IEnumerable<NamedPolicy> policies)
    {
        SessionGraph sessions = graph.With(calls.Issued);
        Dictionary<string, SessionPath> paths = OriginTally.Of(calls.Observations, sessions).Paths(sessions);
        bySubject = calls.Observations
            .SelectMany(one => Subjects(one).Select(subject => (Key: KeyOf(subject), Change: new Change(one, subject, Who(one, sessions, paths)))))
            .ToLookup(pair => pair.Key, pair => pair.Change, StringComparer.Ordinal);
        this.policies = policies.Where(policy => policy.Arn is not null).DistinctBy(policy => policy.Arn, StringComparer.Ordinal).ToDictionary(policy => policy.Arn ?? "", StringComparer.Ordinal);
    }

    /// <summary>What likely took the action away, in words such as <c>DetachRolePolicy by ana on 2026-01-05</c>; null where the ledger has no such change.</summary>
    /// <param name="principal">From whom.</param>
    /// <param name="action">What.</param>
    /// <param name="after">The last use.</param>
    /// <param name="limit">Whether a policy of the principal still allows it, so that something limits it now.</param>
    public string? Likely(IamPrincipal principal, string action, DateTimeOffset after, bool limit)
    {
        Change[] later =
        [
            .. Bearers(principal, limit).Distinct(StringComparer.Ordinal).SelectMany(key => bySubject[key])
                .Where(change => change.Calls.Last > after && (limit ? Limits(change.Name) : Takes(change.Name)) && Gives(change, action) != false)
                .OrderByDescending(change => Gives(change, action) == true)
                .ThenByDescending(change => change.Calls.Last)
                .ThenBy(change => $"{change.Name}\t{change.Subject}\t{change.Who}", StringComparer.Ordinal),
        ];
        if (later is not [Change last, ..])
        {
            return null;
        }

        string policy = PolicyOf(last) is { } arn ? $" of {arn}" : "";
        string gave = Gives(last, action) == true ? ", a policy that allows it" : "";
        int more = later.DistinctBy(change => (change.Name, change.Subject, change.Who, change.Calls.Last)).Count() - 1;
        string others = more == 0 ? "" : more == 1 ? "; there was one other change since that use" : $"; there were {more} other changes since that use";
        return $"{last.Name}{policy} on {(KeyOf(last.Subject) == KeyOf(principal.Arn) ? "it" : last.Subject)} by {last.Who} on {last.Calls.Last.UtcDateTime:yyyy-MM-dd}{gave}{others}";
    }

    private static IEnumerable<string> Subjects(Observation one) => one.Resources
        .Where(resource => resource.Relation == ResourceRelation.Subject && !WildcardPattern.HasWildcard(resource.Arn)
            && (resource.Type != "iam:policy" || one.Name is "CreatePolicyVersion" or "SetDefaultPolicyVersion"))
        .Select(resource => resource.Arn);

    /// <summary>Those whose policies bear on the principal, itself first.</summary>
    private static IEnumerable<string> Bearers(IamPrincipal principal, bool limit)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        IamGroup[] groups = principal is IamUser member ? [.. member.Groups] : [];
        IEnumerable<string?> managed = principal.AttachedPolicies.Concat(groups.SelectMany(group => group.AttachedPolicies)).Select(policy => policy.Arn).Append(limit ? boundary?.PolicyArn : null);
        return groups.Select(group => group.Arn).Prepend(principal.Arn).Select(KeyOf).Concat(managed.OfType<string>().Select(KeyOf));
    }

    private static bool Takes(string call) =>
        call.StartsWith("Detach", StringComparison.Ordinal) || call is "RemoveUserFromGroup" or "CreatePolicyVersion" or "SetDefaultPolicyVersion"
        || (call.EndsWith("Policy", StringComparison.Ordinal) && (call.StartsWith("Put", StringComparison.Ordinal) || call.StartsWith("Delete", StringComparison.Ordinal)));

    private static bool Limits(string call) =>
        call.EndsWith("PermissionsBoundary", StringComparison.Ordinal) || call is "AddUserToGroup" or "CreatePolicyVersion" or "SetDefaultPolicyVersion"
        || (call.EndsWith("Policy", StringComparison.Ordinal) && (call.StartsWith("Put", StringComparison.Ordinal) || call.StartsWith("Attach", StringComparison.Ordinal)));

    /// <summary>Whether the policy that was detached allows the action, as it is in the account file today; null where none was, or it is not there.</summary>
    private bool? Gives(Change change, string action) =>
        change.Name.StartsWith("Detach", StringComparison.Ordinal) && PolicyOf(change) is { } arn && policies.TryGetValue(arn, out NamedPolicy? policy)
            ? policy.Document.Statements.Any(statement => statement.Effect == Effect.Allow
                && statement.Actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, action, ignoreCase: true)) != statement.Actions.Not)
            : null;

    private static string? PolicyOf(Change change) =>
        change.Calls.Resources.FirstOrDefault(resource => resource is { Relation: ResourceRelation.Subject, Type: "iam:policy" } && resource.Arn != change.Subject)?.Arn;

    private static string Who(Observation one, SessionGraph sessions, Dictionary<string, SessionPath> paths)
    {
        string own = one.Actor.Kind == ActorKind.Root ? $"the root user of {one.Actor.AccountId}" : one.Actor.Arn ?? one.Actor.UniqueId ?? "someone whom the record does not name";
        return one.Session is not { } session || paths[OriginTally.KeyOf(session, sessions)].Origin is var origin && origin is Origin.Unknown ? own
            : one.Actor.Kind == ActorKind.Role ? $"{origin.Label} as {own}" : origin.Label;
    }

    /// <summary>Names are unique without their paths, which requests leave out; managed policies are named whole.</summary>
    private static string KeyOf(string arn) => arn.Contains(":policy/", StringComparison.Ordinal) ? arn : LoggedActor.NameKey(arn) ?? arn;

    private sealed record Change(Observation Calls, string Subject, string Who)
    {
        public string Name => Calls.Name;
    }
}
