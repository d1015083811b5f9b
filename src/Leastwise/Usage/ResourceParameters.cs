using System.Collections.Immutable;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Trail;
using Leastwise.Usage.Intake;

namespace Leastwise.Usage;

/// <summary>A request parameter that fills an ARN template of a service.</summary>
/// <param name="Service">The service's prefix, such as <c>dynamodb</c>.</param>
/// <param name="Name">The parameter's name; its case does not matter.</param>
public sealed record ResourceParameter(string Service, string Name)
{
    /// <summary>
    /// All of a catalogue, ordered, each once. Whoever sums records up outside the ledger keeps these of a request's parameters, and all values that begin with
    /// <c>arn:</c>; other parameters change no observation.
    /// </summary>
    public static ImmutableArray<ResourceParameter> Of(ActionCatalog catalog) =>
    [
        .. catalog.Actions
            .SelectMany(action => action.Resources.Select(resource => (action.Prefix, Template: RequestedResources.Template.Of(action.Prefix, resource.Type))))
            .SelectMany(one => (one.Template?.Fillings ?? []).Select(filling => new ResourceParameter(one.Prefix, filling.Parameter)))
            .Where(one => one.Name is not null && RequestParameter.NamesResource(Encoding.UTF8.GetBytes(one.Name)))
            .Distinct()
            .OrderBy(one => one.Service, StringComparer.Ordinal)
            .ThenBy(one => one.Name, StringComparer.Ordinal),
    ];
}
