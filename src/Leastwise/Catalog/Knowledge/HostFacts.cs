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

    /// <summary>Event names that differ from the operation's; null where there are none.</summary>
    public Dictionary<string, EventNameRow>? EventNames { get; set; }

    /// <summary>Events that are no API call, with their event type; null where there are none.</summary>
    public Dictionary<string, string>? NonApi { get; set; }

    /// <summary>Operations that need no permission, as <c>client.Operation</c> by operation; null where there are none.</summary>
    public Dictionary<string, string>? Permissionless { get; set; }

    /// <summary>Versions of event names; null where there are none.</summary>
    public List<VersionRow>? Versions { get; set; }
}

/// <summary>Event sources by host.</summary>
internal sealed class HostFacts
{
    private const string Domain = ".amazonaws.com";
    private readonly Dictionary<string, HostEntry> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HostEntry>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    // As nearly every record writes them: looked up without minding case, which is several times as quick.
    private readonly Dictionary<string, HostEntry> byEventSource = new(StringComparer.Ordinal);

    public HostFacts(ActionCatalog catalog, FactTables tables, EvidenceCodes evidence, OperationFacts operations)
    {
        foreach (string[] row in tables.Rows("hosts.tsv", "host", "prefixes", "evidence"))
        {
            hosts.Add(row[0], new HostEntry(row[0], OperationFacts.Services(catalog, row[1]), row[2], evidence.Grade(row[2])));
        }

        for (int service = 0; service < catalog.Names.Prefixes.Length; service++)
        {
            string prefix = catalog.Names.Prefixes[service];
            hosts.TryAdd(prefix, new HostEntry(prefix, [service], EvidenceCodes.Default, evidence.Grade(EvidenceCodes.Default)));
        }

        foreach (string[] row in tables.Rows("event-names.tsv", "host", "eventName", "client", "operation", "evidence"))
        {
            Dictionary<string, EventNameRow> names = hosts[row[0]].EventNames ??= NewNames<EventNameRow>();
            names[row[1]] = names.TryGetValue(row[1], out EventNameRow? same)
                ? same with { Operations = same.Operations.Add(row[3]) }
                : new EventNameRow(row[2], [row[3]], row[4]);
        }

        foreach (string[] row in tables.Rows("non-api-events.tsv", "host", "eventName", "eventType", "evidence"))
        {
            (hosts[row[0]].NonApi ??= NewNames<string>()).Add(row[1], row[2]);
        }

        foreach (string[] row in tables.Rows("versioned-names.tsv", "host", "suffix", "operations", "evidence"))
        {
            (hosts[row[0]].Versions ??= []).Add(new VersionRow(row[1], [.. row[2].Split(' ')], row[3]));
        }

        foreach (string call in operations.Permissionless.Keys)
        {
            int dot = call.IndexOf('.', StringComparison.Ordinal);
            if (operations.FindClient(call[..dot]) is { Host.Length: > 0 } client && hosts.TryGetValue(client.Host, out HostEntry? host))
            {
                (host.Permissionless ??= NewNames<string>()).TryAdd(call[(dot + 1)..], call);
            }
        }

        bySpan = hosts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (HostEntry host in hosts.Values)
        {
            byEventSource.Add(EventSource(host.Host), host);
        }
    }

    /// <summary>Every host, in ordinal order.</summary>
    public IEnumerable<HostEntry> All => hosts.Values.OrderBy(host => host.Host, StringComparer.Ordinal);

    /// <summary>The entry of an event source such as <c>ec2.amazonaws.com</c> (the domain may be missing); null where it is not known.</summary>
    public HostEntry? Find(string eventSource) =>
        byEventSource.TryGetValue(eventSource, out HostEntry? host) || bySpan.TryGetValue(WithoutDomain(eventSource), out host) ? host : null;

    /// <summary>The event source without its domain.</summary>
    public static ReadOnlySpan<char> WithoutDomain(ReadOnlySpan<char> eventSource)
    {
        ReadOnlySpan<char> global = eventSource.EndsWith(".cn", StringComparison.OrdinalIgnoreCase) ? eventSource[..^3] : eventSource;
        return global.EndsWith(Domain, StringComparison.OrdinalIgnoreCase) ? global[..^Domain.Length] : eventSource;
    }

    private static Dictionary<string, T> NewNames<T>() => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The event source of a host.</summary>
    public static string EventSource(string host) => host + Domain;
}
