using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>usage</c> and <c>actors</c>, whose shapes others rely on.</summary>
public static class UsageJson
{
    /// <summary>
    /// Writes <c>usage --format json</c>: <c>{"schemaVersion", "window": {"start","end"}, "actors": [{"arn","name","type","privileges":
    /// [{"action","verdict","reason","count","firstUsed","lastUsed"}], "unresolvedEvents": [{"eventSource","eventName","count"}]}]}</c>. The stream stays open.
    /// </summary>
    public static void WriteUsage(UsageWindow window, IEnumerable<AssessedPrincipal> principals, Stream stream) =>
        Write(window, principals, PrincipalJson.WriteUsage, stream);

    /// <summary>
    /// Writes <c>actors users|roles --format json</c>: <c>{"schemaVersion","window","actors": [{"arn","name","active","lastUsed","events"}]}</c>.
    /// The stream stays open.
    /// </summary>
    public static void WriteActors(UsageWindow window, IEnumerable<AssessedPrincipal> principals, Stream stream) =>
        Write(window, principals, WriteActor, stream);

    private static void WriteActor(Utf8JsonWriter json, AssessedPrincipal principal)
    {
        json.WriteStartObject();
        json.WriteString("arn", principal.Arn);
        json.WriteString("name", principal.Name);
        json.WriteBoolean("active", principal.Events > 0);
        json.WriteTime("lastUsed", principal.LastUsed);
        json.WriteNumber("events", principal.Events);
        json.WriteEndObject();
    }

    private static void Write(
        UsageWindow window,
        IEnumerable<AssessedPrincipal> principals,
        Action<Utf8JsonWriter, AssessedPrincipal> write,
        Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteWindow(window);
        json.WriteStartArray("actors");
        foreach (AssessedPrincipal principal in principals)
        {
            write(json, principal);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }
}
