using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Leastwise.Catalog.Knowledge;

/// <summary>An API operation whose actions are stated, because they are not the one of its name or because the table confirms it.</summary>
/// <param name="Client">The SDK's client, such as <c>s3control</c>.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Primary">Ids of the actions that every call needs.</param>
/// <param name="Conditional">Ids of those that a call may need, depending on its request.</param>
/// <param name="Evidence">Evidence codes.</param>
/// <param name="Confidence">Their grade.</param>
/// <param name="Ambiguous">Whether an operation of another client has the same name at the same host and needs other actions.</param>
internal sealed record OperationRow(
    string Client, string Operation, ImmutableArray<int> Primary, ImmutableArray<int> Conditional, string Evidence, Confidence Confidence, bool Ambiguous);

/// <summary>An SDK client.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">The event source that its calls are recorded under, without the domain; empty where not known.</param>
/// <param name="Services">The services whose actions its operations need, first the one that owns most.</param>
/// <param name="Evidence">Evidence codes.</param>
internal sealed record ClientRow(string Name, string Host, ImmutableArray<int> Services, string Evidence);

/// <summary>What an S3 call on a directory bucket needs.</summary>
/// <param name="Action">The action's id.</param>
/// <param name="Evidence">Evidence codes.</param>
internal sealed record DirectoryBucketRow(int Action, string Evidence);

/// <summary>Which operations exist, in which client, and which actions they need where that is not the action of the same name.</summary>
internal sealed class OperationFacts
{
    private readonly Dictionary<string, OperationRow>?[] byService;
    private readonly Dictionary<string, OperationRow> byClient = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ClientRow> clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> permissionless = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, string> clientsOfAction = [];
    private readonly string?[] clientsOfService;
    private readonly Dictionary<string, DirectoryBucketRow> directoryBuckets = new(StringComparer.OrdinalIgnoreCase);

    public OperationFacts(ActionCatalog catalog, FactTables tables, EvidenceCodes evidence)
    {
        byService = new Dictionary<string, OperationRow>?[catalog.Names.Prefixes.Length];
        clientsOfService = new string?[byService.Length];
        ReadClients(catalog, tables);
        ReadOperations(catalog, tables, evidence);
        ReadOwners(catalog, tables);
        foreach (string[] row in tables.Rows("permissionless.tsv", "client", "operation", "evidence"))
        {
            permissionless.Add($"{row[0]}.{row[1]}", row[2]);
        }

        foreach (string[] row in tables.Rows("directory-buckets.tsv", "operation", "action", "evidence"))
        {
            directoryBuckets.Add(row[0], new DirectoryBucketRow(catalog.FindId(row[1]), row[2]));
        }
    }

    /// <summary>Every stated operation, in order.</summary>
    public IEnumerable<OperationRow> Rows => byClient.Values;

    /// <summary>Every client.</summary>
    public IEnumerable<ClientRow> Clients => clients.Values;

    /// <summary>Calls that need no permission, as <c>client.Operation</c> and evidence.</summary>
    public IReadOnlyDictionary<string, string> Permissionless => permissionless;

    /// <summary>Operations on directory buckets and what they need.</summary>
    public IReadOnlyDictionary<string, DirectoryBucketRow> DirectoryBuckets => directoryBuckets;

    /// <summary>Actions, not permission-only ones, of whose name no operation is known.</summary>
    public ActionSet WithoutOperation { get; private set; } = ActionSet.Empty;

    /// <summary>The stated operation of that name that needs an action of the service; null where there is none.</summary>
    public OperationRow? Find(int service, ReadOnlySpan<char> operation) =>
        byService[service] is { } rows && rows.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(operation, out OperationRow? row) ? row : null;

    /// <summary>The stated operation of the client; null where there is none.</summary>
    public OperationRow? Find(string client, string operation) => byClient.GetValueOrDefault($"{client}.{operation}");

    /// <summary>The client of that name; null where there is none.</summary>
    public ClientRow? FindClient(string name) => clients.GetValueOrDefault(name);

    /// <summary>The clients that have an operation with the action's own name, parted by spaces; null where not known.</summary>
    public string? ClientsOf(int action, int service) =>
        WithoutOperation.Contains(action) ? null : clientsOfAction.GetValueOrDefault(action) ?? clientsOfService[service];

    private void ReadClients(ActionCatalog catalog, FactTables tables)
    {
        foreach (string[] row in tables.Rows("clients.tsv", "client", "eventSourceHost", "prefixes", "evidence"))
        {
            var client = new ClientRow(row[0], row[1], Services(catalog, row[2]), row[3]);
            clients.Add(client.Name, client);
            foreach (int service in client.Services)
            {
                clientsOfService[service] ??= client.Name;
            }
        }
    }

    private void ReadOperations(ActionCatalog catalog, FactTables tables, EvidenceCodes evidence)
    {
        // The table is ordered by client, so of two clients with one event name the one that is named after the service comes first.
        foreach (string[] cells in tables.Rows("operations.tsv", "client", "operation", "primaryActions", "conditionalActions", "evidence"))
        {
            var row = new OperationRow(
                cells[0], cells[1], Ids(catalog, cells[2]), Ids(catalog, cells[3]), cells[4], evidence.Grade(cells[4]), Ambiguous: false);
            byClient.Add($"{row.Client}.{row.Operation}", row);
            foreach (int action in row.Primary)
            {
                Dictionary<string, OperationRow> ofService = byService[catalog.Names.ServiceOf(action)] ??= new(StringComparer.OrdinalIgnoreCase);
                if (!ofService.TryAdd(row.Operation, row) && !ofService[row.Operation].Primary.AsSpan().SequenceEqual(row.Primary.AsSpan()))
                {
                    ofService[row.Operation] = ofService[row.Operation] with { Ambiguous = true };
                }
            }
        }
    }

    private void ReadOwners(ActionCatalog catalog, FactTables tables)
    {
        foreach (string[] row in tables.Rows("operation-clients.tsv", "prefix", "clients", "operations", "evidence"))
        {
            int service = catalog.Names.FindService(row[0]);
            if (row[2] == "*")
            {
                clientsOfService[service] = row[1];
                continue;
            }

            foreach (string operation in SplitWords(row[2]))
            {
                clientsOfAction[catalog.Names.FindAction(service, operation)] = row[1];
            }
        }

        List<int> without = [];
        foreach (string[] row in tables.Rows("no-operation.tsv", "prefix", "actions", "evidence"))
        {
            int service = catalog.Names.FindService(row[0]);
            if (row[1] == "*")
            {
                for (int action = catalog.Names.FirstAction[service]; action < catalog.Names.FirstAction[service + 1]; action++)
                {
                    without.Add(action);
                }

                continue;
            }

            foreach (string action in SplitWords(row[1]))
            {
                without.Add(catalog.Names.FindAction(service, action));
            }
        }

        WithoutOperation = ActionSet.Of(without);
    }

    private static string[] SplitWords(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ImmutableArray<int> Ids(ActionCatalog catalog, string actions) =>
        ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(SplitWords(actions), action => catalog.FindId(action)));

    /// <summary>The services of prefixes that are parted by spaces.</summary>
    internal static ImmutableArray<int> Services(ActionCatalog catalog, string prefixes) =>
        ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(SplitWords(prefixes), prefix => catalog.Names.FindService(prefix)));
}
