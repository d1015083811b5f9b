using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Evaluation;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>The JSON of <c>paths</c>; its shape is <c>docs/schemas/paths.schema.json</c>.</summary>
public static class PathsJson
{
    /// <summary>Writes routes and, where it was asked for, the cut. The stream stays open.</summary>
    public static void Write(EscalationRoutes found, EscalationCut? cut, Stream stream)
    {
        using Utf8JsonWriter json = JsonText.Open(stream);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("from", found.Request.From);
        json.WriteString("to", found.Request.To ?? (found.Request.ToAccount is { } account ? $"admin:{account}" : "admin"));
        json.WriteNumber("maxHops", found.Request.MaxHops);
        json.WriteNumber("actors", found.Actors);
        json.WriteNumber("reaching", found.Reaching);
        json.WriteBoolean("hasMore", found.HasMore);
        json.WriteStrings("administrators", [.. found.Administrators.Select(node => node.Id)]);
        PathDrawing drawing = PathDrawing.Of(found.Routes);
        json.WriteStartArray("nodes");
        foreach (PathNode node in drawing.Nodes)
        {
            Write(json, node);
        }

        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (PathStep step in drawing.Edges)
        {
            Write(json, step);
        }

        json.WriteEndArray();
        json.WriteStartArray("paths");
        foreach (EscalationRoute route in found.Routes)
        {
            json.WriteStartObject();
            json.WriteString("from", route.From.Id);
            json.WriteString("to", route.To.Id);
            json.WriteNumber("hops", route.Steps.Length);
            json.WriteString("confidence", JsonText.Word(route.Confidence));
            json.WriteStartArray("edges");
            foreach (PathStep step in route.Steps)
            {
                json.WriteNumberValue(drawing.NumberOf(step));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("cut");
        if (cut is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Write(json, cut);
        }

        json.WriteEndObject();
        json.Flush();
        JsonText.EndLine(stream);
    }

    private static void Write(Utf8JsonWriter json, PathNode node)
    {
        json.WriteStartObject();
        json.WriteString("id", node.Id);
        json.WriteString("kind", JsonText.Word(node.Kind));
        json.WriteString("name", node.Name);
        json.WriteString("arn", node.Arn);
        json.WriteString("account", node.AccountId);
        json.WriteBoolean("administrator", node.IsAdministrator);
        json.WriteString("change", node.Change);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PathStep step)
    {
        json.WriteStartObject();
        json.WriteString("from", step.From.Id);
        json.WriteString("to", step.To.Id);
        json.WriteString("pathId", step.Path.Id);
        json.WriteString("over", step.Over);
        json.WriteStrings("privileges", step.Path.Requires);
        json.WriteStrings("conditions", step.Conditions);
        json.WriteString("confidence", JsonText.Word(step.Confidence));
        json.WriteStartArray("statements");
        foreach (StatementSource source in step.Statements)
        {
            json.WriteStartObject();
            json.WriteString("layer", LayerWords.Name(LayerWords.Of(source.Layer)));
            json.WriteString("policy", source.Policy.Name);
            json.WriteString("policyArn", source.Policy.Arn);
            json.WriteString("owner", source.Policy.Owner);
            json.WriteString("sid", source.Statement.Sid);
            json.WriteNumber("index", source.Statement.Index);
            json.WriteString("viaGroup", source.ViaGroup);
            json.WriteString("file", source.Statement.Position.File);
            json.WriteNumber("line", source.Statement.Position.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EscalationCut cut)
    {
        json.WriteStartObject();
        json.WriteNumber("before", cut.Before);
        json.WriteNumber("after", cut.After);
        json.WriteNumber("cost", cut.Cost);
        json.WriteNumber("lowerBound", cut.LowerBound);
        json.WriteBoolean("cheapest", cut.IsCheapest);
        json.WriteNumber("administratorsBefore", cut.AdministratorsBefore);
        json.WriteNumber("administratorsAfter", cut.AdministratorsAfter);
        json.WriteStartArray("grants");
        foreach (CutGrant grant in cut.Grants)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonText.Word(grant.Unit.Kind));
            json.WriteString("policy", grant.Unit.PolicyName);
            json.WriteString("policyId", grant.Unit.PolicyId);
            json.WriteString("owner", grant.Unit.Owner);
            json.WriteNumber("statement", grant.Unit.Statement);
            json.WriteString("what", grant.Unit.What);
            json.WriteString("use", JsonText.Word(grant.Use));
            json.WriteStrings("holders", grant.Holders);
            json.WriteString("file", grant.Unit.Position.File);
            json.WriteNumber("line", grant.Unit.Position.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStrings("remaining", [.. cut.Remaining.Select(route => route.From.Id)]);
        json.WriteEndObject();
    }
}
