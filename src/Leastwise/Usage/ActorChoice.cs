using System.Collections.Immutable;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Whose calls are read from a ledger.</summary>
/// <param name="IsWanted">Whether an actor's are.</param>
/// <param name="Accounts">The accounts that are judged: what their trails record is asked for, whoever made the calls.</param>
public sealed record ActorChoice(Func<LoggedActor, bool> IsWanted, ImmutableArray<string> Accounts);
