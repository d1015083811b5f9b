using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads resource policies: JSON objects of ARN and document, in one file or in every <c>*.json</c> of a folder.</summary>
public static class ResourcePoliciesReader
{
    /// <summary>Reads a file or a folder. Never throws for what it holds: what could not be used stands in the diagnostics.</summary>
    public static ResourcePolicies Read(string path)
    {
        var diagnostics = new List<Diagnostic>();
        var found = ImmutableSortedDictionary.CreateBuilder<string, NamedPolicy>(StringComparer.Ordinal);
        IReadOnlyList<string> files = Directory.Exists(path) ? JsonFile.In(path, diagnostics) : [path];
        foreach (string file in files)
        {
            ReadFile(file, found, diagnostics);
        }

        if (found.Count == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Error,
                "There are no resource policies here; give JSON of the shape {\"arn:aws:s3:::bucket\": policy, …}, see docs/simulate.md.",
                SourcePosition.WholeFile(path)));
        }

        return new ResourcePolicies { ByArn = found.ToImmutable(), Diagnostics = [.. diagnostics] };
    }

    /// <summary>Whether the file's content looks like resource policies: an object with an ARN for a name. False where it cannot be read.</summary>
    public static bool LooksLike(string path) => JsonFile.HasTopLevelName(path, name => name.StartsWith("arn:", StringComparison.Ordinal));

    private static void ReadFile(string file, ImmutableSortedDictionary<string, NamedPolicy>.Builder found, List<Diagnostic> diagnostics)
    {
        byte[]? bytes = JsonFile.Read(file, out Diagnostic? problem);
        if (bytes is null)
        {
            diagnostics.AddRange(problem is null ? [] : [problem]);
            return;
        }

        var cursor = new JsonCursor(bytes, new SourcePosition(file, 1, 1));
        if (!cursor.Read() || cursor.Token != JsonTokenType.StartObject)
        {
            diagnostics.Add(new(DiagnosticSeverity.Error, "This is no JSON object of ARNs and policies; it was passed over.", SourcePosition.WholeFile(file)));
            return;
        }

        while (JsonElements.NextProperty(ref cursor))
        {
            string arn = cursor.Text() ?? "";
            SourcePosition position = cursor.Position;
            if (!Arn.TryParse(arn, out _))
            {
                diagnostics.Add(new(DiagnosticSeverity.Warning, $"\"{Short(arn)}\" is no ARN; what it holds was passed over.", position));
                cursor.Skip();
            }
            else if (JsonElements.Document(ref cursor, bytes) is { } document)
            {
                diagnostics.AddRange(document.Diagnostics.Select(diagnostic => diagnostic with { Message = $"Policy of {arn}: {diagnostic.Message}" }));
                if (!found.TryAdd(arn, new NamedPolicy { Name = "policy", Owner = arn, Kind = PolicyKind.Resource, Document = document }))
                {
                    diagnostics.Add(new(DiagnosticSeverity.Warning, $"{arn} is here twice; the first counts.", position));
                }
            }
        }

        if (cursor.Failure is { } failure)
        {
            diagnostics.Add(failure with { Message = "The file breaks off or is broken here; policies after this place are missing." });
        }
    }

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
