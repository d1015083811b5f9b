using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Leastwise.Catalog.Knowledge;

/// <summary>What CloudTrail records: stated for an operation, else for its action, else by the rule that calls are management events.</summary>
internal sealed class LoggingFacts
{
    private readonly CatalogKnowledge knowledge;
    private readonly Dictionary<int, Logging> byAction = [];
    private readonly Dictionary<string, Dictionary<string, Logging>> byClient = new(StringComparer.OrdinalIgnoreCase);

    // One value for each grade: nearly every answer is one of these.
    private readonly Logging[] management =
    [
        new(LoggingState.Management, [], Confidence.Low, EvidenceCodes.Default),
        new(LoggingState.Management, [], Confidence.Medium, EvidenceCodes.Default),
    ];

    public LoggingFacts(ActionCatalog catalog, FactTables tables, CatalogKnowledge knowledge)
    {
        this.knowledge = knowledge;
        foreach (string[] row in tables.Rows("logging.tsv", "scope", "owner", "name", "state", "resourceTypes", "evidence"))
        {
            var logging = new Logging(ParseState(row[3]), [.. row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)], knowledge.Evidence.Grade(row[5]), row[5]);
            if (row[0] == "operation")
            {
                if (!byClient.TryGetValue(row[1], out Dictionary<string, Logging>? operations))
                {
                    byClient.Add(row[1], operations = new Dictionary<string, Logging>(StringComparer.OrdinalIgnoreCase));
                }

                operations.Add(row[2], logging);
                continue;
            }

            int service = catalog.Names.FindService(row[1]);
            if (row[2] != "*")
            {
                byAction[catalog.Names.FindAction(service, row[2])] = logging;
                continue;
            }

            for (int action = catalog.Names.FirstAction[service]; action < catalog.Names.FirstAction[service + 1]; action++)
            {
                // A row for the whole service stands below one that names the action.
                byAction.TryAdd(action, logging);
            }
        }
    }

    /// <summary>Nothing is known.</summary>
    public static Logging Unknown { get; } = new(LoggingState.Unknown, [], Confidence.Low, "");

    /// <summary>Recorded by every trail, where no table speaks of it: never surer than medium, since a data event may be missing from the tables.</summary>
    public Logging Management(Confidence host) => management[host == Confidence.Low ? 0 : 1];

    /// <summary>How an event of these actions is recorded; the operation, <c>client.Operation</c>, may be unknown.</summary>
    public Logging OfEvent(string? operation, ImmutableArray<CatalogAction> actions, Confidence host)
    {
        if (operation is not null && TryGetOperation(operation, out Logging? stated))
        {
            return stated;
        }

        foreach (CatalogAction action in actions)
        {
            if (byAction.TryGetValue(action.Id, out stated))
            {
                return stated;
            }
        }

        return Management(host);
    }

    /// <summary>How an exercise of the action is recorded, at best: by any of the events that would prove it.</summary>
    public Logging Of(CatalogAction action)
    {
        byAction.TryGetValue(action.Id, out Logging? stated);
        Logging? best = knowledge.Proofs.DirectOf(action)
            .Where(proof => proof.Logging.State != LoggingState.Unknown)
            .Select(proof => proof.Logging)
            .MinBy(logging => logging.State);
        if (best is not null && (stated is null || best.State < stated.State))
        {
            return best;
        }

        return stated ?? (IsPermissionless(action) ? Management(Confidence.High) : Unknown);
    }

    /// <summary>Such a call is recorded like others, though it proves nothing.</summary>
    private bool IsPermissionless(CatalogAction action) => knowledge.Operations.Permissionless.ContainsKey($"{action.Prefix}.{action.Name}");

    /// <summary>What is stated of the operation, or of all operations of its client. Few clients have such rows.</summary>
    private bool TryGetOperation(string operation, [NotNullWhen(true)] out Logging? stated)
    {
        int dot = operation.IndexOf('.', StringComparison.Ordinal);
        if (byClient.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(operation.AsSpan(0, dot), out Dictionary<string, Logging>? operations))
        {
            return operations.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(operation.AsSpan(dot + 1), out stated)
                || operations.TryGetValue("*", out stated);
        }

        stated = null;
        return false;
    }

    private static LoggingState ParseState(string text) => text switch
    {
        "management" => LoggingState.Management,
        "data" => LoggingState.Data,
        "never" => LoggingState.Never,
        "unknown" => LoggingState.Unknown,
        _ => throw new InvalidDataException($"{text} is no logging state."),
    };
}
