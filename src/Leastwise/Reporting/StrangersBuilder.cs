using System.Collections.Immutable;
using Leastwise.Sessions;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>
/// Says of each caller that the account files do not know why it is not there. AWS's services, and people and workloads that are about to assume a role,
/// hold no privileges of their own and are left out; who they are shows in the origins of the roles.
/// </summary>
internal static class StrangersBuilder
{
    public static ImmutableArray<Stranger> Build(UsageResult usage, ImmutableArray<string> accountIds)
    {
        var former = usage.Actors.SelectMany(actor => actor.Former.Select(one => one.UniqueId)).ToHashSet(StringComparer.Ordinal);
        IEnumerable<Stranger> unknown = usage.Strangers
            .Where(stranger => stranger.Actor.Kind is not (ActorKind.Service or ActorKind.WebIdentity or ActorKind.Saml))
            // A deleted namesake is told of below, with what it is.
            .Where(stranger => stranger.Actor.UniqueId is not { } id || !former.Contains(id))
            .Select(stranger => new Stranger(stranger.Label, Why(stranger.Actor, accountIds), stranger.Events, stranger.Last));
        IEnumerable<Stranger> namesakes = usage.Actors.SelectMany(actor => actor.Former.Select(one => new Stranger(
            actor.Principal.Arn,
            Namesake(one.UniqueId, actor.Principal.UniqueId),
            one.Events,
            one.Last)));
        return [.. unknown.Concat(namesakes)
            .OrderBy(stranger => stranger.Arn, StringComparer.Ordinal)
            .ThenBy(stranger => stranger.Why, StringComparer.Ordinal)];
    }

    /// <summary>Hand-made and older account files can lack the unique id.</summary>
    internal static string Namesake(string former, string today) => today.Length > 0
        ? $"A deleted namesake, unique id {former}; today's is {today}. Its use is not counted for today's."
        : $"A namesake, unique id {former}, deleted perhaps: the account file gives no unique id for today's to compare. Its use is not counted for today's.";

    private static string Why(LoggedActor actor, ImmutableArray<string> accountIds)
    {
        bool ours = actor.AccountId is { } id && accountIds.Contains(id);
        return actor.Kind switch
        {
            ActorKind.Root => "A root user.",
            // A failed sign-in hides the name that was typed, lest it be a password.
            ActorKind.User when ours && actor is { UniqueId: null, Arn: null } => "Sign-ins under a name that does not exist.",
            ActorKind.User or ActorKind.Role when ours => "Not in the account file: deleted since, or made after the file was fetched.",
            ActorKind.Other when ours => "A caller that the account file does not list.",
            _ when actor.AccountId is { } account => $"A principal of account {account}, whose details were not given.",
            _ => "A caller that the record does not place in an account.",
        };
    }
}
