using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Leastwise.Catalog.Knowledge;

/// <summary>From an action to the events that would prove it: the fact tables read backwards.</summary>
internal sealed class ProofIndex(ActionCatalog catalog, CatalogKnowledge knowledge)
{
    private readonly ConcurrentDictionary<int, ImmutableArray<ProvingEvent>> known = new();
    private readonly Lazy<ILookup<int, (OperationRow Row, bool Conditional)>> stated = new(() => knowledge.Operations.Rows
        .SelectMany(row => row.Primary.Select(action => (action, row, conditional: false))
            .Concat(row.Conditional.Select(action => (action, row, conditional: true))))
        .ToLookup(use => use.action, use => (use.row, use.conditional)));

    private readonly Lazy<ILookup<(string Client, string Operation), (HostEntry Host, string Event, string Evidence)>> renamed = new(() => knowledge.Hosts.All
        .SelectMany(host => host.EventNames.SelectMany(name =>
            name.Value.Operations.Select(operation => (name.Value.Client, operation, host, eventName: name.Key, name.Value.Evidence))))
        .ToLookup(name => (name.Client, name.operation), name => (name.host, name.eventName, name.Evidence)));

    /// <summary>Primary before conditional, then the surer ones, then in ordinal order.</summary>
    public ImmutableArray<ProvingEvent> Of(CatalogAction action) => known.GetOrAdd(action.Id, _ => Collect(action));

    private ImmutableArray<ProvingEvent> Collect(CatalogAction action)
    {
        int service = catalog.Names.FindService(action.Prefix);
        List<ProvingEvent> proofs = [];
        foreach ((OperationRow row, bool conditional) in stated.Value[action.Id])
        {
            Add(row.Client, row.Operation, conditional, row.Evidence, row.Confidence);
        }

        if (OwnOperationExists(action, service))
        {
            string? clients = knowledge.Operations.ClientsOf(action.Id, service);
            foreach (string client in clients?.Split(' ') ?? [""])
            {
                if (client.Length > 0 && knowledge.Operations.Find(client, action.Name) is not null)
                {
                    continue;
                }

                Add(client, action.Name, conditional: false, clients is null ? EvidenceCodes.Default : "API", clients is null ? Confidence.Low : Confidence.Medium);
            }
        }

        foreach ((string operation, (int _, string evidence)) in knowledge.Operations.DirectoryBuckets.Where(row => row.Value.Action == action.Id))
        {
            ImmutableArray<CatalogAction> self = [action];
            proofs.Add(new ProvingEvent(
                HostFacts.EventSource("s3express"), operation, $"s3.{operation}", Conditional: false,
                knowledge.Logging.OfEvent(null, self, Confidence.High), knowledge.Evidence.Grade(evidence), evidence));
        }

        return [.. proofs
            .Distinct()
            .OrderBy(proof => proof.Conditional)
            .ThenByDescending(proof => proof.Confidence)
            .ThenBy(proof => proof.EventSource, StringComparer.Ordinal)
            .ThenBy(proof => proof.EventName, StringComparer.Ordinal)
            .ThenBy(proof => proof.Operation, StringComparer.Ordinal)];

        void Add(string client, string operation, bool conditional, string evidence, Confidence confidence)
        {
            ClientRow? row = client.Length == 0 ? null : knowledge.Operations.FindClient(client);
            HostEntry? host = knowledge.Hosts.Find(row is null ? action.Prefix : row.Host);
            string name = client.Length == 0 ? "" : $"{client}.{operation}";
            ImmutableArray<CatalogAction> actions = StatedActions(client, operation) ?? [action];
            Logging logging = knowledge.Logging.OfEvent(name.Length == 0 ? null : name, actions, host?.Confidence ?? Confidence.Low);
            var names = renamed.Value[(client, operation)].ToList();
            if (names.TrueForAll(other => other.Host != host))
            {
                foreach ((string eventName, string versionEvidence) in EventNames(host, operation))
                {
                    proofs.Add(new ProvingEvent(
                        host is null ? "" : HostFacts.EventSource(host.Host), eventName, name, conditional, logging, confidence,
                        versionEvidence.Length == 0 ? evidence : $"{evidence} {versionEvidence}"));
                }
            }

            foreach ((HostEntry other, string eventName, string nameEvidence) in names)
            {
                proofs.Add(new ProvingEvent(HostFacts.EventSource(other.Host), eventName, name, conditional, logging, confidence, $"{evidence} {nameEvidence}"));
            }
        }
    }

    private bool OwnOperationExists(CatalogAction action, int service) =>
        !action.PermissionOnly
        && !knowledge.Operations.WithoutOperation.Contains(action.Id)
        && knowledge.Operations.Find(service, action.Name) is null;

    private ImmutableArray<CatalogAction>? StatedActions(string client, string operation) =>
        knowledge.Operations.Find(client, operation) is { } row ? [.. row.Primary.Select(catalog.ActionAt)] : null;

    private static IEnumerable<(string Name, string Evidence)> EventNames(HostEntry? host, string operation)
    {
        yield return (operation, "");
        foreach (VersionRow version in host?.Versions ?? [])
        {
            // Of a service that versions every name, only the newest version is in use.
            bool all = version.Operations is ["*"];
            if (all ? version == host?.Versions[^1] || version.Suffix == host?.Versions.Max(row => row.Suffix) : version.Operations.Contains(operation))
            {
                yield return (operation + version.Suffix, version.Evidence);
            }
        }
    }
}
