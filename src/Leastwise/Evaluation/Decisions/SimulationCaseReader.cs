using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Reads one case of <c>simulate --cases</c>. Its shape is described in <c>docs/simulate.md</c>.</summary>
internal sealed class SimulationCaseReader
{
    // The reader does not recurse; a policy nested deeper than this is none, and is said to be too deep rather than broken.
    private const int MostNested = 1000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MostNested };
    private readonly SourcePosition position;
    private readonly ImmutableArray<Diagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private SimulationCaseReader(SourcePosition position) => this.position = position;

    /// <summary>Reads a line; never throws for what it holds.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="openContext">Whether context keys that the case does not give are unknown, and not absent.</param>
    public static SimulationCase Read(string line, SourcePosition position, bool openContext)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SimulationCaseReader(position).Read(document.RootElement, openContext)
                : Unusable("null", "A case is a JSON object.", position);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The column is where the JSON breaks; of a line's number the caller knows more.
            long column = exception is JsonException { BytePositionInLine: { } at } ? at + 1 : 1;
            return Unusable("null", $"This line is not JSON: it breaks at column {column}, or is nested deeper than {MostNested} levels.", position with { Column = (int)Math.Min(column, int.MaxValue) });
        }
    }

    private static SimulationCase Unusable(string id, string message, SourcePosition position) =>
        new() { Id = id, Diagnostics = [new(DiagnosticSeverity.Error, message, position)] };

    private SimulationCase Read(JsonElement item, bool openContext)
    {
        string id = item.TryGetProperty("id", out JsonElement named) ? named.GetRawText() : "null";
        if (Text(item, "action") is not { Length: > 0 } action)
        {
            return Unusable(id, "The case has no action.", position);
        }

        if (Requester(item) is not { } requester)
        {
            return Unusable(id, "The case has no principal, or one that is neither a text nor {\"type\":\"Anonymous\"}.", position);
        }

        var request = new AccessRequest
        {
            Requester = requester,
            Action = action,
            Resource = Text(item, "resource") is { Length: > 0 } resource ? resource : "*",
            ResourceAccountId = Text(item, "resourceAccountId") is { Length: > 0 } account ? account : null,
            Context = Context(item, openContext),
        };
        var policies = new PolicySet
        {
            Identity = Policies(item, "identityPolicies", PolicyKind.Inline),
            Boundaries = Policies(item, "permissionBoundaries", PolicyKind.CustomerManaged),
            Sessions = Policies(item, "sessionPolicies", PolicyKind.Inline),
            ServiceControl = Levels(item, "serviceControlPolicies", PolicyKind.ServiceControl),
            ResourceControl = Levels(item, "resourceControlPolicies", PolicyKind.ResourceControl),
            Resource = item.TryGetProperty("resourcePolicy", out JsonElement policy) && policy.ValueKind != JsonValueKind.Null
                ? Policy(policy, "resourcePolicy", PolicyKind.Inline)
                : null,
            Endpoints = Policies(item, "endpointPolicies", PolicyKind.Inline),
        };
        return new SimulationCase { Id = id, Request = request, Policies = policies, Diagnostics = diagnostics.ToImmutable() };
    }

    private static Requester? Requester(JsonElement item)
    {
        if (!item.TryGetProperty("principal", out JsonElement principal))
        {
            return null;
        }

        return principal.ValueKind switch
        {
            JsonValueKind.String => Decisions.Requester.Parse(principal.GetString() ?? ""),
            JsonValueKind.Object when Text(principal, "type") is "Anonymous" or "anonymous" => Decisions.Requester.Anonymous,
            JsonValueKind.Object => principal.EnumerateObject().FirstOrDefault(property => property.Name != "type").Value is { ValueKind: JsonValueKind.String } value
                ? Decisions.Requester.Parse(value.GetString() ?? "")
                : null,
            _ => null,
        };
    }

    private static RequestContext Context(JsonElement item, bool isOpen)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        if (item.TryGetProperty("context", out JsonElement context) && context.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in context.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Array)
                {
                    values[property.Name] = [.. property.Value.EnumerateArray().Select(Scalar).OfType<string>()];
                }
                else if (Scalar(property.Value) is { } value)
                {
                    values[property.Name] = [value];
                }
            }
        }

        return new RequestContext { Values = values.ToImmutable(), IsOpen = isOpen };
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) ? Scalar(value) : null;

    private ImmutableArray<NamedPolicy> Policies(JsonElement item, string name, PolicyKind kind) =>
        item.TryGetProperty(name, out JsonElement list) ? PoliciesIn(list, name, kind) : [];

    private ImmutableArray<NamedPolicy> PoliciesIn(JsonElement list, string name, PolicyKind kind) => list.ValueKind switch
    {
        JsonValueKind.Array => [.. list.EnumerateArray().Select((policy, index) => Policy(policy, $"{name}[{index}]", kind))],
        JsonValueKind.Object => [Policy(list, name, kind)],
        _ => [],
    };

    private ImmutableArray<ImmutableArray<NamedPolicy>> Levels(JsonElement item, string name, PolicyKind kind) =>
        item.TryGetProperty(name, out JsonElement levels) && levels.ValueKind == JsonValueKind.Array
            ? [.. levels.EnumerateArray().Select((level, index) => PoliciesIn(level, $"{name}[{index}]", kind))]
            : [];

    private NamedPolicy Policy(JsonElement policy, string name, PolicyKind kind)
    {
        string text = policy.ValueKind == JsonValueKind.String ? policy.GetString() ?? "" : policy.GetRawText();
        PolicyDocument document = PolicyParser.Parse(text, position.File, position.Line, 1);
        // Columns within a line of cases help nobody; the policy's name and the line do.
        diagnostics.AddRange(document.Diagnostics.Select(diagnostic => diagnostic with { Message = $"{name}: {diagnostic.Message}", Position = position }));
        return new NamedPolicy { Name = document.Id ?? name, Kind = kind, Document = document };
    }
}
