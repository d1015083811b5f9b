using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>Writes answers for people: what it is, how the three names differ and why, whether it is recorded, what belongs to it, how sure that is.</summary>
public sealed class ExplanationText(ActionCatalog catalog)
{
    private const int Indent = 2;
    private const int LabelWidth = 18;
    private const int MostEvents = 12;

    /// <summary>Writes one answer, ended by an empty line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="explanation">The answer.</param>
    /// <param name="risks">Names of the risks that the action belongs to, where the caller knows them.</param>
    public void Write(TextWriter output, Explanation explanation, IReadOnlyCollection<string> risks)
    {
        output.WriteLine(explanation.Query);
        if (!explanation.Resolved)
        {
            Line(output, "not known", explanation.Rule);
        }
        else if (explanation.Kind == QueryKind.Action)
        {
            WriteActions(output, explanation);
        }
        else
        {
            WriteCall(output, explanation);
        }

        if (explanation.Resolved)
        {
            if (explanation.Actions.Length > 1 && explanation.Kind == QueryKind.Action)
            {
                WriteLogging(output, explanation.Actions);
            }
            else
            {
                WriteLogging(output, explanation.Logging);
            }

            List(output, "risks", risks);
            Line(output, "confidence", $"{ExplanationJson.NameOf(explanation.Confidence)}; catalogue of {catalog.Version}");
        }

        output.WriteLine();
    }

    private void WriteActions(TextWriter output, Explanation explanation)
    {
        if (explanation.Actions is not [var action])
        {
            Line(output, "what", explanation.Rule);
            List(output, "actions", explanation.Actions.Select(one => one.FullName));
            return;
        }

        Line(output, "what", $"IAM action {action.FullName} of {catalog.FindService(action.Prefix)?.Name}, {Levels(action.Levels)}{(action.PermissionOnly ? ", only to be granted" : "")}");
        Line(output, "why", explanation.Rule);
        WriteEvents(output, "proven by", explanation.ProvenBy, conditional: false);
        WriteEvents(output, "perhaps used by", explanation.ProvenBy, conditional: true);
        List(output, "resource types", action.Resources.Select(resource => $"{resource.Type.Name}{(resource.Required ? " (required)" : "")} {resource.Type.ArnTemplate}"));
        List(output, "condition keys", action.ConditionKeys
            .Concat(action.Resources.SelectMany(resource => resource.Type.ConditionKeys)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        List(output, "may need besides", action.DependentActions);
    }

    private static void WriteCall(TextWriter output, Explanation explanation)
    {
        string what = explanation.Kind == QueryKind.Event ? "CloudTrail event" : "API operation";
        string operation = explanation is { Kind: QueryKind.Event, Operation: { } name } ? $" of the API operation {name}" : "";
        Line(output, "what", explanation switch
        {
            { NonApi: true } => $"{what}, no API call: proves no privilege",
            { Permissionless: true } => $"{what}{operation}, needs no privilege",
            _ => $"{what}{operation}",
        });
        if (explanation.Model is { } model)
        {
            Line(output, "sent as", $"HTTP {model.Verb} to the endpoint {model.EndpointPrefix}, API of {model.ApiVersion}");
        }

        List(output, "proves", explanation.Actions.Select(action => action.FullName));
        List(output, "perhaps used", explanation.ConditionalActions.Select(action => action.FullName));
        Line(output, "why", explanation.Rule);
    }

    private static void WriteEvents(TextWriter output, string label, ImmutableArray<ProvingEvent> proofs, bool conditional)
    {
        ProvingEvent[] events = [.. proofs.Where(proof => proof.Conditional == conditional)];
        IEnumerable<string> lines = events.Take(MostEvents).Select(proof =>
            $"{proof.EventSource} {proof.EventName}{(proof.Operation.Length > 0 ? $" ({proof.Operation})" : "")}, {Recorded(proof.Logging)}, {ExplanationJson.NameOf(proof.Confidence)} ({proof.Evidence})");
        List(output, label, events.Length > MostEvents ? lines.Append($"and {events.Length - MostEvents} more") : lines);
    }

    private void WriteLogging(TextWriter output, Logging logging)
    {
        IEnumerable<string> codes = logging.Evidence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => $"{code}: {catalog.MeaningOf(code)}");
        List(output, "recorded", codes.Prepend($"{Recorded(logging)}, {ExplanationJson.NameOf(logging.Confidence)}"));
    }

    private void WriteLogging(TextWriter output, ImmutableArray<CatalogAction> actions) => List(output, "recorded", actions
        .GroupBy(action => Recorded(catalog.LoggingOf(action)), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Count()} of {actions.Length}: {group.Key}"));

    private static string Recorded(Logging logging) => logging.State switch
    {
        LoggingState.Management => "management event",
        LoggingState.Data => $"data event of {string.Join(" or ", logging.DataResourceTypes)}",
        LoggingState.Never => "never recorded",
        _ => "not known whether recorded",
    };

    private static string Levels(AccessLevels levels) => string.Join(" and ", new[]
    {
        (AccessLevels.List, "List"),
        (AccessLevels.Read, "Read"),
        (AccessLevels.Write, "Write"),
        (AccessLevels.Tagging, "Tagging"),
        (AccessLevels.PermissionsManagement, "Permissions management"),
    }.Where(level => levels.HasFlag(level.Item1)).Select(level => level.Item2));

    private static void Line(TextWriter output, string label, string text) =>
        output.WriteLine($"{new string(' ', Indent)}{label.PadRight(LabelWidth)}{text}");

    /// <summary>The label stands before the first item only; nothing is written where there are none.</summary>
    private static void List(TextWriter output, string label, IEnumerable<string> items)
    {
        foreach (string item in items)
        {
            Line(output, label, item);
            label = "";
        }
    }
}
