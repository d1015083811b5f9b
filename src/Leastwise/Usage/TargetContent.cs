using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Leastwise.Usage;

/// <summary>How a resource is known to belong to a call.</summary>
public enum ResourceRelation
{
    /// <summary>The record's <c>resources</c> name it.</summary>
    Named,

    /// <summary>It is made of the request's parameters by the catalogue's ARN template.</summary>
    Requested,

    /// <summary>A role, or an instance profile, whose ARN the request holds.</summary>
    Role,

    /// <summary>
    /// The user, role or group whose policies the call changes, by its name: the ARN lacks its path, which requests do not tell. And the policy that the call attaches to
    /// it or detaches. It tells what became of somebody's privileges, not on what one was exercised.
    /// </summary>
    Subject,
}

/// <summary>A resource of a call.</summary>
/// <param name="Relation">How it is known.</param>
/// <param name="Type">Its type: CloudTrail's (<c>AWS::S3::Object</c>) where the record names it, the catalogue's (<c>s3:object</c>) where it is made; empty where nothing tells.</param>
/// <param name="Arn">Its ARN, or a pattern where there were too many; <c>*</c> matches any characters.</param>
public sealed record UsedResource(ResourceRelation Relation, string Type, string Arn);

/// <summary>The resources of a call, in order and each once.</summary>
internal sealed record TargetContent(ImmutableArray<UsedResource> Resources)
{
    /// <summary>More resources of one call are generalised until so many are left.</summary>
    public const int MostOfOneCall = 16;

    /// <summary>How many roles the request holds.</summary>
    public int Roles => Resources.Count(static resource => resource.Relation == ResourceRelation.Role);

    /// <summary>In order, each once, and generalised where one call names too many.</summary>
    public static TargetContent Of(IEnumerable<UsedResource> resources)
    {
        TargetContent content = Ordered(resources);
        for (int level = 1; content.Resources.Length > MostOfOneCall && level <= ArnGeneralisation.Highest; level++)
        {
            content = content.Generalised(level);
        }

        return content;
    }

    /// <summary>With every resource generalised.</summary>
    public TargetContent Generalised(int level) =>
        level == 0 ? this : Ordered(Resources.Select(resource => resource with { Arn = ArnGeneralisation.Apply(resource.Arn, level) }));

    /// <summary>As the ledger keeps it: a line for each.</summary>
    public string ToText()
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[512]);
        foreach (UsedResource resource in Resources)
        {
            text.AppendLiteral(text.Text.IsEmpty ? "" : "\n");
            text.AppendFormatted((char)('0' + (int)resource.Relation));
            text.AppendLiteral("\t");
            text.AppendLiteral(resource.Type);
            text.AppendLiteral("\t");
            text.AppendLiteral(resource.Arn);
        }

        return text.ToStringAndClear();
    }

    /// <summary>From the ledger's text.</summary>
    public static TargetContent Parse(string text) => new(
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 3))
            .Select(parts => new UsedResource((ResourceRelation)(parts[0][0] - '0'), parts[1], parts[2])),
    ]);

    private static TargetContent Ordered(IEnumerable<UsedResource> resources)
    {
        UsedResource[] ordered = [.. resources];
        for (int i = 0; i < ordered.Length; i++)
        {
            if (ordered[i].Type.AsSpan().ContainsAny('\t', '\n') || ordered[i].Arn.AsSpan().ContainsAny('\t', '\n'))
            {
                ordered[i] = ordered[i] with { Type = OneLine(ordered[i].Type), Arn = OneLine(ordered[i].Arn) };
            }
        }

        Array.Sort(ordered, InOrder);
        int kept = 0;
        foreach (UsedResource resource in ordered)
        {
            if (kept == 0 || InOrder(ordered[kept - 1], resource) != 0)
            {
                ordered[kept++] = resource;
            }
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(kept == ordered.Length ? ordered : ordered[..kept]));
    }

    private static int InOrder(UsedResource one, UsedResource other)
    {
        int order = one.Relation.CompareTo(other.Relation);
        order = order != 0 ? order : string.CompareOrdinal(one.Type, other.Type);
        return order != 0 ? order : string.CompareOrdinal(one.Arn, other.Arn);
    }

    /// <summary>Tabs and line ends separate; object keys may hold them, and then a <c>?</c> matches them.</summary>
    private static string OneLine(string text) => text.AsSpan().IndexOfAny('\t', '\n') < 0 ? text : text.Replace('\t', '?').Replace('\n', '?');
}
