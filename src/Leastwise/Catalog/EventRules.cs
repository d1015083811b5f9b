using System.Collections.Immutable;
using Leastwise.Catalog.Knowledge;
using Leastwise.Catalog.Storage;

namespace Leastwise.Catalog;

/// <summary>The rules from an event to privileges, in their order. <see cref="EventResolver"/> remembers the answers.</summary>
internal sealed class EventRules(ActionCatalog catalog)
{
    private const string ApiCall = "AwsApiCall";
    private const string DirectoryBucketHost = "s3express";
    private readonly CatalogKnowledge knowledge = catalog.Knowledge;
    private readonly NamePart names = catalog.Names;

    /// <summary>Whether the event type is that of API calls.</summary>
    public static bool IsApiCall(string eventType) => eventType.Equals(ApiCall, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a resource of this type makes the same event mean other privileges.</summary>
    public static bool ChangesTheAnswer(string resourceType) =>
        resourceType.StartsWith("AWS::S3Express::", StringComparison.OrdinalIgnoreCase)
        || resourceType.StartsWith("AWS::S3ObjectLambda::", StringComparison.OrdinalIgnoreCase);

    /// <summary>What an event says; see <see cref="EventResolver.Resolve"/>.</summary>
    public EventResolution Resolve(string eventSource, string eventName, string? eventType, string? resourceType)
    {
        HostEntry? host = knowledge.Hosts.Find(eventSource);
        if (eventType is not null && !IsApiCall(eventType))
        {
            return ResolveOtherType(host, eventName, eventType);
        }

        if (host is null)
        {
            return new EventResolution.Unresolved(LoggingFacts.Unknown, $"No service is known to record events under {eventSource}.");
        }

        if (eventType is null && Listed(host, eventName) is { } listed)
        {
            return NonApi(listed);
        }

        string? confined = resourceType switch
        {
            null => host.Host == DirectoryBucketHost ? DirectoryBucketHost : null,
            _ => resourceType.StartsWith("AWS::S3Express::", StringComparison.OrdinalIgnoreCase) ? DirectoryBucketHost : "s3-object-lambda",
        };
        ReadOnlySpan<char> name = eventName;
        EventResolution? found = ByName(host, name, confined, versionEvidence: null);
        if (found is null && EventVersion.BaseLength(name) is int length && length < name.Length)
        {
            string operation = eventName[..length];
            found = ByName(host, operation, confined, VersionEvidence(host, operation, eventName[length..]));
        }

        if (found is not null)
        {
            return found;
        }

        return Listed(host, eventName) is { } type
            ? NonApi(type)
            : new EventResolution.Unresolved(
                LoggingFacts.Unknown,
                $"None of the services recorded under {eventSource} ({string.Join(", ", host.Services.Select(service => names.Prefixes[service]))}) has an operation or action {eventName}.");
    }

    /// <summary>What an operation needs; see <see cref="EventResolver.ResolveOperation"/>.</summary>
    public EventResolution ResolveOperation(string operation)
    {
        int dot = operation.LastIndexOf('.');
        if (dot <= 0 || knowledge.Operations.FindClient(operation[..dot]) is not { } client)
        {
            return new EventResolution.Unresolved(LoggingFacts.Unknown, $"No SDK client is named {(dot <= 0 ? operation : operation[..dot])}.");
        }

        return OfClient(client, operation[(dot + 1)..], nameEvidence: null)
            ?? new EventResolution.Unresolved(LoggingFacts.Unknown, catalog.ModelOf(operation) is { } model
                ? $"The client {client.Name} has the operation {model.Name} (HTTP {model.Verb}), but which actions it needs is not known."
                : $"The client {client.Name} is not known to have an operation {operation[(dot + 1)..]}.");
    }

    private EventResolution ResolveOtherType(HostEntry? host, string eventName, string eventType)
    {
        // The console's change of role is a sign-in event and an exercise of sts:AssumeRole at once.
        if (host is { Host: "signin", EventNames: { } renamed } && renamed.TryGetValue(eventName, out EventNameRow? row))
        {
            return OfEventName(row) ?? NonApi(eventType);
        }

        return eventType.ToUpperInvariant() is "AWSSERVICEEVENT" or "AWSCONSOLESIGNIN" or "AWSCONSOLEACTION" or "AWSVPCEEVENT" or "AWSCLOUDTRAILINSIGHT"
            ? NonApi(eventType)
            : new EventResolution.Unresolved(LoggingFacts.Unknown, $"The event type {eventType} is not one that CloudTrail documents.");
    }

    private EventResolution? ByName(HostEntry host, ReadOnlySpan<char> name, string? confined, string? versionEvidence)
    {
        if (confined == DirectoryBucketHost && Directory(name) is { } directory)
        {
            return directory;
        }

        if (host.EventNames is { } renamed && renamed.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out EventNameRow? row))
        {
            return OfEventName(row);
        }

        if (host.Permissionless is { } free && free.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out string? call))
        {
            return Permissionless(call);
        }

        if (confined == "s3-object-lambda" && names.FindService(confined) is >= 0 and int lambda && OfService(host, lambda, name, others: 0, versionEvidence) is { } answer)
        {
            return answer;
        }

        for (int i = 0; i < host.Services.Length; i++)
        {
            if (OfService(host, host.Services[i], name, host.Services.Length - i - 1, versionEvidence) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private EventResolution.Privileges? Directory(ReadOnlySpan<char> name)
    {
        string operation = name.ToString();
        if (!knowledge.Operations.DirectoryBuckets.TryGetValue(operation, out DirectoryBucketRow? row))
        {
            return null;
        }

        ImmutableArray<CatalogAction> actions = [catalog.ActionAt(row.Action)];
        return new EventResolution.Privileges(
            actions, [], $"s3.{operation}", knowledge.Logging.OfEvent(null, actions, Confidence.High), knowledge.Evidence.Grade(row.Evidence),
            $"Calls on directory buckets are authorised as s3express actions ({row.Evidence}).");
    }

    private EventResolution? OfEventName(EventNameRow row)
    {
        List<EventResolution.Privileges> answers = [];
        EventResolution? other = null;
        foreach (string operation in row.Operations)
        {
            if (knowledge.Operations.FindClient(row.Client) is { } client)
            {
                EventResolution? one = OfClient(client, operation, row.Evidence);
                if (one is EventResolution.Privileges privileges)
                {
                    answers.Add(privileges);
                }

                other ??= one;
            }
        }

        return answers.Count == 0
            ? other
            : answers[0] with
            {
                Primary = [.. answers.SelectMany(answer => answer.Primary).DistinctBy(action => action.Id)],
                Conditional = [.. answers.SelectMany(answer => answer.Conditional).DistinctBy(action => action.Id)],
            };
    }

    private EventResolution? OfClient(ClientRow client, string operation, string? nameEvidence)
    {
        string call = $"{client.Name}.{operation}";
        if (knowledge.Operations.Permissionless.ContainsKey(call))
        {
            return Permissionless(call);
        }

        Confidence host = client.Host.Length > 0 && knowledge.Hosts.Find(client.Host) is { } entry ? entry.Confidence : Confidence.Low;
        string name = nameEvidence is null ? "" : $" The event name differs from the operation's ({nameEvidence}).";
        if (knowledge.Operations.Find(client.Name, operation) is { } row)
        {
            return OfRow(row, host, name);
        }

        foreach (int service in client.Services)
        {
            int id = names.FindAction(service, operation);
            if (id >= 0 && !knowledge.Operations.WithoutOperation.Contains(id))
            {
                bool confirmed = (knowledge.Operations.ClientsOf(id, service)?.Split(' ').Contains(client.Name, StringComparer.Ordinal) ?? false)
                    || catalog.Models.Find(client.Name, operation) is not null;
                return SameName(id, $"{client.Name}.{names.Names[id]}", host, confirmed ? Confidence.High : Confidence.Low, name);
            }
        }

        return null;
    }

    private EventResolution.Privileges? OfService(HostEntry host, int service, ReadOnlySpan<char> name, int others, string? versionEvidence)
    {
        string version = versionEvidence is null ? "" : $" The event name carries an API version ({versionEvidence}).";
        Confidence ceiling = versionEvidence is null ? host.Confidence : Lesser(host.Confidence, knowledge.Evidence.Grade(versionEvidence));
        if (knowledge.Operations.Find(service, name) is { } row)
        {
            return OfRow(row, ceiling, version);
        }

        int id = names.FindAction(service, name);
        if (id < 0)
        {
            return null;
        }

        string? clients = knowledge.Operations.ClientsOf(id, service);
        string? operation = clients is null || clients.Contains(' ', StringComparison.Ordinal) ? null : $"{clients}.{names.Names[id]}";
        Confidence named = clients is null ? Confidence.Low : Confidence.High;
        if (others > 0 && host.Host != "s3" && host.Services.Count(other => names.FindAction(other, names.Names[id]) >= 0) > 1)
        {
            // The event does not say which of the services was called; the first that owns the name is the likeliest.
            named = Confidence.Low;
        }

        return SameName(id, operation, ceiling, named, version);
    }

    private EventResolution.Privileges OfRow(OperationRow row, Confidence ceiling, string note)
    {
        ImmutableArray<CatalogAction> primary = Actions(row.Primary);
        string operation = $"{row.Client}.{row.Operation}";
        string ambiguous = row.Ambiguous ? " Another client has an operation of this name that needs other actions." : "";
        return new EventResolution.Privileges(
            primary,
            Actions(row.Conditional),
            operation,
            knowledge.Logging.OfEvent(operation, primary, ceiling),
            row.Ambiguous ? Confidence.Low : Lesser(ceiling, row.Confidence),
            $"The operation {operation} is listed with its actions ({row.Evidence}).{ambiguous}{note}");
    }

    private EventResolution.Privileges SameName(int id, string? operation, Confidence host, Confidence named, string note)
    {
        ImmutableArray<CatalogAction> actions = [catalog.ActionAt(id)];
        return new EventResolution.Privileges(
            actions, catalog.DependentsOf(id), operation, knowledge.Logging.OfEvent(operation, actions, host), Lesser(host, named), $"The action has the operation's name.{note}");
    }

    private EventResolution.Permissionless Permissionless(string call)
    {
        string evidence = knowledge.Operations.Permissionless[call];
        return new EventResolution.Permissionless(
            knowledge.Logging.OfEvent(call, [], Confidence.High), knowledge.Evidence.Grade(evidence), $"The operation {call} needs no permission ({evidence}).");
    }

    private EventResolution.NonApi NonApi(string eventType) => new(
        knowledge.Logging.Management(Confidence.High), Confidence.High, $"An event of type {eventType} is no API call of the caller.");

    private static string? Listed(HostEntry host, string eventName) => host.NonApi?.GetValueOrDefault(eventName);

    private static string VersionEvidence(HostEntry host, string operation, string suffix)
    {
        string? exact = null;
        foreach (VersionRow row in (host.Versions ?? []).Where(row => row.Suffix.Equals(suffix, StringComparison.OrdinalIgnoreCase)))
        {
            if (row.Operations.Contains(operation, StringComparer.OrdinalIgnoreCase))
            {
                return row.Evidence;
            }

            exact = row.Operations is ["*"] ? row.Evidence : exact;
        }

        return exact ?? "DERIVED";
    }

    private ImmutableArray<CatalogAction> Actions(ImmutableArray<int> ids) => ids.IsEmpty ? [] : [.. ids.Select(catalog.ActionAt)];

    private static Confidence Lesser(Confidence a, Confidence b) => a < b ? a : b;
}
