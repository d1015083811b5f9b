using System.Collections.Immutable;
using Leastwise.Sessions;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Finds those of an account whom only its logs know, deleted namesakes of today's among them.</summary>
public static class VanishedActors
{
    /// <summary>Users or roles of the accounts, in ordinal order of name, then unique id.</summary>
    public static IEnumerable<VanishedActor> Of(UsageAnalysis analysis, IReadOnlyCollection<string> accounts, bool roles) => analysis.Strangers
        .Where(stranger => stranger.Actor.Kind == (roles ? ActorKind.Role : ActorKind.User))
        // A failed sign-in hides the name that was typed, lest it be a password: nobody is behind it.
        .Where(stranger => stranger.Actor is not { UniqueId: null, Arn: null })
        .Where(stranger => stranger.Actor.AccountId is { } account && accounts.Contains(account))
        .Select(stranger => new VanishedActor(
            Arn.TryParse(stranger.Actor.Arn, out Arn? arn) ? arn.Name : stranger.Actor.UniqueId ?? "unknown",
            stranger.Actor.Arn, stranger.Actor.UniqueId, stranger.Actor.AccountId ?? "", roles, stranger.Events, stranger.First, stranger.Last))
        .OrderBy(one => one.Name, StringComparer.Ordinal)
        .ThenBy(one => one.UniqueId, StringComparer.Ordinal);
}
