using System.Text.Json;

namespace Leastwise.Tests;

/// <summary>
/// Checks JSON against the part of JSON Schema that docs/schemas uses. A keyword that it does not know is an error of the schema, lest a rule be
/// written that nobody checks.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly HashSet<string> Notes = ["$schema", "$id", "$defs", "title", "description"];

    public static JsonSchema Read(string name) => new(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "schemas", name))).RootElement);

    /// <summary>A schema of the tests' own, for output whose shape others define.</summary>
    public static JsonSchema Foreign(string name) => new(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "schemas", name))).RootElement);

    public IReadOnlyList<string> ErrorsOf(JsonElement value)
    {
        var errors = new List<string>();
        Check(root, value, "$", errors);
        return errors;
    }

    private void Check(JsonElement schema, JsonElement value, string place, List<string> errors)
    {
        foreach (JsonProperty rule in schema.EnumerateObject())
        {
            switch (rule.Name)
            {
                case "$ref": Check(Definition(rule.Value), value, place, errors); break;
                case "type" when !Types(rule.Value).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(rule.Value).Contains("number")):
                    errors.Add($"{place} is {TypeOf(value)}");
                    break;
                case "const" or "enum" when !(rule.Name == "enum" ? [.. rule.Value.EnumerateArray()] : new[] { rule.Value }).Any(allowed => allowed.GetRawText() == value.GetRawText()):
                    errors.Add($"{place} is {value.GetRawText()}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number && value.GetDouble() < rule.Value.GetDouble():
                    errors.Add($"{place} is below {rule.Value}");
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String && !System.Text.RegularExpressions.Regex.IsMatch(value.GetString()!, rule.Value.GetString()!):
                    errors.Add($"{place} does not match {rule.Value}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    errors.AddRange(rule.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} lacks {name}"));
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    CheckMembers(schema, rule.Value, value, place, errors);
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    int i = 0;
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Check(rule.Value, item, $"{place}[{i++}]", errors);
                    }

                    break;
                case "type" or "const" or "enum" or "minimum" or "pattern" or "required" or "properties" or "items": break;
                case "additionalProperties": break;
                default: Notes.ShouldContain(rule.Name, $"A keyword of the schema that the test does not check, at {place}"); break;
            }
        }

        if (!schema.TryGetProperty("properties", out _) && value.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("additionalProperties", out JsonElement others) && others.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                Check(others, member.Value, $"{place}.{member.Name}", errors);
            }
        }
    }

    private void CheckMembers(JsonElement schema, JsonElement properties, JsonElement value, string place, List<string> errors)
    {
        bool closed = schema.TryGetProperty("additionalProperties", out JsonElement others) && others.ValueKind == JsonValueKind.False;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out JsonElement of))
            {
                Check(of, member.Value, $"{place}.{member.Name}", errors);
            }
            else if (closed)
            {
                errors.Add($"{place} has {member.Name}, which the schema does not know");
            }
        }
    }

    private JsonElement Definition(JsonElement reference)
    {
        JsonElement at = root;
        foreach (string step in reference.GetString()!.Split('/').Skip(1))
        {
            at = at.GetProperty(step);
        }

        return at;
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(each => each.GetString()!) : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}
