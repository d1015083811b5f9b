using System.Collections.Concurrent;
using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Catalog.Knowledge;

/// <summary>From an action to the events that would prove it: the fact tables read backwards.</summary>
internal sealed class ProofIndex(ActionCatalog catalog, CatalogKnowledge knowledge)
{
    private readonly ConcurrentDictionary<int, ImmutableArray<ProvingEvent>> known = new();
    private readonly ConcurrentDictionary<int, ImmutableArray<ProvingEvent>> direct = new();
    private readonly Lazy<Dictionary<int, List<StatedUse>>> stated = new(() => StatedUses(knowledge.Operations.Rows));

    private readonly Lazy<ILookup<int, int>> parents = new(() => catalog.Actions
        .SelectMany(action => catalog.DependentsOf(action.Id).Select(dependent => (dependent.Id, action.Id)))
        .ToLookup(pair => pair.Item1, pair => pair.Item2));

    private readonly Lazy<Dictionary<string, List<EventOfOtherName>>> renamed = new(() => EventsOfOtherNames(knowledge.Hosts.All));

    /// <summary>Primary before conditional, then the surer ones, then in ordinal order.</summary>
    public ImmutableArray<ProvingEvent> Of(CatalogAction action) => known.GetOrAdd(action.Id, _ => Collect(action, alsoConditional: true));

    /// <summary>The primary ones alone, which are found without looking at all other actions.</summary>
    public ImmutableArray<ProvingEvent> DirectOf(CatalogAction action) => direct.GetOrAdd(action.Id, _ => Collect(action, alsoConditional: false));

    private ImmutableArray<ProvingEvent> Collect(CatalogAction action, bool alsoConditional)
    {
        int service = catalog.Names.FindService(action.Prefix);
        List<ProvingEvent> proofs = [];
        foreach (StatedUse use in stated.Value.GetValueOrDefault(action.Id, []))
        {
            if (alsoConditional || !use.Conditional)
            {
                Add(use.Row.Client, use.Row.Operation, use.Conditional, use.Row.Evidence, use.Row.Confidence);
            }
        }

        AddOwn(action, service, conditional: false);
        foreach (int parent in alsoConditional ? parents.Value[action.Id] : [])
        {
            AddOwn(catalog.ActionAt(parent), catalog.Names.ServiceOf(parent), conditional: true);
        }

        foreach ((string operation, (int only, string evidence)) in knowledge.Operations.DirectoryBuckets)
        {
            if (only != action.Id)
            {
                continue;
            }

            ImmutableArray<CatalogAction> self = [action];
            proofs.Add(new ProvingEvent(
                HostFacts.EventSource("s3express"), operation, $"s3.{operation}", Conditional: false,
                knowledge.Logging.OfEvent(null, self, Confidence.High), knowledge.Evidence.Grade(evidence), evidence));
        }

        return proofs.Count < 2 ? [.. proofs] : [.. proofs
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
            List<EventOfOtherName> names = renamed.Value.GetValueOrDefault($"{client}.{operation}", []);
            if (names.TrueForAll(other => other.Host != host))
            {
                foreach ((string eventName, string versionEvidence) in EventNames(host, operation))
                {
                    proofs.Add(new ProvingEvent(
                        host is null ? "" : HostFacts.EventSource(host.Host), eventName, name, conditional, logging, confidence,
                        versionEvidence.Length == 0 ? evidence : $"{evidence} {versionEvidence}"));
                }
            }

            foreach (EventOfOtherName other in names)
            {
                proofs.Add(new ProvingEvent(HostFacts.EventSource(other.Host.Host), other.Name, name, conditional, logging, confidence, $"{evidence} {other.Evidence}"));
            }
        }
    }

    private static Dictionary<int, List<StatedUse>> StatedUses(IEnumerable<OperationRow> rows)
    {
        var uses = new Dictionary<int, List<StatedUse>>();
        foreach (OperationRow row in rows)
        {
            foreach (int action in row.Primary)
            {
                ListsByKey.Of(uses, action).Add(new StatedUse(row, Conditional: false));
            }

            foreach (int action in row.Conditional)
            {
                ListsByKey.Of(uses, action).Add(new StatedUse(row, Conditional: true));
            }
        }

        return uses;
    }

    private static Dictionary<string, List<EventOfOtherName>> EventsOfOtherNames(IEnumerable<HostEntry> hosts)
    {
        var events = new Dictionary<string, List<EventOfOtherName>>(StringComparer.Ordinal);
        foreach (HostEntry host in hosts)
        {
            foreach ((string name, EventNameRow row) in host.EventNames ?? [])
            {
                foreach (string operation in row.Operations)
                {
                    ListsByKey.Of(events, $"{row.Client}.{operation}").Add(new EventOfOtherName(host, name, row.Evidence));
                }
            }
        }

        return events;
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

    /// <summary>A stated operation that needs an action.</summary>
    private sealed record StatedUse(OperationRow Row, bool Conditional);

    /// <summary>An event that is not named as its operation is.</summary>
    private sealed record EventOfOtherName(HostEntry Host, string Name, string Evidence);
}
