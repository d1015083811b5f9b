using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Finds the principal of an account file that a log speaks of.</summary>
internal sealed class ActorIndex
{
    private readonly Dictionary<string, IamPrincipal> byUniqueId = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, IamPrincipal>> byName;

    public ActorIndex(IReadOnlyCollection<IamPrincipal> principals)
    {
        foreach (IamPrincipal principal in principals.Where(one => one.UniqueId.Length > 0))
        {
            byUniqueId.TryAdd(principal.UniqueId, principal);
        }

        // Nearly all records have ids; where few are asked for, often none asks for a name.
        byName = new(() => LoggedActor.ByName(principals));
    }

    /// <summary>The principal; the unique id decides, the name only where the record or the account file has no id.</summary>
    public IamPrincipal? Find(LoggedActor actor)
    {
        if (actor.UniqueId is string id && byUniqueId.TryGetValue(id, out IamPrincipal? known))
        {
            return known;
        }

        IamPrincipal? namesake = actor.Kind is ActorKind.User or ActorKind.Role ? Namesake(actor) : null;
        return actor.UniqueId is null || namesake is { UniqueId.Length: 0 } ? namesake : null;
    }

    /// <summary>The principal of the same account, kind and name, whatever its id.</summary>
    public IamPrincipal? Namesake(LoggedActor actor) => LoggedActor.NameKey(actor.Arn) is string key ? byName.Value.GetValueOrDefault(key) : null;
}
