using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>Gives the numbers of what a record was about: its resources, and the containers of data events. An instance serves one thread.</summary>
internal sealed class TargetNumbers(Names names, RequestedResources requested)
{
    /// <summary>Small enough to stay near: objects that are met once and never again must not drive all else from the cache.</summary>
    private readonly Recent<(int Target, int Containers)> recent = new(13);
    private readonly List<UsedResource> resources = [];

    /// <summary>The numbers, 0 for none.</summary>
    /// <param name="one">The record.</param>
    /// <param name="actor">The number of its actor.</param>
    /// <param name="kind">The number of its event.</param>
    public (int Target, int Containers) Of(in RawEvent one, int actor, int kind)
    {
        RequestedResources.Template[] templates = one.ResourceCount == 0 && one.ParameterCount > 0 ? requested.TemplatesOf(one, kind) : [];
        if (one.ResourceCount == 0 && one.RoleCount == 0 && templates.Length == 0)
        {
            return (0, 0);
        }

        int level = names.LevelOf(actor, kind);
        bool data = one.Category.SequenceEqual("Data"u8);
        HashKey key = KeyOf(one, level, data, templates.Length > 0 ? kind : 0);
        if (!recent.TryGet(key, out (int, int) numbers))
        {
            recent.Set(key, numbers = level == 0 && templates.Length == 0 && Usual(one, key, data) is { } usual ? usual : Find(one, level, data, templates));
        }

        return numbers;
    }

    private static HashKey KeyOf(in RawEvent one, int level, bool data, int kind)
    {
        var hash = default(FastHash);
        hash.Add(level);
        hash.Add(data ? 1L : 0);
        hash.Add((long)kind);
        for (int i = 0; i < one.ResourceCount; i++)
        {
            hash.Add(one.ResourceType(i));
            hash.Add(Told(one.ResourceArn(i), level));
        }

        hash.Add((long)one.ResourceCount);
        hash.Add(one.RoleCount == 0 ? default : one.Source);
        for (int i = 0; i < one.RoleCount; i++)
        {
            hash.Add(one.Role(i));
        }

        if (kind != 0)
        {
            hash.Add(one.Recipient);
            hash.Add(one.Region);
            for (int i = 0; i < one.ParameterCount; i++)
            {
                hash.Add(one.ParameterName(i));
                hash.Add(one.ParameterValue(i));
            }
        }

        return hash.Key;
    }

    /// <summary>What of an S3 object's ARN tells its pattern at a level: the millions of objects of a bucket that is read widely are then one to the memory of recent answers.</summary>
    private static ReadOnlySpan<byte> Told(ReadOnlySpan<byte> arn, int level)
    {
        int resource = level == 0 ? -1 : arn.IndexOf(":s3:::"u8);
        if (resource < 0)
        {
            return arn;
        }

        int slash = level == 1 ? arn.LastIndexOf((byte)'/') : arn[(resource + 6)..].IndexOf((byte)'/') is >= 0 and int first ? resource + 6 + first : -1;
        return slash < resource ? arn : arn[..(slash + 1)];
    }

    /// <summary>
    /// The numbers where all that is to be kept stands in the record; null where there is more to it. What is found here by the record's own bytes may have another number by
    /// its content already: both are written to the same row.
    /// </summary>
    private (int Target, int Containers)? Usual(in RawEvent one, in HashKey key, bool data)
    {
        if (data && !NamedResources.HasOneContainer(one))
        {
            return null;
        }

        int target = names.Targets.Find(key);
        if (target == 0)
        {
            Span<byte> text = stackalloc byte[NamedResources.MostBytes];
            if (!NamedResources.TryWrite(one, text, out int length))
            {
                return null;
            }

            target = names.Targets.Add(key, TargetText.Of(text[..length], 0));
        }

        return (target, data ? ContainerOf(one) : 0);
    }

    private int ContainerOf(in RawEvent one)
    {
        NamedResources.ContainerOf(one, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> container);
        var hash = default(FastHash);
        hash.Add(type);
        hash.Add(container);
        HashKey key = hash.Key;
        int number = names.Containers.Find(key);
        return number != 0 ? number : names.Containers.Add(key, new ContainerList([(Encoding.ASCII.GetString(type), Encoding.ASCII.GetString(container))]));
    }

    private (int Target, int Containers) Find(in RawEvent one, int level, bool data, RequestedResources.Template[] templates)
    {
        resources.Clear();
        for (int i = 0; i < one.ResourceCount; i++)
        {
            resources.Add(new UsedResource(ResourceRelation.Named, Encoding.UTF8.GetString(one.ResourceType(i)), Encoding.UTF8.GetString(one.ResourceArn(i))));
        }

        int containers = data ? ContainersOf() : 0;
        // Asking for a session of a role hands it to nobody: there it is what the call is about.
        bool asked = one.Source.SequenceEqual("sts.amazonaws.com"u8) || one.Source.SequenceEqual("signin.amazonaws.com"u8);
        for (int i = 0; i < one.RoleCount; i++)
        {
            string role = Encoding.UTF8.GetString(one.Role(i));
            if (!asked)
            {
                resources.Add(new UsedResource(ResourceRelation.Role, "", role));
            }
            else if (resources.TrueForAll(named => named.Arn != role))
            {
                resources.Add(new UsedResource(ResourceRelation.Requested, "iam:role", role));
            }
        }

        RequestedResources.AddTo(resources, one, templates);
        if (resources.Count == 0)
        {
            return (0, containers);
        }

        TargetContent content = TargetContent.Of(resources).Generalised(level);
        var hash = default(FastHash);
        foreach (UsedResource resource in content.Resources)
        {
            hash.Add((long)resource.Relation);
            hash.Add(resource.Type);
            hash.Add(resource.Arn);
        }

        HashKey key = hash.Key;
        int target = names.Targets.Find(key);
        if (target == 0)
        {
            target = names.Targets.Add(key, TargetText.Of(Encoding.UTF8.GetBytes(content.ToText()), content.Roles));
        }

        return (target, containers);
    }

    private int ContainersOf()
    {
        if (!resources.Exists(DataContainer.HasOne))
        {
            return 0;
        }

        (string Type, string Container)[] containers =
            [.. DataContainer.Of(resources).OrderBy(one => one.Type, StringComparer.Ordinal).ThenBy(one => one.Container, StringComparer.Ordinal)];
        var hash = default(FastHash);
        foreach ((string type, string container) in containers)
        {
            hash.Add(type);
            hash.Add(container);
        }

        HashKey key = hash.Key;
        int number = names.Containers.Find(key);
        return number != 0 ? number : names.Containers.Add(key, new ContainerList(containers));
    }
}
