using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Leastwise.Text;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// Makes patterns of the resources that were worked on. The rule, and how far it may widen: account, partition and service are never widened; what is contained in
/// something named (an object, a log stream, a task) widens to its container, an object to the folder that all seen objects of the bucket share; what AWS numbers
/// (instances, volumes, snapshots) widens to its type in its account and region; any other resource stays as it was seen, up to eight of a type, and beyond that widens to a
/// common beginning of at least four characters that ends where a word does. Where there is none, the resources are not narrowed.
/// </summary>
internal static partial class ResourceRule
{
    /// <summary>So many names of one type, account and region are listed one by one.</summary>
    public const int MostNames = 8;

    private const int ShortestBeginning = 4;

    /// <summary>For each resource the pattern that stands for it and the rule in words; null where there are too many without a common beginning.</summary>
    public static ImmutableArray<(string Resource, string Pattern, string Rule)>? Generalise(ActionType type, IEnumerable<string> resources)
    {
        var found = ImmutableArray.CreateBuilder<(string, string, string)>();
        foreach (IGrouping<string, string> group in resources.Distinct(StringComparer.Ordinal).GroupBy(ScopeOf, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string[] seen = [.. group.Order(StringComparer.Ordinal)];
            if (IsContained(type.Template))
            {
                found.AddRange(Contained(type.Template, seen));
            }
            else if (seen.All(one => Numbered().IsMatch(one)))
            {
                found.AddRange(seen.Select(one => (one, $"{one[..(one.LastIndexOf('/') + 1)]}*", "AWS numbers these: all of the type in the account and region")));
            }
            else if (seen.Length <= MostNames)
            {
                found.AddRange(seen.SelectMany(one => AsSeen(type.Template, one)));
            }
            else if (Beginning(seen, group.Key.Length) is { } beginning)
            {
                found.AddRange(seen.Select(one => (one, $"{beginning}*", $"a common beginning, in the place of {seen.Length} names")));
            }
            else
            {
                return null;
            }
        }

        return found.ToImmutable();
    }

    private static IEnumerable<(string, string, string)> AsSeen(string template, string one)
    {
        yield return (one, one, one switch
        {
            _ when !WildcardPattern.HasWildcard(one) => "as seen",
            _ when AuthorisedNames.WithoutStreamsOf(one) is var group && group != one && !WildcardPattern.HasWildcard(group) => "as seen; policies name a log group with its streams",
            _ when one.Contains(":secretsmanager:", StringComparison.Ordinal) => "as seen; AWS adds six characters to the name",
            _ => "a pattern that the ledger keeps in the place of very many",
        });

        // A call can name a version or an alias besides, which is then part of what IAM decides on; the ledger keeps the function alone.
        if (template.EndsWith(":function:${FunctionName}", StringComparison.Ordinal) && !WildcardPattern.HasWildcard(one))
        {
            yield return (one, $"{one}:*", "versions and aliases of what was seen");
        }
    }

    /// <summary>Partition, service, region and account, with the colon behind; patterns are never shared beyond it.</summary>
    private static string ScopeOf(string arn)
    {
        int end = -1;
        for (int colons = 0; colons < 5 && (colons == 0 || end >= 0); colons++)
        {
            end = arn.IndexOf(':', end + 1);
        }

        return end < 0 ? arn : arn[..(end + 1)];
    }

    /// <summary>Whether the type's name has more than one free place: a container's and its own.</summary>
    private static bool IsContained(string template)
    {
        string name = template[ScopeOf(template).Length..];
        return name.Split("${").Length > 2;
    }

    private static IEnumerable<(string, string, string)> Contained(string template, string[] seen)
    {
        bool objects = template.Contains(":s3:::", StringComparison.Ordinal);
        foreach (IGrouping<string, string> container in seen.GroupBy(one => ContainerOf(one, objects), StringComparer.Ordinal))
        {
            string[] inside = [.. container];
            string folder = objects ? Folder(inside, container.Key.Length) : container.Key;
            string rule = folder == container.Key ? "all within what contains it" : "the folder that all objects seen in the bucket share";
            foreach (string one in inside)
            {
                yield return (one, $"{folder}*", rule);
            }
        }
    }

    /// <summary>Of an object the bucket with its slash; of anything else all but the last part.</summary>
    private static string ContainerOf(string arn, bool objects)
    {
        int scope = ScopeOf(arn).Length;
        int end = objects ? arn.IndexOf('/', scope) : arn.AsSpan(scope).LastIndexOfAny('/', ':') is >= 0 and int last ? scope + last : -1;
        return end < 0 ? arn : arn[..(end + 1)];
    }

    private static string Folder(string[] objects, int bucket)
    {
        int common = CommonLength(objects);
        int slash = objects[0].LastIndexOf('/', Math.Max(common - 1, 0));
        return objects[0][..Math.Max(slash + 1, bucket)];
    }

    private static string? Beginning(string[] names, int scope)
    {
        int common = CommonLength(names);
        string start = names[0][..common];
        int end = start.AsSpan().LastIndexOfAny("/:-_.") + 1;

        // The type's own word, such as "table/", is no beginning of a name.
        int type = start.AsSpan(Math.Min(scope, start.Length)).IndexOfAny('/', ':') is >= 0 and int word ? scope + word + 1 : scope;
        return end - type >= ShortestBeginning ? start[..end] : null;
    }

    private static int CommonLength(string[] texts)
    {
        int common = texts[0].Length;
        foreach (string text in texts)
        {
            common = Math.Min(common, texts[0].AsSpan().CommonPrefixLength(text));
            common = WildcardPattern.HasWildcard(text) ? Math.Min(common, text.AsSpan().IndexOfAny('*', '?')) : common;
        }

        return common;
    }

    [GeneratedRegex("/(?:[a-z]{1,12}-[0-9a-f]{8}(?:[0-9a-f]{9})?|\\*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbered();
}
