using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Leastwise.Sessions;
using Leastwise.Usage.Intake;
using Microsoft.Data.Sqlite;

namespace Leastwise.Usage.Storage;

/// <summary>The ledger's dimension tables, and which of their rows a run's numbers stand for.</summary>
internal sealed class DimensionTables(SqliteConnection connection) : IDisposable
{
    private readonly Dimension actors = new(connection, "actor", "kind", "unique_id", "arn", "account");
    private readonly Dimension sessions = new(connection, "session", "actor", "access_key", "assumed_role_id", "arn", "source_identity", "provider");
    private readonly Dimension events = new(connection, "event", "source", "name", "type", "category");
    private readonly Dimension places = new(connection, "place", "account", "region", "invoked_by");
    private readonly Dimension denials = new(connection, "denial", "action", "resource", "reason");
    private readonly Dimension circumstances = new(connection, "circumstance", "mfa", "vpc_endpoint", "network");
    private readonly Dimension targets = new(connection, "target", "roles", "resources");
    private readonly Dimension containers = new(connection, "container", "type", "arn");

    private readonly List<int> actorRows = [0], sessionRows = [0], eventRows = [0], placeRows = [0], denialRows = [0], circumstanceRows = [0], targetRows = [0];
    private readonly List<int[]> containerRows = [[]];
    private readonly ContainerBound bound = new(connection);

    /// <summary>The kinds of event, by the run's numbers.</summary>
    public List<EventKind?> Kinds { get; } = [null];

    /// <summary>Writes what the run named since the last call.</summary>
    public void Take(Names names)
    {
        // Workers go on naming meanwhile, each an actor before its session: sessions that are taken before the actors have theirs among them.
        List<(int Id, SessionParts Content)> fresh = names.Sessions.TakeFresh();
        Take(names.Actors, actorRows, a => IdOf(a));
        Take(fresh, sessionRows, s => IdOf(s, actorRows[s.Actor]));
        Take(names.Events, eventRows, e =>
        {
            Kinds.Add(e);
            return (int)events.IdOf(e.Source, e.Name, e.Type, e.Category);
        });
        Take(names.Places, placeRows, p => (int)places.IdOf(p.Account, p.Region, p.InvokedBy));
        Take(names.Denials, denialRows, d => IdOf(d));
        Take(names.Circumstances, circumstanceRows, c => (int)circumstances.IdOf(c.Mfa, c.VpcEndpoint, c.Network));
        TakeTargets(names.Targets.TakeFresh());
        TakeContainers(names.Containers.TakeFresh());
    }

    /// <summary>The same with the ledger's numbers.</summary>
    public ObservationKey Written(in ObservationKey key) => new(
        actorRows[key.Actor], eventRows[key.Event], sessionRows[key.Session], placeRows[key.Place], denialRows[key.Denial], circumstanceRows[key.Circumstance],
        targetRows[key.Target], key.Day, key.Outcome);

    /// <summary>The rows of a list of containers.</summary>
    public int[] ContainersOf(int number) => containerRows[number];

    /// <summary>The row of a target.</summary>
    public int IdOf(TargetContent target)
    {
        if (target.Resources.IsEmpty)
        {
            return 0;
        }

        string text = target.ToText();
        return (int)targets.IdOf(DimensionKey.Of(text), target.Roles, text);
    }

    /// <summary>The row of a denial.</summary>
    public int IdOf(DenialParts denial) => (int)denials.IdOf(denial.Action, denial.Resource, denial.Reason);

    /// <summary>The key of an actor: what the row of a session is known by goes through it, since rows' numbers differ between ledgers.</summary>
    public static byte[] KeyOf(LoggedActor actor) => DimensionKey.Of((int)actor.Kind, actor.UniqueId ?? "", actor.Arn ?? "", actor.AccountId ?? "");

    /// <summary>The key of a session.</summary>
    public static byte[] KeyOf(byte[] actor, SessionIdentity session) =>
        DimensionKey.Of(actor, session.AccessKeyId ?? "", session.AssumedRoleId ?? "", session.Arn ?? "", session.SourceIdentity ?? "", session.Provider ?? "");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Dimension one in (Dimension[])[actors, sessions, events, places, denials, circumstances, targets, containers])
        {
            one.Dispose();
        }
    }

    private void TakeTargets(List<(int Id, TargetText Content)> fresh)
    {
        if (fresh.Count > 0)
        {
            CollectionsMarshal.SetCount(targetRows, Math.Max(targetRows.Count, fresh[^1].Id + 1));
        }

        // In the order of their keys, as far as eight bytes tell: one after the other then lies on the same page of the table's index.
        ulong[] keys = [.. fresh.Select(static target => BinaryPrimitives.ReadUInt64BigEndian(target.Content.Key))];
        keys.AsSpan().Sort(CollectionsMarshal.AsSpan(fresh));
        foreach ((int id, TargetText target) in fresh)
        {
            targetRows[id] = (int)targets.IdOf(target.Key, target.Roles, target.Text);
        }
    }

    private void TakeContainers(List<(int Id, ContainerList Content)> fresh)
    {
        Take(fresh, containerRows, list => [.. list.Containers.Select(one => (int)containers.IdOf(one.Type, bound.Kept(one.Type, one.Container)))]);
        if (fresh.Count > 0 && bound.Settle() is { Count: > 0 } joined)
        {
            foreach (int[] rows in containerRows)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    rows[i] = joined.GetValueOrDefault(rows[i], rows[i]);
                }
            }
        }
    }

    private int IdOf(LoggedActor actor) =>
        (int)actors.IdOf(KeyOf(actor), (int)actor.Kind, actor.UniqueId ?? "", actor.Arn ?? "", actor.AccountId ?? "");

    private int IdOf(SessionParts parts, int actor)
    {
        SessionIdentity session = parts.Session;
        return (int)sessions.IdOf(parts.Key, actor, session.AccessKeyId, session.AssumedRoleId, session.Arn, session.SourceIdentity, session.Provider);
    }

    private static void Take<T, TRow>(InternTable<T> table, List<TRow> rows, Func<T, TRow> write) => Take(table.TakeFresh(), rows, write);

    private static void Take<T, TRow>(List<(int Id, T Content)> fresh, List<TRow> rows, Func<T, TRow> write)
    {
        if (fresh.Count > 0)
        {
            CollectionsMarshal.SetCount(rows, Math.Max(rows.Count, fresh[^1].Id + 1));
            foreach ((int id, T content) in fresh)
            {
                rows[id] = write(content);
            }
        }
    }
}
