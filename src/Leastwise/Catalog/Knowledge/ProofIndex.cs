using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Leastwise.Catalog.Knowledge;

/// <summary>From an action to the events that would prove it: the fact tables read backwards.</summary>
internal sealed class ProofIndex(ActionCatalog catalog, CatalogKnowledge knowledge)
{
    private readonly ConcurrentDictionary<int, ImmutableArray<ProvingEvent>> known = new();
    private readonly ConcurrentDictionary<int, ImmutableArray<ProvingEvent>> direct = new();
    private readonly Lazy<ILookup<int, (OperationRow Row, bool Conditional)>> stated = new(() => knowledge.Operations.Rows
        .SelectMany(row => row.Primary.Select(action => (action, row, conditional: false))
            .Concat(row.Conditional.Select(action => (action, row, conditional: true))))
        .ToLookup(use => use.action, use => (use.row, use.conditional)));

    private readonly Lazy<ILookup<int, int>> parents = new(() => catalog.Actions
        .SelectMany(action => catalog.DependentsOf(action.Id).Select(dependent => (dependent.Id, action.Id)))
        .ToLookup(pair => pair.Item1, pair => pair.Item2));

    private readonly Lazy<ILookup<(string Client, string Operation), (HostEntry Host, string Event, string Evidence)>> renamed = new(() => knowledge.Hosts.All
        .SelectMany(host => (host.EventNames ?? []).SelectMany(name =>
            name.Value.Operations.Select(operation => (name.Value.Client, operation, host, eventName: name.Key, name.Value.Evidence))))
        .ToLookup(name => (name.Client, name.operation), name => (name.host, name.eventName, name.Evidence)));

    /// <summary>Primary before conditional, then the surer ones, then in ordinal order.</summary>
    public ImmutableArray<ProvingEvent> Of(CatalogAction action) => known.GetOrAdd(action.Id, _ => Collect(action, alsoConditional: true));

    /// <summary>The primary ones alone, which are found without looking at all other actions.</summary>
    public ImmutableArray<ProvingEvent> DirectOf(CatalogAction action) => direct.GetOrAdd(action.Id, _ => Collect(action, alsoConditional: false));

    private ImmutableArray<ProvingEvent> Collect(CatalogAction action, bool alsoConditional)
    {
        int service = catalog.Names.FindService(action.Prefix);
        List<ProvingEvent> proofs = [];
        foreach ((OperationRow row, bool conditional) in stated.Value[action.Id].Where(use => alsoConditional || !use.Conditional))
        {
            Add(row.Client, row.Operation, conditional, row.Evidence, row.Confidence);
        }

        AddOwn(action, service, conditional: false);
        foreach (int parent in alsoConditional ? parents.Value[action.Id] : [])
        {
            AddOwn(catalog.ActionAt(parent), catalog.Names.ServiceOf(parent), conditional: true);
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

        void AddOwn(CatalogAction owner, int ownerService, bool conditional)
        {
            if (!OwnOperationExists(owner, ownerService))
            {
                return;
            }

            string? clients = knowledge.Operations.ClientsOf(owner.Id, ownerService);
            foreach (string client in clients?.Split(' ') ?? [""])
            {
                if (client.Length == 0 || knowledge.Operations.Find(client, owner.Name) is null)
                {
                    string evidence = conditional ? "SAR" : clients is null ? EvidenceCodes.Default : "API";
                    Add(client, owner.Name, conditional, evidence, clients is null ? Confidence.Low : Confidence.Medium, owner);
                }
            }
        }

        void Add(string client, string operation, bool conditional, string evidence, Confidence confidence, CatalogAction? owner = null)
        {
            ClientRow? row = client.Length == 0 ? null : knowledge.Operations.FindClient(client);
            string name = client.Length == 0 ? "" : $"{client}.{operation}";
            if (knowledge.Operations.Permissionless.ContainsKey(name))
            {
                return;
            }

            ImmutableArray<CatalogAction> actions = StatedActions(client, operation) ?? [owner ?? action];
            HostEntry? host = HostOf(row, actions);
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

    /// <summary>The client's event source, unless it does not record the action's service: then the service's own.</summary>
    private HostEntry? HostOf(ClientRow? client, ImmutableArray<CatalogAction> actions)
    {
        HostEntry? own = client is null ? null : knowledge.Hosts.Find(client.Host);
        return own is not null && actions.Any(action => own.Services.Contains(catalog.Names.FindService(action.Prefix)))
            ? own
            : knowledge.Hosts.Find(actions[0].Prefix);
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
        // Of a service that versions every name, only the newest version is in use.
        string? newest = host?.Versions?.Where(version => version.Operations is ["*"]).Max(version => version.Suffix);
        foreach (VersionRow version in host?.Versions ?? [])
        {
            if (version.Operations is ["*"] ? version.Suffix == newest : version.Operations.Contains(operation))
            {
                yield return (operation + version.Suffix, version.Evidence);
            }
        }
    }
}
