using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Says what limits a privilege, and names statements, in sentences.</summary>
internal static class SupportWords
{
    private const int MostStatements = 3;

    /// <summary>One sentence for each statement that gives the privilege in part, denies a part, or limits it.</summary>
    public static IEnumerable<string> Of(
        CatalogAction action, ImmutableArray<Support.Part> allows, ImmutableArray<Support.Part> denies, ImmutableArray<Support.Part> limits)
    {
        foreach (Support.Part allow in allows)
        {
            if (Clause(allow) is { } clause)
            {
                yield return $"{action.FullName} is allowed only {clause} ({Name(allow.Source)}).";
            }
        }

        foreach (Support.Part deny in denies)
        {
            yield return $"{action.FullName} is denied {Clause(deny) ?? "everywhere"} ({Name(deny.Source)}).";
        }

        foreach (Support.Part limit in limits)
        {
            if (Clause(limit) is { } clause)
            {
                string layer = limit.Source.Layer == PolicyLayer.Boundary ? "The permissions boundary" : "A service control policy";
                yield return $"{layer} lets {action.FullName} through only {clause} ({Name(limit.Source)}).";
            }
        }
    }

    /// <summary>Such as <c>statement "Admin" of the policy Operators, through the group ops</c>.</summary>
    public static string Name(StatementSource source)
    {
        string policy = source.Policy.Kind switch
        {
            PolicyKind.Inline => $"the inline policy {source.Policy.Name}",
            PolicyKind.Trust => "the trust policy",
            PolicyKind.AwsManaged => $"AWS's policy {source.Policy.Name}",
            _ => $"the policy {source.Policy.Name}",
        };
        string group = source.ViaGroup is { } via ? $", through the group {via}" : "";
        return $"statement {source.Statement.Label} of {policy}{group}";
    }

    /// <summary>The first few statements by name, and how many more.</summary>
    public static string Names(ImmutableArray<StatementSource> sources)
    {
        string names = string.Join("; ", sources.Take(MostStatements).Select(Name));
        return sources.Length > MostStatements ? $"{names}; and {sources.Length - MostStatements} more" : names;
    }

    private static string? Clause(Support.Part part)
    {
        string? resources = part.Source.Statement.Resources is { } element && (part.Reach != Reach.All || element.Not) ? ConditionWords.Of(element) : null;
        string? conditions = part.Conditions.IsEmpty ? null : ConditionWords.Of(part.Conditions);
        return (resources, conditions) switch
        {
            (null, null) => null,
            (null, _) => conditions,
            (_, null) => resources,
            _ => $"{resources} {conditions}",
        };
    }
}
