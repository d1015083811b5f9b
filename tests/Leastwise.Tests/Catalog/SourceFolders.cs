using System.Text.Json.Nodes;
using Leastwise.Catalog;
using Leastwise.Catalog.Building;

namespace Leastwise.Tests.Catalog;

/// <summary>The embedded catalogue as the sources that it was, or could have been, built from.</summary>
internal static class SourceFolders
{
    /// <summary>The models.</summary>
    public static SourceModels Models => new(ActionCatalog.Default.Inputs[1], [.. ActionCatalog.Default.Models.All()]);

    /// <summary>The actions.</summary>
    public static SourceCatalog Whole()
    {
        ActionCatalog catalog = ActionCatalog.Default;
        return new SourceCatalog(
            catalog.Inputs[0],
            catalog.Version,
            [.. catalog.Services.Select(service => new SourceService(
                service.Prefix,
                service.Name,
                [.. service.Actions.Select(id => catalog.Actions[id]).Select(action => new SourceAction(
                    action.Name,
                    action.Levels,
                    [.. action.Resources.Select(resource => (resource.Type.Name, resource.Required))],
                    action.ConditionKeys))],
                [.. service.ResourceTypes.Select(type => new SourceResourceType(type.Name, type.ArnTemplate, type.ConditionKeys))],
                service.ConditionKeys))],
            []);
    }

    /// <summary>Writes all actions as AWS's service reference files.</summary>
    public static string WriteReference(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (CatalogService service in ActionCatalog.Default.Services)
        {
            var file = new JsonObject
            {
                ["Name"] = service.Prefix,
                ["Actions"] = Array(service.Actions.Select(id => ActionCatalog.Default.Actions[id]).Select(action => new JsonObject
                {
                    ["Name"] = action.Name,
                    ["ActionConditionKeys"] = Array(action.ConditionKeys.Select(key => JsonValue.Create(key))),
                    ["Annotations"] = new JsonObject { ["Properties"] = Properties(action.Levels) },
                    ["Resources"] = Array(action.Resources.Select(resource => resource.Type.Name).Distinct().Select(name => new JsonObject { ["Name"] = name })),
                })),
                ["ConditionKeys"] = Array(service.ConditionKeys.Select(key => new JsonObject { ["Name"] = key.Name, ["Types"] = Array([JsonValue.Create(key.Type)]) })),
                ["Resources"] = Array(service.ResourceTypes.GroupBy(type => type.Name).Select(types => new JsonObject
                {
                    ["Name"] = types.Key,
                    ["ARNFormats"] = Array(types.Select(type => JsonValue.Create(type.ArnTemplate))),
                    ["ConditionKeys"] = Array(types.SelectMany(type => type.ConditionKeys).Distinct().Select(key => JsonValue.Create(key))),
                })),
                ["Version"] = "v1.4",
            };
            File.WriteAllText(Path.Combine(folder, $"{service.Prefix}.json"), file.ToJsonString());
        }

        return folder;
    }

    /// <summary>Writes all operations as the SDK's package.</summary>
    public static string WriteAllModels(string folder)
    {
        Write(folder, "package.json", """{"name": "aws-sdk", "version": "2.1.0"}""");
        foreach (OperationModels model in ActionCatalog.Default.Models.All())
        {
            var file = new JsonObject
            {
                ["metadata"] = new JsonObject { ["apiVersion"] = model.ApiVersion, ["endpointPrefix"] = model.EndpointPrefix, ["serviceId"] = model.Client },
                ["operations"] = new JsonObject(model.Operations.Select(operation => KeyValuePair.Create<string, JsonNode?>(
                    operation.Name, new JsonObject { ["http"] = new JsonObject { ["method"] = operation.Verb } }))),
            };
            Write(folder, $"apis/{model.Client}-{model.ApiVersion}.min.json", file.ToJsonString());
        }

        return folder;
    }

    /// <summary>Writes a small package of models: two versions of one API, a stated name, one that nobody knows.</summary>
    public static string WriteModels(string root)
    {
        string folder = Path.Combine(root, "sdk");
        Write(folder, "package.json", """{"name": "aws-sdk", "version": "2.1.0"}""");
        Write(folder, "apis/lambda-2014-11-11.min.json", """{"metadata": {"apiVersion": "2014-11-11", "endpointPrefix": "lambda", "serviceId": "Lambda"}, "operations": {"InvokeAsync": {}}}""");
        Write(folder, "apis/lambda-2015-03-31.min.json", """
            {"metadata": {"apiVersion": "2015-03-31", "endpointPrefix": "lambda", "serviceId": "Lambda"},
             "operations": {"ListFunctions": {"http": {"method": "GET", "requestUri": "/2015-03-31/functions/"}}, "Invoke": {"http": {"requestUri": "/"}}}}
            """);
        Write(folder, "apis/apigateway-2015-07-09.min.json", """{"metadata": {"apiVersion": "2015-07-09", "endpointPrefix": "apigateway", "serviceId": "API Gateway"}, "operations": {"GetRestApis": {"http": {"method": "GET"}}}}""");
        Write(folder, "apis/odd-2012-06-01.min.json", """{"metadata": {"apiVersion": "2012-06-01", "endpointPrefix": "elasticloadbalancing", "serviceId": "Odd"}, "operations": {"AddTags": {}}}""");
        Write(folder, "apis/nobody-2012-06-01.min.json", """{"metadata": {"apiVersion": "2012-06-01", "endpointPrefix": "nobody", "serviceId": "Nobody"}, "operations": {"Find": {}}}""");
        Write(folder, "apis/lambda-2015-03-31.paginators.json", "{}");
        return folder;
    }

    private static JsonObject Properties(AccessLevels levels)
    {
        // AWS states the level that its page shows; the others follow from the action's name and are not in the files.
        AccessLevels shown = levels.HasFlag(AccessLevels.PermissionsManagement) ? AccessLevels.PermissionsManagement
            : levels.HasFlag(AccessLevels.Tagging) ? AccessLevels.Tagging : levels;
        return new JsonObject
        {
            ["IsList"] = shown.HasFlag(AccessLevels.List),
            ["IsPermissionManagement"] = shown.HasFlag(AccessLevels.PermissionsManagement),
            ["IsTaggingOnly"] = shown.HasFlag(AccessLevels.Tagging),
            ["IsWrite"] = shown.HasFlag(AccessLevels.Write),
        };
    }

    private static JsonArray Array(IEnumerable<JsonNode?> items) => [.. items];

    private static void Write(string folder, string path, string text)
    {
        string file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
