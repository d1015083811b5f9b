using System.Collections.Immutable;
using Leastwise.Catalog.Knowledge;
using Leastwise.Catalog.Storage;

namespace Leastwise.Catalog.Building;

/// <summary>Joins a source with the fact tables and writes the catalogue's columns. Everything is ordered, so the bytes depend on the inputs alone.</summary>
internal static class CatalogAssembly
{
    /// <summary>The catalogue as a file. What the facts say of actions that the source lacks is left out; <see cref="FactCheck"/> stops a build that has such.</summary>
    public static byte[] Write(SourceCatalog source, SourceModels models, FactTables facts, IEnumerable<CatalogInput> inputs, int quality)
    {
        ImmutableArray<SourceService> services = [.. source.Services.OrderBy(service => service.Prefix + ":", StringComparer.OrdinalIgnoreCase).Select(Ordered)];
        var metadata = facts
            .Rows(FactCheck.MetadataTable, "prefix", "action", "permissionOnly", "dependentActions", "evidence")
            .ToDictionary(row => $"{row[0]}:{row[1]}", row => (PermissionOnly: row[2] == "yes", Dependents: row[3]), StringComparer.OrdinalIgnoreCase);
        byte[] names = NamePart.Write(
            [.. services.Select(service => (service.Prefix, service.Name.Length == 0 ? service.Prefix : service.Name, service.Actions.Length))],
            [.. services.SelectMany(service => service.Actions.Select(action => (action.Name, Flags(service, action))))]);
        byte[] details = DetailPart.Write(Details(services, metadata.ToDictionary(row => row.Key, row => row.Value.Dependents, StringComparer.OrdinalIgnoreCase)));
        return CatalogFile.Write(source.Date, inputs, [names, details, facts.Write(except: FactCheck.MetadataTable), ModelPart.Write(models.Models)], quality);

        int Flags(SourceService service, SourceAction action) => (int)action.Levels
            | (action.PermissionOnly || (metadata.TryGetValue($"{service.Prefix}:{action.Name}", out var row) && row.PermissionOnly) ? NamePart.PermissionOnlyBit : 0);
    }

    private static SourceService Ordered(SourceService service) => service with
    {
        Actions = [.. service.Actions.OrderBy(action => action.Name, StringComparer.OrdinalIgnoreCase)],
        ResourceTypes = [.. service.ResourceTypes.OrderBy(type => type.Name, StringComparer.Ordinal).ThenBy(type => type.ArnTemplate, StringComparer.Ordinal)],
        ConditionKeys = [.. service.ConditionKeys.OrderBy(key => key.Name, StringComparer.Ordinal)],
    };

    private static DetailColumns Details(ImmutableArray<SourceService> services, Dictionary<string, string> dependents)
    {
        Dictionary<string, int> keyNames = Number(services
            .SelectMany(service => service.ConditionKeys.Select(key => key.Name)
                .Concat(service.Actions.SelectMany(action => action.ConditionKeys))
                .Concat(service.ResourceTypes.SelectMany(type => type.ConditionKeys))));
        Dictionary<string, int> keyTypes = Number(services.SelectMany(service => service.ConditionKeys.Select(key => key.Type)));
        Dictionary<string, int> actionIds = services
            .SelectMany(service => service.Actions.Select(action => $"{service.Prefix}:{action.Name}"))
            .Select((name, id) => (name, id))
            .ToDictionary(action => action.name, action => action.id, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, int> listNumbers = new(StringComparer.Ordinal);
        List<IReadOnlyList<int>> lists = [];
        var typeRows = services.SelectMany(service => service.ResourceTypes.Select(type => (type.Name, type.ArnTemplate, ListOf(type.ConditionKeys)))).ToList();
        var actionKeyLists = services.SelectMany(service => service.Actions.Select(action => ListOf(action.ConditionKeys))).ToList();
        return new DetailColumns
        {
            KeyNames = keyNames.Keys,
            KeyTypes = keyTypes.Keys,
            KeyLists = lists,
            ServiceKeys = [.. services.Select(service => (IReadOnlyList<(int, int)>)[.. service.ConditionKeys.Select(key => (keyNames[key.Name], keyTypes[key.Type]))])],
            TypesOfService = [.. services.Select(service => service.ResourceTypes.Length)],
            Types = typeRows,
            ActionResources = [.. services.SelectMany(service => service.Actions.Select(action => ResourcesOf(service, action)))],
            ActionKeyLists = actionKeyLists,
            ActionDependents = [.. services.SelectMany(service => service.Actions.Select(action => DependentsOf(service, action)))],
        };

        int ListOf(ImmutableArray<string> keys)
        {
            int[] numbers = [.. keys.Select(key => keyNames[key]).Distinct().Order()];
            string name = string.Join(' ', numbers);
            if (!listNumbers.TryGetValue(name, out int number))
            {
                listNumbers.Add(name, number = lists.Count);
                lists.Add(numbers);
            }

            return number;
        }

        IReadOnlyList<int> ResourcesOf(SourceService service, SourceAction action)
        {
            Dictionary<string, bool> named = action.Resources
                .GroupBy(resource => resource.Type, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(resources => resources.Key, resources => resources.Any(resource => resource.Required), StringComparer.OrdinalIgnoreCase);
            return [.. service.ResourceTypes.Index()
                .Where(type => named.ContainsKey(type.Item.Name))
                .Select(type => (type.Index * 2) + (named[type.Item.Name] ? 1 : 0))];
        }

        IReadOnlyList<int> DependentsOf(SourceService service, SourceAction action) =>
            // A source may name an action that it does not list, which helps nobody.
            [.. dependents.GetValueOrDefault($"{service.Prefix}:{action.Name}", "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Concat(action.DependentActions)
                .Where(actionIds.ContainsKey)
                .Select(name => actionIds[name])
                .Distinct()
                .Order()];
    }

    private static Dictionary<string, int> Number(IEnumerable<string> names) => names
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select((name, number) => (name, number))
        .ToDictionary(entry => entry.name, entry => entry.number, StringComparer.Ordinal);
}
