using System.Text;
using Leastwise.Sessions;
using Leastwise.Trail;
using Leastwise.Usage.Storage;

namespace Leastwise.Usage.Intake;

/// <summary>Gives the numbers of a record's actor and session. An instance serves one thread.</summary>
internal sealed class CallerNumbers(Names names)
{
    private readonly Recent<(int Actor, int Session)> recent = new(12);
    private readonly (LoggedActor Actor, byte[] Key)?[] actors = new (LoggedActor, byte[])?[1024];
    private readonly (int Identity, int Actor, int Session)[] known = new (int, int, int)[4096];

    /// <summary>The numbers; the session's is 0 where there is none.</summary>
    public (int Actor, int Session) Of(in RawEvent one)
    {
        int identity = one.IdentityNumber;
        if (identity == 0)
        {
            return OfTexts(one);
        }

        ref (int Identity, int Actor, int Session) slot = ref known[identity & (known.Length - 1)];
        if (slot.Identity != identity)
        {
            (int actor, int session) = OfTexts(one);
            slot = (identity, actor, session);
        }

        return (slot.Actor, slot.Session);
    }

    private (int Actor, int Session) OfTexts(in RawEvent one)
    {
        var hash = default(FastHash);
        hash.Add(one.CallerType);
        hash.Add(one.PrincipalId);
        hash.Add(one.CallerArn);
        hash.Add(one.CallerAccount);
        hash.Add(one.UserName);
        hash.Add(one.AccessKeyId);
        hash.Add(one.InvokedBy);
        hash.Add(one.IdentityProvider);
        hash.Add(one.IssuerArn);
        hash.Add(one.IssuerId);
        hash.Add(one.SourceIdentity);
        HashKey key = hash.Key;
        if (!recent.TryGet(key, out (int, int) numbers))
        {
            recent.Set(key, numbers = Find(IdentityOf(one)));
        }

        return numbers;
    }

    private (int Actor, int Session) Find(CallerIdentity caller)
    {
        LoggedActor actor = LoggedActor.Of(caller);
        var hash = default(FastHash);
        hash.Add((long)actor.Kind);
        hash.Add(actor.UniqueId);
        hash.Add(actor.Arn);
        hash.Add(actor.AccountId);
        HashKey key = hash.Key;
        int actorNumber = names.Actors.Find(key);
        actorNumber = actorNumber != 0 ? actorNumber : names.Actors.Add(key, actor);

        // One object for all sessions of an actor: new sessions wait in memory until they are written.
        ref (LoggedActor Actor, byte[] Key)? slot = ref actors[actorNumber & (actors.Length - 1)];
        (LoggedActor same, byte[] actorKey) = slot is { } kept && kept.Actor == actor ? kept : (actor, DimensionTables.KeyOf(actor));
        slot = (same, actorKey);
        if (SessionIdentity.Of(caller) is not SessionIdentity session)
        {
            return (actorNumber, 0);
        }

        hash = default;
        hash.Add((long)actorNumber);
        hash.Add(session.AccessKeyId);
        hash.Add(session.AssumedRoleId);
        hash.Add(session.Arn);
        hash.Add(session.SourceIdentity);
        hash.Add(session.Provider);
        key = hash.Key;
        int sessionNumber = names.Sessions.Find(key);
        if (sessionNumber == 0)
        {
            session = session with { Actor = same };
            sessionNumber = names.Sessions.Add(key, new SessionParts(actorNumber, DimensionTables.KeyOf(actorKey, session), session));
        }

        return (actorNumber, sessionNumber);
    }

    private static CallerIdentity IdentityOf(in RawEvent one) => new()
    {
        Type = Encoding.UTF8.GetString(one.CallerType),
        PrincipalId = Text(one.PrincipalId),
        Arn = Text(one.CallerArn),
        AccountId = Text(one.CallerAccount),
        UserName = Text(one.UserName),
        AccessKeyId = Text(one.AccessKeyId),
        InvokedBy = Text(one.InvokedBy),
        IdentityProvider = Text(one.IdentityProvider),
        IssuerArn = Text(one.IssuerArn),
        IssuerId = Text(one.IssuerId),
        SourceIdentity = Text(one.SourceIdentity),
    };

    private static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
