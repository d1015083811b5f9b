using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Reads what runs with roles: <c>{"resources": [{"arn": …, "role": …, "service": …}], "complete": ["lambda.amazonaws.com"]}</c>. <c>service</c> may be
/// left out where the resource's ARN tells it; <c>complete</c> names the services of which nothing is missing.
/// </summary>
public static class ExistingResourcesReader
{
    /// <summary>Reads a file. Never throws for what it holds: what could not be used stands in the diagnostics.</summary>
    public static ExistingResources Read(string file)
    {
        byte[]? bytes = JsonFile.Read(file, out Diagnostic? problem);
        if (bytes is null)
        {
            return new ExistingResources { Diagnostics = problem is null ? [] : [problem] };
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(document.RootElement, file);
        }
        catch (JsonException broken)
        {
            return Unusable(file, $"This is no JSON ({broken.Message.TrimEnd('.')})");
        }
    }

    private static ExistingResources Read(JsonElement root, string file)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("resources", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return Unusable(file, "There are no resources here");
        }

        var found = new List<ExistingResource>();
        var diagnostics = new List<Diagnostic>();
        int number = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            number++;
            if (Text(element, "arn") is { } arn && Arn.TryParse(arn, out Arn? parsed) && Text(element, "role") is { } role && Arn.TryParse(role, out _))
            {
                found.Add(new ExistingResource(arn, role, Text(element, "service") ?? ServiceOf(parsed)));
            }
            else
            {
                diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, $"Resource {number} has no \"arn\" and \"role\" that are ARNs; it was passed over.", SourcePosition.WholeFile(file)));
            }
        }

        bool named = root.TryGetProperty("complete", out JsonElement complete) && complete.ValueKind == JsonValueKind.Array;
        return new ExistingResources
        {
            Resources = [.. found.Distinct().OrderBy(resource => resource.Arn, StringComparer.Ordinal).ThenBy(resource => resource.RoleArn, StringComparer.Ordinal)],
            Complete = named
                ? complete.EnumerateArray().Where(service => service.ValueKind == JsonValueKind.String).Select(service => service.GetString() ?? "").ToImmutableHashSet(StringComparer.OrdinalIgnoreCase)
                : ExistingResources.None.Complete,
            Diagnostics = [.. diagnostics],
        };
    }

    // The roles of tasks and of App Runner's instances trust another name than the service's own.
    private static string ServiceOf(Arn arn) => arn.Service switch
    {
        "ecs" or "batch" => "ecs-tasks.amazonaws.com",
        "apprunner" => "tasks.apprunner.amazonaws.com",
        _ => $"{arn.Service}.amazonaws.com",
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ExistingResources Unusable(string file, string what) => new()
    {
        Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, $"{what}; give JSON of the shape {{\"resources\": [{{\"arn\": …, \"role\": …}}]}}, see docs/paths.md.", SourcePosition.WholeFile(file))],
    };
}
