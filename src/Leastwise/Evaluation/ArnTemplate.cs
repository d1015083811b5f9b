using System.Collections.Frozen;
using System.Text;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>
/// The ARNs that resources of one type can have, as a pattern: literal text, places that may hold anything, and places that hold neither
/// colon nor slash.
/// </summary>
/// <remarks>
/// Where the reference says nothing of what a place may hold, it may hold anything: an action is rather said to be granted than not. The
/// places named below are known to be one plain name, which keeps <c>arn:aws:s3:::bucket/*</c> from naming a bucket.
/// </remarks>
internal sealed class ArnTemplate
{
    private const char Anything = '*';

    // A character that no ARN holds stands for the place within the pattern.
    private const char PlainName = '\u0001';

    // Bucket names: "Bucket naming rules", Amazon S3 User Guide. Table names: "Supported data types and naming rules in Amazon DynamoDB".
    // Function names: CreateFunction, AWS Lambda API Reference. The rest: "Identify AWS resources with ARNs", AWS IAM User Guide.
    private static readonly FrozenSet<string> PlainNames =
        new[] { "Partition", "Region", "Account", "BucketName", "TableName", "FunctionName" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly string pattern;
    private readonly string? service;

    /// <summary>Compiles a template as the catalogue holds it.</summary>
    /// <param name="template">Such as <c>arn:${Partition}:s3:::${BucketName}/${ObjectName}</c>.</param>
    /// <param name="partition">The partition that stands in <see cref="Wildcards"/>.</param>
    public ArnTemplate(string template, string partition)
    {
        pattern = Compile(template);
        service = ServiceOf(pattern);
        Wildcards = Compile(template.Replace("${Partition}", partition, StringComparison.Ordinal)).Replace(PlainName, Anything);
    }

    /// <summary>The template with a star for every place, in the partition: what a pattern must cover to cover the type.</summary>
    public string Wildcards { get; }

    /// <summary>The service that every ARN of this type names; null where that is open.</summary>
    public string? Service => service;

    /// <summary>Whether some ARN of this type matches <paramref name="resource"/>.</summary>
    public bool Overlaps(string resource) => Overlaps(resource, ServiceOf(resource));

    /// <summary>The same, where the service that <paramref name="resource"/> names is known.</summary>
    public bool Overlaps(string resource, string? other)
    {
        if (service is not null && other is not null && service != other)
        {
            return false;
        }

        // reachable[j]: some text matches the part of the template read so far and the first j characters of the resource pattern.
        Span<bool> reachable = resource.Length < 512 ? stackalloc bool[resource.Length + 1] : new bool[resource.Length + 1];
        reachable.Clear();
        reachable[0] = true;
        for (int j = 0; j < resource.Length && resource[j] == '*'; j++)
        {
            reachable[j + 1] = true;
        }

        foreach (char c in pattern)
        {
            bool isPlace = c is Anything or PlainName;
            bool diagonal = reachable[0];
            reachable[0] &= isPlace;
            for (int j = 1; j <= resource.Length; j++)
            {
                char d = resource[j - 1];
                bool above = reachable[j];
                reachable[j] = (isPlace, d) switch
                {
                    (true, '*') => diagonal || above || reachable[j - 1],
                    (true, _) => above || (reachable[j - 1] && (c == Anything || d is not (':' or '/'))),
                    (false, '*') => above || reachable[j - 1],
                    (false, _) => diagonal && (d == '?' || c == d),
                };
                diagonal = above;
            }
        }

        return reachable[resource.Length];
    }

    private static string Compile(string template)
    {
        var compiled = new StringBuilder(template.Length);
        for (int i = 0; i < template.Length; i++)
        {
            int end = template.AsSpan(i).StartsWith("${", StringComparison.Ordinal) ? template.IndexOf('}', i) : -1;
            if (end < 0)
            {
                compiled.Append(template[i]);
                continue;
            }

            compiled.Append(PlainNames.Contains(template[(i + 2)..end]) ? PlainName : Anything);
            i = end;
        }

        return compiled.ToString();
    }

    /// <summary>The service part of an ARN pattern where it stands literally; else null.</summary>
    internal static string? ServiceOf(string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            return null;
        }

        int partitionEnd = arn.IndexOf(':', 4);
        int serviceEnd = partitionEnd < 0 ? -1 : arn.IndexOf(':', partitionEnd + 1);
        if (serviceEnd < 0)
        {
            return null;
        }

        // A star in the partition could run on over the colon; that of a place cannot.
        ReadOnlySpan<char> head = arn.AsSpan(4, serviceEnd - 4);
        return WildcardPattern.HasWildcard(head) ? null : arn[(partitionEnd + 1)..serviceEnd];
    }
}
