using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>can</c> and <c>who-can</c>; the shapes are described in <c>docs/simulate.md</c>.</summary>
public static class GrantJson
{
    /// <summary>Writes what one principal holds. The stream stays open.</summary>
    public static void WriteGrants(IamPrincipal principal, IEnumerable<GrantView> grants, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteStartObject("principal");
        WriteName(json, principal);
        json.WriteEndObject();
        json.WriteStartArray("grants");
        foreach (GrantView view in grants)
        {
            json.WriteStartObject();
            json.WriteString("action", view.Grant.Action.FullName);
            json.WriteStrings("levels", LevelWords.Of(view.Grant.Action.Levels));
            json.WriteBoolean("unrestricted", view.Grant.IsUnrestricted);
            json.WriteBoolean("conditional", view.IsConditional);
            Write(json, view.Resources, view.Grant.Allows, [.. view.Residual]);
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    /// <summary>Writes who holds a privilege. The stream stays open.</summary>
    public static void WriteHolders(CatalogAction action, string? resource, Holders holders, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("action", action.FullName);
        json.WriteString("resource", resource);
        json.WriteStartArray("holders");
        foreach (Holder holder in holders.Holding)
        {
            json.WriteStartObject();
            WriteName(json, holder.Principal);
            json.WriteBoolean("conditional", holder.IsConditional);
            json.WriteString("unknown", holder.Unknown);
            Write(json, holder.Resources, holder.Gives, holder.Limits);
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("outsiders");
        foreach (Outsider outsider in holders.Outsiders)
        {
            json.WriteStartObject();
            json.WriteString("who", outsider.Who);
            json.WritePropertyName("statement");
            Write(json, outsider.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void WriteName(Utf8JsonWriter json, IamPrincipal principal)
    {
        json.WriteString("arn", principal.Arn);
        json.WriteString("name", principal.Name);
        json.WriteString("type", principal is IamUser ? "user" : principal is IamRole ? "role" : "group");
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<GrantedPattern> resources, ImmutableArray<StatementSource> gives, ImmutableArray<StatementSource> limits)
    {
        json.WriteStartArray("resources");
        foreach (GrantedPattern pattern in resources)
        {
            json.WriteStartObject();
            json.WriteString("pattern", pattern.Pattern);
            json.WriteStrings("except", pattern.Except);
            json.WriteStartArray("within");
            foreach (ImmutableArray<string> layer in pattern.Within)
            {
                json.WriteStartArray();
                foreach (string part in layer)
                {
                    json.WriteStringValue(part);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteBoolean("exact", !pattern.IsInexact);
            json.WriteNumber("givenBy", gives.IndexOf(pattern.From, 0, gives.Length, ReferenceEqualityComparer.Instance));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "gives", gives);
        Write(json, "limits", limits);
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<StatementSource> sources)
    {
        json.WriteStartArray(name);
        foreach (StatementSource source in sources)
        {
            Write(json, source);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, StatementSource source)
    {
        json.WriteStartObject();
        json.WriteString("layer", LayerWords.Name(LayerWords.Of(source.Layer)));
        json.WriteString("effect", source.Statement.Effect == Effect.Allow ? "Allow" : "Deny");
        json.WriteString("policy", source.Policy.Name);
        json.WriteString("policyArn", source.Policy.Arn);
        json.WriteString("sid", source.Statement.Sid);
        json.WriteNumber("index", source.Statement.Index);
        json.WriteString("viaGroup", source.ViaGroup);
        json.WriteString("file", source.Statement.Position.File);
        json.WriteNumber("line", source.Statement.Position.Line);
        json.WriteStartArray("conditions");
        foreach (Condition condition in source.Statement.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("operator", condition.Operator);
            json.WriteString("key", condition.Key);
            json.WriteStrings("values", condition.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
