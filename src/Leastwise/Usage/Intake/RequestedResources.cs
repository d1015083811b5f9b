using System.Collections.Concurrent;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Makes the ARNs of resources that a record does not name from its request's parameters, by the ARN templates of the actions that the call proves. Only whole ARNs
/// are made: where a variable has no parameter, or the templates' variables cannot be told from one another, the resource stays unknown.
/// </summary>
internal sealed class RequestedResources(ActionCatalog catalog)
{
    private readonly EventResolver resolver = new(catalog);
    private readonly ConcurrentDictionary<int, Template[]> known = new();

    /// <summary>The templates for an event; none where the catalogue has none that parameters could fill.</summary>
    /// <param name="one">A record of the event.</param>
    /// <param name="kind">The event's number.</param>
    public Template[] TemplatesOf(in RawEvent one, int kind)
    {
        if (!known.TryGetValue(kind, out Template[]? templates))
        {
            templates = Find(Encoding.UTF8.GetString(one.Source), Encoding.UTF8.GetString(one.Name), Encoding.UTF8.GetString(one.Type));
            known.TryAdd(kind, templates);
        }

        return templates;
    }

    /// <summary>Adds the resources that the parameters name.</summary>
    public static void AddTo(List<UsedResource> resources, in RawEvent one, Template[] templates)
    {
        foreach (Template template in templates)
        {
            int before = resources.Count;
            for (int i = 0; i < one.ParameterCount; i++)
            {
                ReadOnlySpan<byte> value = one.ParameterValue(i);
                if (value.StartsWith("arn:"u8) && template.Covers(Encoding.UTF8.GetString(value)))
                {
                    resources.Add(new UsedResource(template.Relation, template.Type, Encoding.UTF8.GetString(value)));
                }
            }

            if (resources.Count == before)
            {
                template.Fill(resources, one);
            }
        }
    }

    private Template[] Find(string source, string name, string type)
    {
        EventResolution resolution;
        lock (resolver)
        {
            resolution = resolver.Resolve(source, name, type.Length == 0 ? null : type);
        }

        return resolution is not EventResolution.Privileges privileges ? [] :
        [
            .. PolicyChanges.SubjectsOf(source, name),
            .. privileges.Primary
                .SelectMany(action => action.Resources.Select(resource => Template.Of(action.Prefix, resource.Type)))
                .OfType<Template>()
                .DistinctBy(template => template.Arn, StringComparer.Ordinal),
        ];
    }

    /// <summary>An ARN template with the parameters that fill it.</summary>
    internal sealed record Template(string Type, string Arn, string[] Parts, (string Parameter, bool Last)[] Fillings)
    {
        /// <summary>How what it makes belongs to the call.</summary>
        public ResourceRelation Relation { get; init; } = ResourceRelation.Requested;

        /// <summary>From the catalogue's; null where it has nothing to fill. One whose variables have no parameters still knows an ARN that the request holds.</summary>
        public static Template? Of(string prefix, ResourceType type)
        {
            string[] pieces = type.ArnTemplate.Split("${");
            var parts = new List<string> { pieces[0] };
            var fillings = new List<(string, bool)>();
            bool fillable = true;
            foreach (string piece in pieces.Skip(1))
            {
                int end = piece.IndexOf('}', StringComparison.Ordinal);
                string variable = piece[..end];
                if (variable is not ("Partition" or "Region" or "Account"))
                {
                    fillable &= ParameterFacts.Of(prefix, variable) is (string, bool);
                    fillings.Add(ParameterFacts.Of(prefix, variable) ?? default);
                }

                parts.Add(variable is "Partition" or "Region" or "Account" ? "$" + variable : "");
                parts.Add(piece[(end + 1)..]);
            }

            return fillings.Count > 0 && !type.ArnTemplate.Contains('*', StringComparison.Ordinal)
                ? new Template($"{prefix}:{type.Name}", type.ArnTemplate, [.. parts], fillable && fillings.Count <= 2 ? [.. fillings] : [])
                : null;
        }

        /// <summary>Whether an ARN is of this template: its fixed parts stand in it in their order.</summary>
        public bool Covers(string arn)
        {
            int at = 0;
            for (int i = 0; i < Parts.Length; i += 2)
            {
                int found = arn.IndexOf(Parts[i], at, StringComparison.Ordinal);
                if (found < 0 || (i == 0 && found != 0))
                {
                    return false;
                }

                at = found + Parts[i].Length;
            }

            return Parts[^1].Length > 0 ? at == arn.Length : arn.IndexOf('/', at) < 0 || Arn.EndsWith("WithPath}", StringComparison.Ordinal);
        }

        /// <summary>Adds an ARN for each value of the one variable, or the one ARN of two that have one value each.</summary>
        public void Fill(List<UsedResource> resources, in RawEvent one)
        {
            if (Fillings.Length == 0)
            {
                return;
            }

            List<string> first = Values(one, Fillings[0]), second = Fillings.Length == 1 ? [""] : Values(one, Fillings[1]);
            if (second.Count != 1 || (Fillings.Length == 2 && first.Count != 1))
            {
                return;
            }

            foreach (string value in first)
            {
                resources.Add(new UsedResource(Relation, Type, Make(one, value, second[0])));
            }
        }

        private static List<string> Values(in RawEvent one, (string Parameter, bool Last) filling)
        {
            var values = new List<string>();
            for (int i = 0; i < one.ParameterCount; i++)
            {
                if (Ascii.EqualsIgnoreCase(one.ParameterName(i), filling.Parameter))
                {
                    string value = Encoding.UTF8.GetString(one.ParameterValue(i));
                    value = filling.Last ? value[(value.LastIndexOfAny(['/', ':']) + 1)..] : value;
                    if (value.Length > 0 && !value.StartsWith("arn:", StringComparison.Ordinal))
                    {
                        values.Add(value);
                    }
                }
            }

            return values;
        }

        private string Make(in RawEvent one, string first, string second)
        {
            var arn = new StringBuilder();
            string next = first;
            for (int i = 0; i < Parts.Length; i++)
            {
                if (i % 2 == 0)
                {
                    arn.Append(Parts[i]);
                    continue;
                }

                switch (Parts[i])
                {
                    case "$Partition":
                        arn.Append(one.Region.StartsWith("cn-"u8) ? "aws-cn" : one.Region.StartsWith("us-gov-"u8) ? "aws-us-gov" : "aws");
                        break;
                    case "$Region":
                        arn.Append(Encoding.UTF8.GetString(one.Region));
                        break;
                    case "$Account":
                        arn.Append(Encoding.UTF8.GetString(one.Recipient));
                        break;
                    default:
                        arn.Append(next);
                        next = second;
                        break;
                }
            }

            return arn.ToString();
        }
    }
}
