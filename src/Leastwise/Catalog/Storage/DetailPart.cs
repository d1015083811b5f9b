using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Catalog.Storage;

/// <summary>Resource types, condition keys and dependent actions as columns. Unpacked when the first action or service is looked at.</summary>
internal sealed class DetailPart
{
    private readonly string[] keyNames;
    private readonly string[] keyTypes;
    private readonly NumberLists keyListNumbers;
    private readonly ImmutableArray<string>[] keyLists;
    private readonly NumberLists namesOfServiceKeys;
    private readonly NumberLists typesOfServiceKeys;
    private readonly int[] firstType;
    private readonly string[] typeNames;
    private readonly string[] typeTemplates;
    private readonly ushort[] typeKeyLists;
    private readonly ResourceType?[] types;
    private readonly NumberLists resources;
    private readonly ushort[] actionKeyLists;
    private readonly NumberLists dependents;

    public DetailPart(ReadOnlySpan<byte> bytes)
    {
        var reader = new ColumnReader(bytes);
        keyNames = reader.Texts();
        keyTypes = reader.Texts();
        keyListNumbers = reader.Lists();
        keyLists = new ImmutableArray<string>[keyListNumbers.Count];
        namesOfServiceKeys = reader.Lists();
        typesOfServiceKeys = reader.Lists();
        firstType = ColumnReader.Starts(reader.Numbers());
        typeNames = reader.Texts();
        typeTemplates = reader.Texts();
        typeKeyLists = reader.Numbers();
        types = new ResourceType?[typeNames.Length];
        resources = reader.Lists();
        actionKeyLists = reader.Numbers();
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
    public ImmutableArray<ConditionKey> KeysOfService(int service)
    {
        ReadOnlySpan<ushort> names = namesOfServiceKeys[service];
        ReadOnlySpan<ushort> kinds = typesOfServiceKeys[service];
        var keys = new ConditionKey[names.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = new ConditionKey(keyNames[names[i]], keyTypes[kinds[i]]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(keys);
    }

    /// <summary>Resource types of a service.</summary>
    public ImmutableArray<ResourceType> TypesOfService(int service)
    {
        var result = new ResourceType[firstType[service + 1] - firstType[service]];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = TypeAt(firstType[service] + i);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    /// <summary>Condition keys of an action.</summary>
    public ImmutableArray<string> KeysOf(int action) => KeyList(actionKeyLists[action]);

    /// <summary>Resource types of an action.</summary>
    public ImmutableArray<ActionResource> ResourcesOf(int action, int service)
    {
        ReadOnlySpan<ushort> list = resources[action];
        if (list.IsEmpty)
        {
            return [];
        }

        var result = new ActionResource[list.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new ActionResource(TypeAt(firstType[service] + (list[i] >> 1)), (list[i] & 1) != 0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    /// <summary>Ids of an action's dependent actions.</summary>
    public ReadOnlySpan<ushort> DependentsOf(int action) => dependents[action];

    /// <summary>Lists and types are made when first asked for; two threads may both make one, and either will do.</summary>
    private ImmutableArray<string> KeyList(int number)
    {
        if (!keyLists[number].IsDefault)
        {
            return keyLists[number];
        }

        ReadOnlySpan<ushort> list = keyListNumbers[number];
        var keys = new string[list.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = keyNames[list[i]];
        }

        return keyLists[number] = ImmutableCollectionsMarshal.AsImmutableArray(keys);
    }

    private ResourceType TypeAt(int type) =>
        Volatile.Read(ref types[type]) ?? (types[type] = new ResourceType(typeNames[type], typeTemplates[type], KeyList(typeKeyLists[type])));
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
