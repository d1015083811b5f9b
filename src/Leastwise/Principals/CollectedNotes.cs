using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>What <c>leastwise collect</c> fetched beside the account details: aliases, and permission sets of IAM Identity Center.</summary>
/// <param name="Aliases">By account.</param>
/// <param name="PermissionSets">By name. Names are unique within an instance of Identity Center; where two instances have one of a name, neither is taken.</param>
public sealed record CollectedNotes(ImmutableDictionary<string, string> Aliases, ImmutableArray<PermissionSet> PermissionSets)
{
    /// <summary>Nothing was given.</summary>
    public static CollectedNotes None { get; } = new(ImmutableDictionary<string, string>.Empty, []);

    /// <summary>Reads the files.</summary>
    /// <param name="paths">Files that begin with <c>"collected": "account"</c> or <c>"permissionSets"</c>.</param>
    /// <param name="diagnostics">Takes what could not be used.</param>
    public static CollectedNotes Read(IEnumerable<string> paths, ICollection<Diagnostic> diagnostics)
    {
        var aliases = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var sets = new List<PermissionSet>();
        foreach (string path in paths)
        {
            void Warn(string message) => diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, message, SourcePosition.WholeFile(path)));
            if (JsonFile.Read(path, out Diagnostic? problem) is not byte[] bytes)
            {
                diagnostics.Add(problem ?? new Diagnostic(DiagnosticSeverity.Error, "The file could not be read.", SourcePosition.WholeFile(path)));
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                JsonElement root = document.RootElement;
                if (Text(root, "collected") == "account" && Text(root, "account") is { } account)
                {
                    if (Items(root, "aliases").FirstOrDefault() is { ValueKind: JsonValueKind.String } alias)
                    {
                        aliases[account] = alias.GetString() ?? "";
                    }
                }
                else
                {
                    sets.AddRange(Items(root, "instances").SelectMany(instance => Items(instance, "PermissionSets"))
                        .Select(set => new PermissionSet(Text(set, "Name") ?? "", Text(set, "PermissionSetArn") ?? ""))
                        .Where(set => set is { Name.Length: > 0, Arn.Length: > 0 }));
                }
            }
            catch (JsonException)
            {
                Warn("This is not JSON, so nothing of it was used; run 'leastwise collect' again.");
            }
        }

        return new CollectedNotes(
            aliases.ToImmutable(),
            [.. sets.DistinctBy(set => set.Arn).GroupBy(set => set.Name, StringComparer.Ordinal).Where(same => same.Count() == 1).Select(same => same.Single()).OrderBy(set => set.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The accounts with what the notes tell of them.</summary>
    public ImmutableArray<AccountSnapshot> Join(ImmutableArray<AccountSnapshot> accounts) => Aliases.IsEmpty && PermissionSets.IsEmpty ? accounts :
    [
        .. accounts.Select(account => account with
        {
            Alias = Aliases.GetValueOrDefault(account.AccountId),
            Roles = PermissionSets.IsEmpty ? account.Roles : [.. account.Roles.Select(role => PermissionSets.FirstOrDefault(set => set.Made(role)) is { } set ? role with { PermissionSet = set } : role)],
        }),
    ];

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
