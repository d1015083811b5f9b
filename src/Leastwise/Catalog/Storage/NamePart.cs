using Leastwise.Text;

namespace Leastwise.Catalog.Storage;

/// <summary>Services and action names as columns, in the catalogue's order: what every question needs.</summary>
internal sealed class NamePart
{
    /// <summary>The bits of <see cref="Flags"/> that hold the access levels.</summary>
    public const int LevelBits = 31;

    /// <summary>The bit of <see cref="Flags"/> that marks an action which exists only to be granted.</summary>
    public const int PermissionOnlyBit = 32;

    private readonly PrefixTable services;

    public NamePart(ReadOnlySpan<byte> bytes)
    {
        var reader = new ColumnReader(bytes);
        Prefixes = reader.Texts();
        ServiceNames = reader.Texts();
        FirstAction = ColumnReader.Starts(reader.Numbers());
        services = new PrefixTable(Prefixes);
        Names = reader.Column();
        Flags = reader.Numbers();
    }

    /// <summary>Service prefixes, ordered so that their actions' full names are in order without regard to case.</summary>
    public string[] Prefixes { get; }

    /// <summary>Service names, by service.</summary>
    public string[] ServiceNames { get; }

    /// <summary>The first action of each service, and at last the number of actions.</summary>
    public int[] FirstAction { get; }

    /// <summary>Action names, by action.</summary>
    public TextColumn Names { get; }

    /// <summary>Levels and flags, by action.</summary>
    public ushort[] Flags { get; }

    /// <summary>Writes the part.</summary>
    public static byte[] Write(IReadOnlyCollection<(string Prefix, string Name, int Actions)> services, IReadOnlyCollection<(string Name, int Flags)> actions)
    {
        var writer = new ColumnWriter();
        writer.Texts([.. services.Select(service => service.Prefix)]);
        writer.Texts([.. services.Select(service => service.Name)]);
        writer.Numbers([.. services.Select(service => service.Actions)]);
        writer.Texts([.. actions.Select(action => action.Name)]);
        writer.Numbers([.. actions.Select(action => action.Flags)]);
        return writer.ToArray();
    }

    /// <summary>The number of a service, or -1.</summary>
    public int FindService(ReadOnlySpan<char> prefix) => services.Find(prefix);

    /// <summary>The service of an action.</summary>
    public int ServiceOf(int action)
    {
        int index = Array.BinarySearch(FirstAction, action);
        if (index < 0)
        {
            return ~index - 1;
        }

        // A service without actions shares its start with the next one.
        while (FirstAction[index + 1] == action)
        {
            index++;
        }

        return index;
    }

    /// <summary>The id of the service's action of that name, in any case, or -1.</summary>
    public int FindAction(int service, ReadOnlySpan<char> name)
    {
        int low = FirstAction[service];
        int high = FirstAction[service + 1] - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Names.Compare(name, middle);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return -1;
    }

    /// <summary>Adds the ids of the service's actions whose name matches the pattern.</summary>
    public void Match(int service, ReadOnlySpan<char> pattern, List<int> ids)
    {
        for (int id = FirstAction[service]; id < FirstAction[service + 1]; id++)
        {
            if (WildcardPattern.IsMatch(pattern, Names[id], ignoreCase: true))
            {
                ids.Add(id);
            }
        }
    }
}
