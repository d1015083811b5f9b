using System.Collections.Immutable;
using System.Text;
using Leastwise.Catalog.Knowledge;
using Leastwise.Text;

namespace Leastwise.Catalog;

/// <summary>
/// Answers questions about actions, events and operations. A question is <c>prefix:Action</c> (wildcards allowed), <c>eventSource eventName</c>
/// (parted by spaces or tabs, perhaps followed by the event type and by the type of a resource), <c>client.Operation</c>, or the message of a
/// denied call.
/// </summary>
public sealed class Explainer
{
    private static readonly char[] Blanks = [' ', '\t'];
    private readonly ActionCatalog catalog;
    private readonly EventResolver resolver;
    private readonly Lazy<ActionSet> permissionless;

    // A log can hold many names that nobody knows; each looks at all names of its host.
    private readonly Lazy<ILookup<string, string>> operationsOfHost;

    /// <summary>An explainer over a catalogue.</summary>
    public Explainer(ActionCatalog catalog)
    {
        this.catalog = catalog;
        resolver = new EventResolver(catalog);
        permissionless = new Lazy<ActionSet>(() => PermissionlessActions.Of(catalog));
        operationsOfHost = new Lazy<ILookup<string, string>>(() => catalog.Knowledge.Operations.Rows
            .ToLookup(row => catalog.Knowledge.Operations.FindClient(row.Client)?.Host ?? "", row => row.Operation, StringComparer.Ordinal));
    }

    /// <summary>The answer. Never an exception: what is not known is said with its reason.</summary>
    public Explanation Explain(string query)
    {
        if (query.Contains(DenialMessage.Sign, StringComparison.OrdinalIgnoreCase))
        {
            return ExplainDenial(query);
        }

        string[] words = query.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => Unknown(query, QueryKind.Action, "The question is empty.", []),
            [var one] when one.Contains(':', StringComparison.Ordinal) || WildcardPattern.HasWildcard(one) => ExplainAction(query, one),
            [var one] when one.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) =>
                Unknown(query, QueryKind.Event, $"{one} is an event source; an event is its source and its name.", []),
            [var one] when one.Contains('.', StringComparison.Ordinal) => ExplainOperation(query, one),
            [var one] => Unknown(query, QueryKind.Action, $"{one} is no action, event or operation: write prefix:Action, eventSource eventName, or client.Operation.", Namesakes(one)),
            [var source, var name] => ExplainEvent(query, source, name, null, null),
            [var source, var name, var resource] when IsResourceType(resource) => ExplainEvent(query, source, name, null, resource),
            [var source, var name, var type] => ExplainEvent(query, source, name, type, null),
            [var source, var name, var type, var resource] when IsResourceType(resource) => ExplainEvent(query, source, name, type, resource),
            _ => Unknown(query, QueryKind.Event, "An event is its source and its name, perhaps followed by its type and a resource's type; this has more words.", []),
        };
    }

    private Explanation ExplainAction(string query, string pattern)
    {
        ImmutableArray<CatalogAction> actions = [.. catalog.Expand(pattern).Select(id => catalog.Actions[id])];
        if (actions.IsEmpty)
        {
            return UnknownAction(query, pattern);
        }

        bool single = actions.Length == 1;
        ImmutableArray<ProvingEvent> proofs = single ? catalog.ProvenBy(actions[0]) : [];
        return new Explanation
        {
            Query = query,
            Kind = QueryKind.Action,
            Resolved = true,
            Actions = actions,
            ConditionalActions = single ? catalog.DependentsOf(actions[0].Id) : [],
            Permissionless = actions.All(action => permissionless.Value.Contains(action.Id)),
            NonApi = false,
            Logging = Common(actions),
            Confidence = Confidence.High,
            Rule = single && permissionless.Value.Contains(actions[0].Id) ? "Calls of it always work; no policy gives it or needs to."
                : single ? RuleOf(actions[0], proofs) : $"The pattern means {actions.Length} actions of the service authorization reference of {catalog.Version}.",
            Operation = OperationOf(proofs),
            ProvenBy = proofs,
        };
    }

    /// <summary>Such as <c>AWS::S3::Object</c>.</summary>
    private static bool IsResourceType(string word) => word.Contains("::", StringComparison.Ordinal);

    private Explanation ExplainDenial(string query)
    {
        if (DenialMessage.Parse(query) is not { } denial)
        {
            return Unknown(query, QueryKind.Action, "The message names no action.", []);
        }

        Explanation answer = ExplainAction(query, denial.Action);
        return answer.Resolved ? answer with { Rule = $"The message names the action, which is better evidence than any table. {denial.InWords()} {answer.Rule}" } : answer;
    }

    private Explanation ExplainEvent(string query, string source, string name, string? type, string? resourceType) =>
        Answer(query, QueryKind.Event, resolver.Resolve(source, name, type, resourceType), () => NearestEvents(source, name));

    private Explanation ExplainOperation(string query, string operation) =>
        Answer(query, QueryKind.Operation, resolver.ResolveOperation(operation), () => NearestOperations(operation)) with { Model = catalog.ModelOf(operation) };

    private static Explanation Answer(string query, QueryKind kind, EventResolution resolution, Func<ImmutableArray<string>> nearest)
    {
        if (resolution is EventResolution.Unresolved)
        {
            return Unknown(query, kind, resolution.Rule, nearest());
        }

        var privileges = resolution as EventResolution.Privileges;
        return new Explanation
        {
            Query = query,
            Kind = kind,
            Resolved = true,
            Actions = privileges?.Primary ?? [],
            ConditionalActions = privileges?.Conditional ?? [],
            Permissionless = resolution is EventResolution.Permissionless,
            NonApi = resolution is EventResolution.NonApi,
            Logging = resolution.Logging,
            Confidence = resolution.Confidence,
            Rule = resolution.Rule,
            Operation = privileges?.Operation,
        };
    }

    private static Explanation Unknown(string query, QueryKind kind, string reason, ImmutableArray<string> nearest) => new()
    {
        Query = query,
        Kind = kind,
        Resolved = false,
        Actions = [],
        ConditionalActions = [],
        Permissionless = false,
        NonApi = false,
        Logging = LoggingFacts.Unknown,
        Confidence = Confidence.Low,
        Rule = nearest.IsEmpty ? reason : $"{reason} Nearest: {string.Join(", ", nearest)}.",
        Nearest = nearest,
    };

    private Explanation UnknownAction(string query, string pattern)
    {
        if (!Ascii.IsValid(pattern))
        {
            return Unknown(query, QueryKind.Action, $"{pattern} holds a character outside ASCII; no action does.", []);
        }

        int colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return Unknown(query, QueryKind.Action, $"{pattern} has no colon; IAM accepts only * alone without a service.", []);
        }

        string prefix = pattern[..colon];
        if (WildcardPattern.HasWildcard(pattern))
        {
            return Unknown(query, QueryKind.Action, $"No action matches {pattern}.", catalog.FindService(prefix) is null ? NearestPrefixes(prefix) : []);
        }

        return catalog.FindService(prefix) is { } service
            ? Unknown(query, QueryKind.Action, $"{service.Name} has no action {pattern[(colon + 1)..]}.", NearestActions(service, pattern[(colon + 1)..]))
            : Unknown(query, QueryKind.Action, $"No service has the prefix {prefix}.", NearestPrefixes(prefix));
    }

    private static string RuleOf(CatalogAction action, ImmutableArray<ProvingEvent> proofs)
    {
        ImmutableArray<ProvingEvent> direct = [.. proofs.Where(proof => !proof.Conditional)];
        if (direct.Any(proof => proof.Operation.EndsWith($".{action.Name}", StringComparison.OrdinalIgnoreCase)))
        {
            return "The action has the operation's name.";
        }

        string what = action.PermissionOnly ? "The action exists only to be granted" : "No API operation of the action's name is known";
        return direct.IsEmpty ? $"{what}; no event proves it by itself." : $"{what}; other operations need it.";
    }

    private static string? OperationOf(ImmutableArray<ProvingEvent> proofs) =>
        proofs.Where(proof => proof is { Conditional: false, Operation.Length: > 0 }).Select(proof => proof.Operation).Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : null;

    private Logging Common(ImmutableArray<CatalogAction> actions)
    {
        Logging first = catalog.LoggingOf(actions[0]);
        foreach (CatalogAction action in actions.AsSpan()[1..])
        {
            Logging other = catalog.LoggingOf(action);
            if (other.State != first.State)
            {
                return LoggingFacts.Unknown with { Evidence = "" };
            }

            first = first with
            {
                DataResourceTypes = [.. first.DataResourceTypes.Union(other.DataResourceTypes, StringComparer.Ordinal)],
                Confidence = first.Confidence < other.Confidence ? first.Confidence : other.Confidence,
                Evidence = first.Evidence == other.Evidence ? first.Evidence : "",
            };
        }

        return first;
    }

    private ImmutableArray<string> NearestPrefixes(string prefix) => [.. NearestName.Find(prefix, catalog.Names.Prefixes)];

    private ImmutableArray<string> NearestActions(CatalogService service, string name) =>
        [.. NearestName.Find(name, service.Actions.Select(id => catalog.Names.Names[id])).Select(near => $"{service.Prefix}:{near}")];

    /// <summary>A word that is some service's action: the services that have it.</summary>
    private ImmutableArray<string> Namesakes(string word) =>
        Ascii.IsValid(word) ? [.. catalog.Expand($"*:{word}").Take(3).Select(id => catalog.Actions[id].FullName)] : [];

    private ImmutableArray<string> NearestEvents(string source, string name)
    {
        if (catalog.Knowledge.Hosts.Find(source) is not { } host)
        {
            IEnumerable<string> hosts = catalog.Knowledge.Hosts.All.Select(one => one.Host);
            return [.. NearestName.Find(HostFacts.WithoutDomain(source).ToString(), hosts).Select(near => HostFacts.EventSource(near))];
        }

        IEnumerable<string> names = host.Services
            .SelectMany(service => catalog.Names.Names.Range(catalog.Names.FirstAction[service], catalog.Names.FirstAction[service + 1]))
            .Concat(operationsOfHost.Value[host.Host])
            .Concat(host.EventNames?.Keys ?? Enumerable.Empty<string>())
            .Concat(host.NonApi?.Keys ?? Enumerable.Empty<string>());
        return [.. NearestName.Find(name, names.Distinct(StringComparer.Ordinal))];
    }

    private ImmutableArray<string> NearestOperations(string operation)
    {
        int dot = operation.LastIndexOf('.');
        if (catalog.Knowledge.Operations.FindClient(operation[..dot]) is not { } client)
        {
            return [.. NearestName.Find(operation[..dot], catalog.Knowledge.Operations.Clients.Select(one => one.Name))];
        }

        IEnumerable<string> names = client.Services
            .SelectMany(service => Enumerable.Range(catalog.Names.FirstAction[service], catalog.Names.FirstAction[service + 1] - catalog.Names.FirstAction[service]))
            .Where(id => !catalog.Knowledge.Operations.WithoutOperation.Contains(id))
            .Select(id => catalog.Names.Names[id])
            .Concat(catalog.Knowledge.Operations.Rows.Where(row => row.Client == client.Name).Select(row => row.Operation));
        return [.. NearestName.Find(operation[(dot + 1)..], names.Distinct(StringComparer.Ordinal)).Select(near => $"{client.Name}.{near}")];
    }
}
