namespace Leastwise.Catalog.Storage;

/// <summary>The operations of the SDK's models, by client, with their HTTP verbs. Unpacked when an operation is asked for.</summary>
internal sealed class ModelPart
{
    private readonly Dictionary<string, int> clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] endpoints;
    private readonly string[] versions;
    private readonly int[] first;
    private readonly TextColumn operations;
    private readonly string[] verbNames;
    private readonly ushort[] verbs;

    public ModelPart(ReadOnlySpan<byte> bytes)
    {
        var reader = new ColumnReader(bytes);
        Clients = reader.Texts();
        endpoints = reader.Texts();
        versions = reader.Texts();
        first = ColumnReader.Starts(reader.Numbers());
        operations = reader.Column();
        verbNames = reader.Texts();
        verbs = reader.Numbers();
        for (int i = 0; i < Clients.Length; i++)
        {
            clients.Add(Clients[i], i);
        }
    }

    /// <summary>Clients that have a model, in ordinal order.</summary>
    public string[] Clients { get; }

    /// <summary>Writes the part. Clients and their operations must be in ordinal order without regard to case.</summary>
    public static byte[] Write(IReadOnlyCollection<OperationModels> models)
    {
        string[] used = [.. models.SelectMany(model => model.Operations.Select(operation => operation.Verb)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var writer = new ColumnWriter();
        writer.Texts([.. models.Select(model => model.Client)]);
        writer.Texts([.. models.Select(model => model.EndpointPrefix)]);
        writer.Texts([.. models.Select(model => model.ApiVersion)]);
        writer.Numbers([.. models.Select(model => model.Operations.Length)]);
        writer.Texts([.. models.SelectMany(model => model.Operations.Select(operation => operation.Name))]);
        writer.Texts(used);
        writer.Numbers([.. models.SelectMany(model => model.Operations.Select(operation => Array.IndexOf(used, operation.Verb)))]);
        return writer.ToArray();
    }

    /// <summary>The model of an operation; null where the client has no model or its model no such operation.</summary>
    public OperationModel? Find(string client, string operation)
    {
        if (!clients.TryGetValue(client, out int number))
        {
            return null;
        }

        int low = first[number];
        int high = first[number + 1] - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = operations.Compare(operation, middle);
            if (order == 0)
            {
                return new OperationModel(operations[middle], verbNames[verbs[middle]], endpoints[number], versions[number]);
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        return null;
    }

    /// <summary>All models, as written.</summary>
    public IEnumerable<OperationModels> All() => Clients.Select((client, i) => new OperationModels(
        client, endpoints[i], versions[i], [.. Enumerable.Range(first[i], first[i + 1] - first[i]).Select(operation => (operations[operation], verbNames[verbs[operation]]))]));
}
