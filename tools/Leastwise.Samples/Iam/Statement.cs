using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Leastwise.Samples.Iam;

/// <summary>One statement of a policy, written so that it reads aloud: <c>Allow("s3:GetObject").On("arn:…").When(…)</c>.</summary>
public sealed record Statement
{
    private string Effect { get; init; } = "Allow";

    private string? Sid { get; init; }

    private JsonNode? Principal { get; init; }

    private (string Key, ImmutableArray<string> Values) Actions { get; init; }

    private (string Key, ImmutableArray<string> Values) Resources { get; init; } = ("Resource", ["*"]);

    private ImmutableArray<(string Operator, string Key, ImmutableArray<string> Values)> Conditions { get; init; } = [];

    /// <summary>Allows the actions, on everything until <see cref="On"/> says otherwise.</summary>
    public static Statement Allow(params string[] actions) => new() { Actions = ("Action", [.. actions]) };

    /// <summary>Allows every action but these.</summary>
    public static Statement AllowAllBut(params string[] actions) => new() { Actions = ("NotAction", [.. actions]) };

    /// <summary>Denies the actions.</summary>
    public static Statement Deny(params string[] actions) => Allow(actions) with { Effect = "Deny" };

    /// <summary>Denies every action but these.</summary>
    public static Statement DenyAllBut(params string[] actions) => AllowAllBut(actions) with { Effect = "Deny" };

    /// <summary>Lets a principal in: a statement of a trust policy, which has no resource.</summary>
    public static Statement Trust(JsonNode principal, params string[] actions) =>
        Allow(actions) with { Principal = principal, Resources = ("Resource", []) };

    /// <summary>Narrows to resources.</summary>
    public Statement On(params string[] resources) => this with { Resources = ("Resource", [.. resources]) };

    /// <summary>Every resource but these.</summary>
    public Statement OnAllBut(params string[] resources) => this with { Resources = ("NotResource", [.. resources]) };

    /// <summary>Adds a condition.</summary>
    public Statement When(string conditionOperator, string key, params string[] values) =>
        this with { Conditions = Conditions.Add((conditionOperator, key, [.. values])) };

    /// <summary>Gives it a Sid.</summary>
    public Statement Named(string sid) => this with { Sid = sid };

    /// <summary>The statement as policy JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Sid is not null)
            json[nameof(Sid)] = Sid;
        json[nameof(Effect)] = Effect;
        if (Principal is not null)
            json[nameof(Principal)] = Principal.DeepClone();
        json[Actions.Key] = Json.OneOrMany(Actions.Values);
        if (!Resources.Values.IsEmpty)
            json[Resources.Key] = Json.OneOrMany(Resources.Values);
        if (!Conditions.IsEmpty)
            json["Condition"] = ConditionBlock();
        return json;
    }

    private JsonObject ConditionBlock()
    {
        var block = new JsonObject();
        foreach (var group in Conditions.GroupBy(static condition => condition.Operator))
            block[group.Key] = new JsonObject(
                group.Select(static c => KeyValuePair.Create<string, JsonNode?>(c.Key, Json.OneOrMany(c.Values))));
        return block;
    }
}
