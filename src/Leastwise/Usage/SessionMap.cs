using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Who went where: for each way from a person or machine to a role how many sessions were opened or used in the window.</summary>
/// <param name="Ways">Each way once, with a step at least; by its origin, root users first, then people, then machines, and those who are not known last; then by its steps.</param>
public sealed record SessionMap(ImmutableArray<SessionOrigin> Ways)
{
    /// <summary>A call whose event was not seen, though the session that it opened was.</summary>
    public const string UnseenCall = "unseen call";

    internal static SessionMap Of(LedgerView view, SessionGraph graph)
    {
        var sessions = new Dictionary<string, Seen>(StringComparer.Ordinal);
        void Add(SessionIdentity session, long events, DateTimeOffset first, DateTimeOffset last)
        {
            string key = OriginTally.KeyOf(session, graph);
            sessions[key] = sessions.TryGetValue(key, out Seen? known)
                ? new Seen(known.Session, known.Events + events, first < known.First ? first : known.First, last > known.Last ? last : known.Last)
                : new Seen(session, events, first, last);
        }

        foreach (Observation one in view.Observations)
        {
            // A caller of another account, and a root user in the console, went nowhere by this.
            if (one.Session is { } session && !(session.Actor.Kind is ActorKind.Foreign or ActorKind.Root && !graph.Knows(session.AccessKeyId)))
            {
                Add(session, one.Count, one.First, one.Last);
            }
        }

        // A session that was opened and never used is a visit, too.
        foreach (IssuedCredentials one in view.Issued.Where(one => one.Time >= view.Window.Start && one.Time <= view.Window.End))
        {
            if (Opened(one) is { } session)
            {
                Add(session, 0, one.Time, one.Time);
            }
        }

        return new SessionMap(
        [
            .. sessions.Values
                .Select(seen => (Path: WayTo(seen, graph), Seen: seen))
                .GroupBy(pair => pair.Path.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, Way: new SessionOrigin(
                    group.First().Path.Origin, group.First().Path.Chain, group.Count(),
                    group.Sum(pair => pair.Seen.Events), group.Min(pair => pair.Seen.First), group.Max(pair => pair.Seen.Last))))
                .OrderBy(pair => Rank(pair.Way.Origin))
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => pair.Way),
        ]);
    }

    private static int Rank(Origin origin) => origin switch
    {
        Origin.Root => 0,
        Origin.User => 1,
        Origin.Person or Origin.Saml => 2,
        Origin.WebIdentity => 3,
        Origin.Service => 4,
        Origin.Foreign => 5,
        Origin.SourceIdentity => 6,
        _ => 7,
    };

    private static SessionPath WayTo(Seen seen, SessionGraph graph)
    {
        SessionPath path = graph.PathOf(seen.Session, seen.First, seen.Last);
        return path.Chain.IsEmpty ? path with { Chain = [new SessionHop(UnseenCall, graph.PrincipalOf(seen.Session))] } : path;
    }

    /// <summary>The session as its own events would show it; null for a user's own token, which leads nowhere.</summary>
    private static SessionIdentity? Opened(IssuedCredentials one)
    {
        string? role = one.Issued.RoleArn ?? RoleOf(one.Issued.AssumedRoleArn);
        if (role is null || one.Call is "GetSessionToken")
        {
            return null;
        }

        string? id = one.Issued.AssumedRoleId?.Split(':')[0];
        var actor = new LoggedActor(ActorKind.Role, id, role, Text.Arn.TryParse(role, out Text.Arn? arn) ? arn.Account : null);
        return new SessionIdentity(actor, one.Issued.AccessKeyId, one.Issued.AssumedRoleId, one.Issued.AssumedRoleArn, null, null);
    }

    private static string? RoleOf(string? sessionArn) =>
        Text.Arn.TryParse(sessionArn, out Text.Arn? arn) && arn.Resource.Split('/') is ["assumed-role", var role, ..] ? $"arn:{arn.Partition}:iam::{arn.Account}:role/{role}" : null;

    private sealed record Seen(SessionIdentity Session, long Events, DateTimeOffset First, DateTimeOffset Last);
}
