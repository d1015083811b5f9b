using System.Text.Json;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>usage</c> and <c>actors</c>, whose shapes others rely on; <c>docs/schemas</c> describes them.</summary>
public static class UsageJson
{
    /// <summary>
    /// Writes <c>usage --format json</c>: <c>{"schemaVersion", "window": {"start","end"}, "root", "notes", "actors": [{"arn","name","type","privileges":
    /// [{"action","verdict","reason","count","firstUsed","lastUsed"}], "unresolvedEvents": [{"eventSource","eventName","count"}]}]}</c>. The stream stays open.
    /// </summary>
    /// <param name="head">The window, and what root users did.</param>
    /// <param name="actors">Whom, each with who acted where it is about another's sessions; written as they come.</param>
    /// <param name="style">What stays out.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteUsage(UsageHead head, IEnumerable<(ActorUsage Actor, IamPrincipal? As)> actors, UsageStyle style, Stream stream) =>
        Write(head, actors, (json, one) => WriteActor(json, one.Actor, one.As, style), stream);

    /// <summary>
    /// Writes <c>actors users|roles --format json</c>: <c>{"schemaVersion","window","root","notes","actors": [{"arn","name","active","lastUsed","events"}]}</c>.
    /// The stream stays open.
    /// </summary>
    public static void WriteActors(UsageHead head, IEnumerable<ActorUsage> actors, IReadOnlyList<VanishedActor> vanished, Stream stream) =>
        Write(head, actors.Cast<object>().Concat(vanished), (json, one) => WriteListed(json, one, head.Window), stream);

    /// <summary>Begins an object with what stands above every answer.</summary>
    internal static void WriteHead(Utf8JsonWriter json, UsageHead head)
    {
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteWindow(head.Window);
        json.WriteStartArray("root");
        foreach (RootUse root in head.Root)
        {
            json.WriteStartObject();
            json.WriteString("account", root.AccountId);
            json.WriteNumber("events", root.Events);
            json.WriteTime("firstUsed", root.First);
            json.WriteTime("lastUsed", root.Last);
            json.WriteStrings("eventNames", root.EventNames);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("notes", head.Notes);
    }

    private static void WriteActor(Utf8JsonWriter json, ActorUsage actor, IamPrincipal? @as, UsageStyle style)
    {
        json.WriteStartObject();
        WriteIdentity(json, actor.Principal);
        if (@as is not null)
        {
            json.WriteString("usedBy", @as.Arn);
        }

        json.WriteTime("created", actor.Principal.Created);
        json.WriteNumber("events", actor.Events);
        json.WriteTime("firstUsed", actor.FirstUsed);
        json.WriteTime("lastUsed", actor.LastUsed);
        WriteCounts(json, actor);
        json.WriteNumber("deniedCalls", actor.DeniedCalls);
        PrincipalJson.WritePrivileges(
            json, actor.Privileges.Where(style.Filter.Keeps), reasons: null, style.GrantedOn is { } grantedOn ? action => grantedOn(actor.Principal, action) : null);
        PrincipalJson.WriteUnresolved(json, actor.Unresolved);
        WriteFormer(json, actor);
        json.WriteEndObject();
    }

    private static void WriteListed(Utf8JsonWriter json, object one, UsageWindow window)
    {
        json.WriteStartObject();
        if (one is VanishedActor vanished)
        {
            json.WriteString("arn", vanished.Arn);
            json.WriteString("name", vanished.Name);
            json.WriteString("account", vanished.AccountId);
            json.WriteString("uniqueId", vanished.UniqueId);
            json.WriteBoolean("active", value: true);
            json.WriteTime("firstUsed", vanished.First);
            json.WriteTime("lastUsed", vanished.Last);
            json.WriteNumber("events", vanished.Events);
            json.WriteBoolean("inAccountFile", value: false);
        }
        else if (one is ActorUsage actor)
        {
            IamPrincipal principal = actor.Principal;
            json.WriteString("arn", principal.Arn);
            json.WriteString("name", principal.Name);
            json.WriteString("account", principal.AccountId);
            json.WriteString("uniqueId", principal.UniqueId);
            json.WriteBoolean("active", actor.IsActive);
            json.WriteTime("firstUsed", actor.FirstUsed);
            json.WriteTime("lastUsed", actor.LastUsed);
            json.WriteNumber("events", actor.Events);
            json.WriteBoolean("inAccountFile", value: true);
            json.WriteTime("created", principal.Created);
            json.WriteBoolean("createdAfterStart", principal.Created is { } created && !window.IsNone && created > window.Start);
            json.WriteTime("iamLastUsed", (principal as IamRole)?.LastUsed);
            WriteCounts(json, actor);
        }

        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, IamPrincipal principal)
    {
        json.WriteString("arn", principal.Arn);
        json.WriteString("name", principal.Name);
        json.WriteString("type", principal is IamRole ? "role" : "user");
        json.WriteString("account", principal.AccountId);
        json.WriteString("uniqueId", principal.UniqueId);
    }

    private static void WriteCounts(Utf8JsonWriter json, ActorUsage actor) =>
        PrincipalJson.WriteCounts(json, new VerdictCounts(actor.Used, actor.Unused, actor.Unknown, actor.Ungranted));

    private static void WriteFormer(Utf8JsonWriter json, ActorUsage actor)
    {
        json.WriteStartArray("former");
        foreach (FormerPrincipal former in actor.Former)
        {
            json.WriteStartObject();
            json.WriteString("uniqueId", former.UniqueId);
            json.WriteNumber("events", former.Events);
            json.WriteTime("firstUsed", former.First);
            json.WriteTime("lastUsed", former.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write<T>(UsageHead head, IEnumerable<T> items, Action<Utf8JsonWriter, T> write, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        WriteHead(json, head);
        json.WriteStartArray("actors");
        foreach (T item in items)
        {
            write(json, item);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }
}
