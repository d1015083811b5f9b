using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Policies;

namespace Leastwise.Trimming.Shaping;

/// <summary>A policy as documents that AWS takes.</summary>
/// <param name="Documents">The documents, in order; together they are the policy.</param>
/// <param name="Problem">What AWS would refuse, one sentence; null where it would take them.</param>
public sealed record SplitPolicy(ImmutableArray<PolicyDocument> Documents, string? Problem);

/// <summary>
/// Splits a policy into documents of a size that AWS takes. Which document a statement stands in means nothing to AWS, so the union stays the same. Statements keep their
/// order as far as they fit; one that is too large by itself is cut along its actions or resources.
/// </summary>
public static class PolicySplitter
{
    /// <summary>The documents.</summary>
    public static SplitPolicy Split(PolicyDocument document, PolicyLimit limit)
    {
        if (limit.CountTogether)
        {
            int size = PolicySize.Of(document);
            return new SplitPolicy(
                [document],
                size <= limit.Characters ? null : string.Create(CultureInfo.InvariantCulture, $"It has {size:N0} characters, and {Whose(limit)} may have {limit.Characters:N0} in all; make managed policies of it."));
        }

        var bins = new List<Bin>();
        string? problem = null;
        foreach (Statement statement in document.Statements.SelectMany(statement => Cut(statement, document, limit.Characters)))
        {
            int size = SizeOf(statement, document);
            if (Frame(document) + size > limit.Characters)
            {
                problem = $"The statement {statement.Label} has {size} characters and cannot be cut further; a document may have {limit.Characters}.";
            }

            Bin? bin = bins.Find(one => one.Size + 1 + size <= limit.Characters);
            if (bin is null)
            {
                bins.Add(bin = new Bin { Size = Frame(document) - 1 });
            }

            bin.Statements.Add(statement);
            bin.Size += size + 1;
        }

        problem ??= bins.Count > limit.Documents ? $"It takes {bins.Count} documents, and {limit.Documents} can be attached; write its actions shorter, or give it less." : null;
        return new SplitPolicy([.. bins.Select(bin => Documents.Of(bin.Statements, document.Version, document.Id))], problem);
    }

    private static string Whose(PolicyLimit limit) => limit == PolicyLimit.Trust ? "a trust policy" : $"the inline policies of a {limit.Name}";

    private static int Frame(PolicyDocument document) => PolicySize.Of(document with { Statements = [] });

    private static int SizeOf(Statement statement, PolicyDocument document) => PolicySize.Of(document with { Statements = [statement] }) - Frame(document);

    /// <summary>The statement, or its parts: half and half again until they fit. Only lists of which each item counts by itself can be cut.</summary>
    private static IEnumerable<Statement> Cut(Statement statement, PolicyDocument document, int characters)
    {
        if (Frame(document) + SizeOf(statement, document) <= characters)
        {
            return [statement];
        }

        int actions = statement.Actions.Not ? 1 : statement.Actions.Patterns.Length;
        int resources = statement.Resources is { Not: false } element ? element.Patterns.Length : 1;
        if (actions <= 1 && resources <= 1)
        {
            return [statement];
        }

        bool byActions = actions > 1 && (resources <= 1 || statement.Actions.Patterns.Sum(one => one.Length) >= statement.Resources?.Patterns.Sum(one => one.Length));
        ImmutableArray<string> items = byActions ? statement.Actions.Patterns : statement.Resources?.Patterns ?? [];
        Statement[] halves = [With([.. items.Take(items.Length / 2)]), With([.. items.Skip(items.Length / 2)])];
        return halves.SelectMany(half => Cut(half, document, characters)).Select((part, index) => index == 0 || part.Sid is null ? part : part with { Sid = $"{statement.Sid}Part{index + 1}" });

        Statement With(ImmutableArray<string> some) => byActions
            ? statement with { Actions = new ActionElement(false, some) }
            : statement with { Resources = new ResourceElement(false, some) };
    }

    private sealed class Bin
    {
        public List<Statement> Statements { get; } = [];

        public int Size { get; set; }
    }
}
