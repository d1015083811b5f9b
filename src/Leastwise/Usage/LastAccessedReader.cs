using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>Reads what <c>aws iam get-service-last-accessed-details</c> prints, for services or for actions.</summary>
/// <remarks>Source: "GetServiceLastAccessedDetails", AWS IAM API Reference, https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html.</remarks>
public static class LastAccessedReader
{
    /// <summary>
    /// Reads files, or folders with such files. The answer does not name whom it is about: <c>WHO=FILE</c> says it, else the entities in it do, else the file's
    /// name where it is that of one user or role.
    /// </summary>
    /// <param name="places">Each a path, or <c>WHO=PATH</c> with an ARN, a name or a unique id.</param>
    /// <param name="principals">Users and roles of the account files.</param>
    /// <param name="diagnostics">Takes what could not be used.</param>
    public static LastAccessedData Read(IEnumerable<string> places, IReadOnlyCollection<IamPrincipal> principals, ICollection<Diagnostic> diagnostics)
    {
        var reports = ImmutableDictionary.CreateBuilder<string, LastAccessedReport>(StringComparer.Ordinal);
        foreach ((string? who, string file) in places.SelectMany(place => Files(place, diagnostics)))
        {
            void Warn(string message) => diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, message, SourcePosition.WholeFile(file)));
            if (JsonFile.Read(file, out Diagnostic? unread) is not byte[] bytes)
            {
                diagnostics.Add(unread ?? new Diagnostic(DiagnosticSeverity.Error, "The file could not be read.", SourcePosition.WholeFile(file)));
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                if (Report(document.RootElement) is not { } report)
                {
                    Warn("This is not what 'aws iam get-service-last-accessed-details' prints of a finished job; nothing of it was used.");
                    continue;
                }

                IamPrincipal[] meant = Owner(who, file, document.RootElement, principals);
                if (meant is not [var owner])
                {
                    Warn($"It does not tell whom it is about{(who is null ? "" : $", and '{who}' is no one user or role of the account files")}; give it as ARN=FILE.");
                    continue;
                }

                // Of two reports of one principal the later knows all that the earlier does.
                if (!reports.TryGetValue(owner.Arn, out LastAccessedReport? known) || known.Made < report.Made)
                {
                    reports[owner.Arn] = report;
                }
            }
            catch (JsonException)
            {
                Warn("This is not JSON; copy the answer of 'aws iam get-service-last-accessed-details' again.");
            }
        }

        return new LastAccessedData(reports.ToImmutable());
    }

    // Before the list stand only short values, in whatever order a tool writes them; a log need not be read to its end to know that it is none.
    private const int Enough = 4096;

    /// <summary>Whether the file's content looks like such an answer, by its top-level names. False where it cannot be read.</summary>
    public static bool LooksLike(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[Enough];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            byte[] text = JsonFile.Decode(start[..(length & ~1)]);
            return text.AsSpan().IndexOf("\"ServicesLastAccessed\""u8) >= 0 && JsonFile.HasTopLevelName(path, name => name is "ServicesLastAccessed");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<(string? Who, string File)> Files(string place, ICollection<Diagnostic> diagnostics)
    {
        // A path may hold an equals sign itself.
        int equals = place.StartsWith("arn:", StringComparison.Ordinal) || !Path.Exists(place) ? place.LastIndexOf('=') : -1;
        (string? who, string path) = equals > 0 ? (place[..equals], place[(equals + 1)..]) : (null, place);
        return Directory.Exists(path) ? JsonFile.In(path, diagnostics).Select(file => (who, file)) : [(who, path)];
    }

    private static LastAccessedReport? Report(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || Time(root, "JobCompletionDate") is not { } made
            || !root.TryGetProperty("ServicesLastAccessed", out JsonElement services) || services.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var found = ImmutableDictionary.CreateBuilder<string, LastAccessedService>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement service in services.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
        {
            if (Text(service, "ServiceNamespace") is { } prefix)
            {
                found[prefix] = new LastAccessedService(
                    new LastAccess(Time(service, "LastAuthenticated"), Text(service, "LastAuthenticatedRegion")),
                    Actions(service)
                        .Where(action => Text(action, "ActionName") is not null)
                        .DistinctBy(action => Text(action, "ActionName"), StringComparer.OrdinalIgnoreCase)
                        .ToImmutableDictionary(
                            action => Text(action, "ActionName") ?? "",
                            action => new LastAccess(Time(action, "LastAccessedTime"), Text(action, "LastAccessedRegion")),
                            StringComparer.OrdinalIgnoreCase));
            }
        }

        return new LastAccessedReport(made, found.ToImmutable());
    }

    private static IamPrincipal[] Owner(string? who, string file, JsonElement root, IReadOnlyCollection<IamPrincipal> principals)
    {
        if (who is not null)
        {
            return [.. principals.Where(one => one.Arn == who || one.UniqueId == who || one.Name.Equals(who, StringComparison.OrdinalIgnoreCase))];
        }

        string[] entities = [.. root.GetProperty("ServicesLastAccessed").EnumerateArray()
            .SelectMany(service => Actions(service).Select(action => Text(action, "LastAccessedEntity")).Append(Text(service, "LastAuthenticatedEntity")))
            .OfType<string>().Distinct(StringComparer.Ordinal)];
        string stem = Path.GetFileNameWithoutExtension(file);
        // A unique id is nobody else's, whatever the entities are: in a session of the role they may be written otherwise.
        if (principals.FirstOrDefault(one => one.UniqueId == stem) is { } known)
        {
            return [known];
        }

        return entities.Length > 0
            ? [.. principals.Where(one => entities is [var only] && one.Arn == only)]
            : [.. principals.Where(one => one.Name.Equals(stem, StringComparison.OrdinalIgnoreCase))];
    }

    private static IEnumerable<JsonElement> Actions(JsonElement service) =>
        service.ValueKind == JsonValueKind.Object && service.TryGetProperty("TrackedActionsLastAccessed", out JsonElement actions) && actions.ValueKind == JsonValueKind.Array
            ? actions.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value)
        ? JsonElements.Time(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())
        : null;
}
