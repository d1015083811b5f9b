using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>Makes the ARNs of resources that a record does not name from its request's parameters. An instance serves one thread.</summary>
internal sealed class RequestedResources
{
    /// <summary>An ARN template of the catalogue with the names of the request's parameters that fill it.</summary>
    internal sealed record Template(string Type, string Arn);

    /// <summary>The templates for an event; none where the catalogue has none.</summary>
    public Template[] TemplatesOf(in RawEvent one, int kind) => [];

    /// <summary>Adds the resources that the parameters name.</summary>
    public static void AddTo(List<UsedResource> resources, in RawEvent one, Template[] templates)
    {
    }
}
