using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Says what limits a privilege, and names statements, in sentences.</summary>
internal static class SupportWords
{
    private const int MostStatements = 3;
    private const int MostSentences = 50;

    /// <summary>One limit for each statement that gives the privilege in part, denies a part, or lets only a part through.</summary>
    public static ImmutableArray<SupportLimit> Of(
        ImmutableArray<StatementPart> allows, ImmutableArray<StatementPart> denies, ImmutableArray<StatementPart> limits) =>
        // Most privileges are given by one statement.
        allows is [{ Limit: var only }] && denies.IsEmpty && limits.IsEmpty
            ? only is null ? [] : [only]
            : [.. allows.Concat(denies).Concat(limits).Select(part => part.Limit).OfType<SupportLimit>()];

    /// <summary>The limit that one statement is; null where it limits nothing.</summary>
    public static SupportLimit? LimitOf(StatementPart part)
    {
        if (part.Source.Statement.Effect == Effect.Deny)
        {
            string by = part.Source.Layer switch
            {
                PolicyLayer.Boundary => "by the permissions boundary",
                PolicyLayer.ServiceControl => "by a service control policy",
                // It binds only what belongs to the organization; elsewhere the privilege may still work.
                PolicyLayer.ResourceControl => "by a resource control policy, on the organization's own resources,",
                _ => "",
            };
            return new SupportLimit(by, "denied", $"{(part.Clause.Length > 0 ? part.Clause : "everywhere")} ({Name(part.Source)})");
        }

        if (part.Clause.Length == 0)
        {
            return null;
        }

        string layer = part.Source.Layer switch
        {
            PolicyLayer.Identity => "",
            PolicyLayer.Boundary => "by the permissions boundary",
            PolicyLayer.Session => "by a session policy",
            _ => "by a service control policy",
        };
        return new SupportLimit(layer, part.Source.Layer == PolicyLayer.Identity ? "allowed only" : "let through only", $"{part.Clause} ({Name(part.Source)})");
    }

    /// <summary>The limits of all <paramref name="supports"/> as sentences; what limits several privileges alike is said once.</summary>
    public static IEnumerable<string> Sentences(IReadOnlyCollection<Support> supports) => supports.Sum(support => support.Limits.Length) switch
    {
        0 => [],
        1 when supports.First(support => !support.Limits.IsEmpty) is var limited => [limited.OnlyLimit],
        _ => Grouped(supports),
    };

    private static IEnumerable<string> Grouped(IReadOnlyCollection<Support> supports) => supports
        .SelectMany(support => support.Limits.Select(limit => (limit, support.Action.FullName)))
        .GroupBy(pair => pair.limit, pair => pair.FullName)
        .Select(group => Sentence(group.Key, [.. group.Distinct(StringComparer.Ordinal)]));

    /// <summary>What limits some privileges alike, as a sentence.</summary>
    public static string Sentence(SupportLimit limit, string[] actions)
    {
        string by = limit.By.Length == 0 ? "" : $"{limit.By} ";
        return $"{ConditionWords.List(actions)} {(actions.Length == 1 ? "is" : "are")} {by}{limit.Verb} {limit.Rest}.";
    }

    /// <summary>The first of these sentences, and how many more there are.</summary>
    public static IEnumerable<string> FewSentences(IReadOnlyCollection<Support> supports)
    {
        string[] all = [.. Sentences(supports)];
        return all.Length <= MostSentences ? all : [.. all.Take(MostSentences), $"There are {all.Length - MostSentences} more limits of this sort."];
    }

    /// <summary>Such as <c>statement "Admin" of the policy Operators, through the group ops</c>.</summary>
    public static string Name(StatementSource source)
    {
        (string policy, string name) = source.Policy.Kind switch
        {
            PolicyKind.Inline => ("the inline policy ", source.Policy.Name),
            PolicyKind.Trust => ("the trust policy", ""),
            PolicyKind.AwsManaged => ("AWS's policy ", source.Policy.Name),
            _ => ("the policy ", source.Policy.Name),
        };
        return $"statement {source.Statement.Label} of {policy}{name}{(source.ViaGroup is null ? "" : ", through the group ")}{source.ViaGroup}";
    }

    /// <summary>The first few statements by name, and how many more.</summary>
    public static string Names(ImmutableArray<StatementSource> sources)
    {
        if (sources is [var only])
        {
            return Name(only);
        }

        string names = string.Join("; ", sources.Take(MostStatements).Select(Name));
        return sources.Length > MostStatements ? $"{names}; and {sources.Length - MostStatements} more" : names;
    }

    /// <summary>A statement's resources and conditions in words; empty where it has neither limit.</summary>
    public static string ClauseOf(StatementPart part)
    {
        string? resources = part.Source.Statement.Resources is { } element && part.Reach != Reach.All ? ConditionWords.Of(element) : null;
        string? conditions = part.Conditions.IsEmpty ? null : ConditionWords.Of(part.Conditions);
        return (resources, conditions) switch
        {
            (null, null) => "",
            (null, { } only) => only,
            ({ } only, null) => only,
            _ => $"{resources} {conditions}",
        };
    }
}

/// <summary>What limits a privilege, to be said of one action or of several.</summary>
/// <param name="By">The layer that does it; empty for the principal's own policies.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Rest">Where and when, and by which statement.</param>
internal sealed record SupportLimit(string By, string Verb, string Rest);
