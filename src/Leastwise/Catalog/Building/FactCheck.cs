using Leastwise.Catalog.Knowledge;

namespace Leastwise.Catalog.Building;

/// <summary>Checks every fact against the source: an action, prefix, client or evidence code that does not exist stops the build.</summary>
internal static class FactCheck
{
    /// <summary>The table that is joined into the actions and not stored as it stands.</summary>
    public const string MetadataTable = "action-metadata.tsv";

    /// <summary>One sentence for each fact that does not hold.</summary>
    public static IEnumerable<string> Problems(SourceCatalog source, FactTables facts)
    {
        Dictionary<string, HashSet<string>> actions = source.Services.ToDictionary(
            service => service.Prefix,
            service => service.Actions.Select(action => action.Name).ToHashSet(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        HashSet<string> codes = [.. facts.Rows("evidence.tsv", "code", "confidence", "meaning").Select(row => row[0])];
        HashSet<string> clients = [.. facts.Rows("clients.tsv", "client", "eventSourceHost", "prefixes", "evidence").Select(row => row[0])];
        HashSet<string> hosts = [.. facts.Rows("hosts.tsv", "host", "prefixes", "evidence").Select(row => row[0]), .. actions.Keys];
        foreach (FactTable table in facts.All.Where(table => table.Name != "evidence.tsv"))
        {
            foreach (string[] row in table.Rows)
            {
                for (int i = 0; i < row.Length; i++)
                {
                    foreach (string problem in Cell(table.Header[i], row[i], row, table))
                    {
                        yield return $"{table.Name}, row {string.Join(' ', row.Take(2))}: {problem}";
                    }
                }
            }
        }

        IEnumerable<string> Cell(string column, string cell, string[] row, FactTable table) => column switch
        {
            "prefix" => Prefix(cell),
            "prefixes" => Words(cell).SelectMany(Prefix),
            "primaryActions" or "conditionalActions" or "dependentActions" => Words(cell).SelectMany(FullName),
            "action" when cell.Contains(':', StringComparison.Ordinal) => FullName(cell),
            "action" => Named(row[0], cell),
            "actions" => Words(cell).Where(name => name != "*").SelectMany(name => Named(row[0], name)),
            "operations" when table.Name == "operation-clients.tsv" => Words(cell).Where(name => name != "*").SelectMany(name => Named(row[0], name)),
            "name" when row[0] == "action" => cell == "*" ? Prefix(row[1]) : Named(row[1], cell),
            "owner" when row[0] == "operation" => Client(cell),
            "client" when table.Name != "clients.tsv" => Client(cell),
            "clients" => Words(cell).SelectMany(Client),
            "host" when table.Name != "hosts.tsv" => hosts.Contains(cell) ? [] : [$"the event source {cell} is not listed."],
            "evidence" => Words(cell).DefaultIfEmpty("").Where(code => !codes.Contains(code)).Select(code => $"the evidence code \"{code}\" is not listed."),
            _ => [],
        };

        IEnumerable<string> Prefix(string prefix) => actions.ContainsKey(prefix) ? [] : [$"the prefix {prefix} does not exist."];

        IEnumerable<string> Named(string prefix, string name) =>
            actions.TryGetValue(prefix, out HashSet<string>? ofService) && ofService.Contains(name) ? [] : [$"the action {prefix}:{name} does not exist."];

        IEnumerable<string> FullName(string name)
        {
            string[] parts = name.Split(':');
            return parts.Length == 2 ? Named(parts[0], parts[1]) : [$"{name} is no action."];
        }

        IEnumerable<string> Client(string client) => clients.Contains(client) ? [] : [$"the client {client} is not listed."];
    }

    /// <summary>One sentence for each operation of API Gateway whose stated action is not the HTTP verb that its model has.</summary>
    public static IEnumerable<string> Verbs(SourceModels models, FactTables facts)
    {
        Dictionary<string, string> verbs = models.Models
            .SelectMany(model => model.Operations.Select(operation => (Name: $"{model.Client}.{operation.Name}", operation.Verb)))
            .ToDictionary(operation => operation.Name, operation => operation.Verb, StringComparer.OrdinalIgnoreCase);
        foreach (string[] row in facts.Rows("operations.tsv", "client", "operation", "primaryActions", "conditionalActions", "evidence"))
        {
            if (row[4].Contains("HTTPVERB", StringComparison.Ordinal)
                && verbs.TryGetValue($"{row[0]}.{row[1]}", out string? verb)
                && !Words(row[2]).Contains($"apigateway:{verb}", StringComparer.Ordinal))
            {
                yield return $"operations.tsv, row {row[0]} {row[1]}: the model has the verb {verb}, the row {row[2]}.";
            }
        }
    }

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
