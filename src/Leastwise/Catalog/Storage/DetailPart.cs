using System.Collections.Immutable;

namespace Leastwise.Catalog.Storage;

/// <summary>Resource types, condition keys and dependent actions as columns. Unpacked when the first action or service is looked at.</summary>
internal sealed class DetailPart
{
    private readonly ImmutableArray<string>[] keyLists;
    private readonly ImmutableArray<ConditionKey>[] serviceKeys;
    private readonly int[] firstType;
    private readonly ResourceType[] types;
    private readonly NumberLists resources;
    private readonly int[] actionKeys;
    private readonly NumberLists dependents;

    public DetailPart(ReadOnlySpan<byte> bytes)
    {
        var reader = new ColumnReader(bytes);
        string[] keyNames = reader.Texts();
        string[] keyTypes = reader.Texts();
        keyLists = Decode(reader.Lists(), keys => ImmutableArray.Create(Array.ConvertAll(keys, key => keyNames[key])));
        NumberLists names = reader.Lists();
        NumberLists typesOfKeys = reader.Lists();
        serviceKeys = new ImmutableArray<ConditionKey>[names.Starts.Length - 1];
        for (int i = 0; i < serviceKeys.Length; i++)
        {
            ReadOnlySpan<int> name = names[i];
            ReadOnlySpan<int> type = typesOfKeys[i];
            var keys = ImmutableArray.CreateBuilder<ConditionKey>(name.Length);
            for (int j = 0; j < name.Length; j++)
            {
                keys.Add(new ConditionKey(keyNames[name[j]], keyTypes[type[j]]));
            }

            serviceKeys[i] = keys.MoveToImmutable();
        }

        int[] counts = reader.Numbers();
        firstType = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            firstType[i + 1] = firstType[i] + counts[i];
        }

        string[] typeNames = reader.Texts();
        string[] templates = reader.Texts();
        int[] typeKeys = reader.Numbers();
        types = new ResourceType[typeNames.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = new ResourceType(typeNames[i], templates[i], keyLists[typeKeys[i]]);
        }

        resources = reader.Lists();
        actionKeys = reader.Numbers();
        dependents = reader.Lists();
    }

    /// <summary>Writes the part. Lists of condition keys are stored once and meant by number; resources are <c>type * 2 + required</c>.</summary>
    public static byte[] Write(DetailColumns columns)
    {
        var writer = new ColumnWriter();
        writer.Texts(columns.KeyNames);
        writer.Texts(columns.KeyTypes);
        writer.Lists(columns.KeyLists);
        writer.Lists([.. columns.ServiceKeys.Select(keys => (IReadOnlyList<int>)[.. keys.Select(key => key.Name)])]);
        writer.Lists([.. columns.ServiceKeys.Select(keys => (IReadOnlyList<int>)[.. keys.Select(key => key.Type)])]);
        writer.Numbers(columns.TypesOfService);
        writer.Texts([.. columns.Types.Select(type => type.Name)]);
        writer.Texts([.. columns.Types.Select(type => type.Template)]);
        writer.Numbers([.. columns.Types.Select(type => type.KeyList)]);
        writer.Lists(columns.ActionResources);
        writer.Numbers(columns.ActionKeyLists);
        writer.Lists(columns.ActionDependents);
        return writer.ToArray();
    }

    /// <summary>Condition keys of a service.</summary>
    public ImmutableArray<ConditionKey> KeysOfService(int service) => serviceKeys[service];

    /// <summary>Resource types of a service.</summary>
    public ImmutableArray<ResourceType> TypesOfService(int service) => [.. types.AsSpan(firstType[service]..firstType[service + 1])];

    /// <summary>Condition keys of an action.</summary>
    public ImmutableArray<string> KeysOf(int action) => keyLists[actionKeys[action]];

    /// <summary>Resource types of an action, the numbers being relative to its service.</summary>
    public ImmutableArray<ActionResource> ResourcesOf(int action, int service)
    {
        ReadOnlySpan<int> list = resources[action];
        if (list.IsEmpty)
        {
            return [];
        }

        var result = new ActionResource[list.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new ActionResource(types[firstType[service] + (list[i] >> 1)], (list[i] & 1) != 0);
        }

        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    /// <summary>Ids of an action's dependent actions.</summary>
    public ReadOnlySpan<int> DependentsOf(int action) => dependents[action];

    private static T[] Decode<T>(NumberLists lists, Func<int[], T> decode)
    {
        var result = new T[lists.Starts.Length - 1];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = decode(lists[i].ToArray());
        }

        return result;
    }
}

/// <summary>What <see cref="DetailPart"/> writes, all in the catalogue's order.</summary>
internal sealed record DetailColumns
{
    public required IReadOnlyCollection<string> KeyNames { get; init; }

    public required IReadOnlyCollection<string> KeyTypes { get; init; }

    public required IReadOnlyCollection<IReadOnlyList<int>> KeyLists { get; init; }

    public required IReadOnlyCollection<IReadOnlyList<(int Name, int Type)>> ServiceKeys { get; init; }

    public required IReadOnlyCollection<int> TypesOfService { get; init; }

    public required IReadOnlyCollection<(string Name, string Template, int KeyList)> Types { get; init; }

    public required IReadOnlyCollection<IReadOnlyList<int>> ActionResources { get; init; }

    public required IReadOnlyCollection<int> ActionKeyLists { get; init; }

    public required IReadOnlyCollection<IReadOnlyList<int>> ActionDependents { get; init; }
}
