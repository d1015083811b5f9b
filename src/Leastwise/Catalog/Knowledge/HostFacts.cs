using System.Collections.Immutable;

namespace Leastwise.Catalog.Knowledge;

/// <summary>An event name that is not the operation's name.</summary>
/// <param name="Client">The operation's client.</param>
/// <param name="Operations">The operations that are recorded under the name.</param>
/// <param name="Evidence">Evidence codes.</param>
internal sealed record EventNameRow(string Client, ImmutableArray<string> Operations, string Evidence);

/// <summary>A version that CloudTrail appends to event names of a service.</summary>
/// <param name="Suffix">Such as <c>20150331v2</c>.</param>
/// <param name="Operations">The operations known to bear it; a lone star stands for all.</param>
/// <param name="Evidence">Evidence codes.</param>
internal sealed record VersionRow(string Suffix, ImmutableArray<string> Operations, string Evidence);

/// <summary>An event source: what is recorded under it.</summary>
internal sealed class HostEntry(string host, ImmutableArray<int> services, string evidence, Confidence confidence)
{
    /// <summary>The event source without its domain, such as <c>monitoring</c>.</summary>
    public string Host => host;

    /// <summary>The services that own its events, in the order in which they are asked.</summary>
    public ImmutableArray<int> Services => services;

    /// <summary>Evidence codes for the order.</summary>
    public string Evidence => evidence;

    /// <summary>How sure the order is.</summary>
    public Confidence Confidence => confidence;

    /// <summary>Event names that differ.</summary>
    public Dictionary<string, EventNameRow> EventNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Events that are no API call, with their event type.</summary>
    public Dictionary<string, string> NonApi { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Operations that need no permission, as <c>client.Operation</c> by operation.</summary>
    public Dictionary<string, string> Permissionless { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Versions of event names.</summary>
    public List<VersionRow> Versions { get; } = [];
}

/// <summary>Event sources by host.</summary>
internal sealed class HostFacts
{
    private const string Domain = ".amazonaws.com";
    private readonly Dictionary<string, HostEntry> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HostEntry>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public HostFacts(ActionCatalog catalog, FactTables tables, EvidenceCodes evidence, OperationFacts operations)
    {
        foreach (string[] row in tables.Rows("hosts.tsv", "host", "prefixes", "evidence"))
        {
            ImmutableArray<int> services = [.. row[1].Split(' ').Select(prefix => catalog.Names.FindService(prefix))];
            hosts.Add(row[0], new HostEntry(row[0], services, row[2], evidence.Grade(row[2])));
        }

        for (int service = 0; service < catalog.Names.Prefixes.Length; service++)
        {
            string prefix = catalog.Names.Prefixes[service];
            hosts.TryAdd(prefix, new HostEntry(prefix, [service], EvidenceCodes.Default, evidence.Grade(EvidenceCodes.Default)));
        }

        foreach (IGrouping<(string Host, string Event), string[]> rows in tables
            .Rows("event-names.tsv", "host", "eventName", "client", "operation", "evidence").GroupBy(row => (row[0], row[1])))
        {
            string[] first = rows.First();
            hosts[rows.Key.Host].EventNames.Add(rows.Key.Event, new EventNameRow(first[2], [.. rows.Select(row => row[3])], first[4]));
        }

        foreach (string[] row in tables.Rows("non-api-events.tsv", "host", "eventName", "eventType", "evidence"))
        {
            hosts[row[0]].NonApi.Add(row[1], row[2]);
        }

        foreach (string[] row in tables.Rows("versioned-names.tsv", "host", "suffix", "operations", "evidence"))
        {
            hosts[row[0]].Versions.Add(new VersionRow(row[1], [.. row[2].Split(' ')], row[3]));
        }

        foreach (string call in operations.Permissionless.Keys)
        {
            int dot = call.IndexOf('.', StringComparison.Ordinal);
            if (operations.FindClient(call[..dot]) is { Host.Length: > 0 } client && hosts.TryGetValue(client.Host, out HostEntry? host))
            {
                host.Permissionless.TryAdd(call[(dot + 1)..], call);
            }
        }

        bySpan = hosts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every host, in ordinal order.</summary>
    public IEnumerable<HostEntry> All => hosts.Values.OrderBy(host => host.Host, StringComparer.Ordinal);

    /// <summary>The entry of an event source such as <c>ec2.amazonaws.com</c> (the domain may be missing); null where it is not known.</summary>
    public HostEntry? Find(ReadOnlySpan<char> eventSource) => bySpan.TryGetValue(WithoutDomain(eventSource), out HostEntry? host) ? host : null;

    /// <summary>The event source without its domain.</summary>
    public static ReadOnlySpan<char> WithoutDomain(ReadOnlySpan<char> eventSource)
    {
        ReadOnlySpan<char> global = eventSource.EndsWith(".cn", StringComparison.OrdinalIgnoreCase) ? eventSource[..^3] : eventSource;
        return global.EndsWith(Domain, StringComparison.OrdinalIgnoreCase) ? global[..^Domain.Length] : eventSource;
    }

    /// <summary>The event source of a host.</summary>
    public static string EventSource(string host) => host + Domain;
}
