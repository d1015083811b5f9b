using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;

namespace Leastwise.Trimming.Comparing;

/// <summary>
/// Proves that what one statement of a side allows for an action, less what that side denies, lies within what the other side allows. Never
/// true by mistake: it looks for one covering statement a pattern, so a cover that takes several statements together is not seen.
/// </summary>
internal sealed class CoverProof(StatementCompiler compiler, ComparedSide own, ComparedSide other)
{
    private readonly Dictionary<Statement, ImmutableArray<CompiledStatement>> pieces = new(ReferenceEqualityComparer.Instance);

    // Documents of the version 2008-10-17 take "${aws:username}" for plain text.
    private readonly bool variablesMeanTheSame = own.Policies.Concat(other.Policies)
        .Where(policy => ConditionLogic.IsOpen(policy.Document.Json))
        .DistinctBy(policy => policy.Document.Version)
        .Count() <= 1;

    /// <summary>Whether policy variables mean the same in all documents, so that equal texts are equal.</summary>
    public bool VariablesMeanTheSame => variablesMeanTheSame;

    /// <summary>The pieces of the statement, a resource pattern each, that are not proved to be covered for the action.</summary>
    public IEnumerable<CompiledStatement> Open(ComparedStatement allow, int action) =>
        PiecesOf(allow.Statement).Where(piece => piece.Applicable.Contains(action) && !IsCovered(piece, action));

    /// <summary>Whether <paramref name="outer"/> names every pattern of <paramref name="inner"/> by the same text, which means the same even where it hangs on policy variables.</summary>
    public static bool SameText(ResourceElement? outer, ResourceElement? inner, bool variablesMeanTheSame)
    {
        if (outer is null || inner is null || outer.Not != inner.Not || (!variablesMeanTheSame && inner.Patterns.Any(ConditionLogic.IsOpen)))
        {
            return false;
        }

        (ImmutableArray<string> fewer, ImmutableArray<string> more) = outer.Not ? (outer.Patterns, inner.Patterns) : (inner.Patterns, outer.Patterns);
        return fewer.All(pattern => more.Contains(pattern, StringComparer.Ordinal));
    }

    private bool IsCovered(CompiledStatement piece, int action)
    {
        ImmutableArray<Condition> conditions = piece.Statement.Conditions;
        ComparedStatement[] certain = [.. own.Denies.Where(deny => deny.BearsOn(action) && Imply(conditions, deny.Conditions))];
        if (certain.Any(deny => Contains(deny.Compiled, piece, action)))
        {
            return true;
        }

        // "Deny NotResource X" leaves only what lies in X.
        CompiledStatement[] enclosing = [piece, .. certain.Select(deny => deny.Compiled).Where(deny => deny.Statement.Resources is { Not: true }).Select(Within)];
        return other.Allows.Any(cover => cover.BearsOn(action) && Imply(conditions, cover.Conditions) && Covers(cover.Compiled, piece, enclosing, certain, action))
            && other.Denies.All(deny => !deny.BearsOn(action) || IsDeniedHereToo(deny, piece, certain, action));
    }

    private bool Covers(CompiledStatement cover, CompiledStatement piece, CompiledStatement[] enclosing, ComparedStatement[] certain, int action)
    {
        if (enclosing.Any(inner => Contains(cover, inner, action)))
        {
            return true;
        }

        // "Allow NotResource N" covers all but N: what lies in N must be denied here anyway.
        return cover.Statement.Resources is { Not: true }
            && ExceptionsOf(cover.Statement).All(exception => !compiler.Overlap(exception, piece).Contains(action) || certain.Any(deny => Contains(deny.Compiled, exception, action)));
    }

    /// <summary>Whether what the other side denies of the piece is denied, or never asked for, on this side.</summary>
    private bool IsDeniedHereToo(ComparedStatement deny, CompiledStatement piece, ComparedStatement[] certain, int action)
    {
        if (!compiler.Overlap(deny.Compiled, piece).Contains(action) || ConditionLogic.Exclude(piece.Statement.Conditions, deny.Conditions))
        {
            return true;
        }

        ComparedStatement[] kept = [.. certain, .. own.Denies.Where(mine => mine.BearsOn(action) && Imply(deny.Conditions, mine.Conditions))];
        return PiecesOf(deny.Statement).All(part =>
            !part.Applicable.Contains(action)
            || !compiler.Overlap(part, piece).Contains(action)
            || kept.Any(mine => Contains(mine.Compiled, part, action)));
    }

    /// <summary>The statement once for each of its patterns and for each way to meet its conditions; with <c>NotResource</c> as a whole, since its patterns only mean something together.</summary>
    private ImmutableArray<CompiledStatement> PiecesOf(Statement statement)
    {
        if (!pieces.TryGetValue(statement, out ImmutableArray<CompiledStatement> known))
        {
            Statement[] byResource = statement.Resources is { Not: false, Patterns: { Length: > 1 } patterns }
                ? [.. patterns.Distinct(StringComparer.Ordinal).Select(pattern => WithResources(statement, [pattern]))]
                : [statement];
            known = [.. byResource.SelectMany(one => ConditionLogic.Ways(one.Conditions).Select(way => compiler.Compile(one with { Conditions = way })))];
            pieces.Add(statement, known);
        }

        return known;
    }

    private CompiledStatement Within(CompiledStatement deny) => compiler.Compile(WithResources(deny.Statement, deny.Statement.Resources?.Patterns ?? []));

    private IEnumerable<CompiledStatement> ExceptionsOf(Statement statement) =>
        (statement.Resources?.Patterns ?? []).Select(pattern => compiler.Compile(WithResources(statement, [pattern])));

    private bool Contains(CompiledStatement outer, CompiledStatement inner, int action) =>
        compiler.Coverage(outer, inner).Contains(action)
        || (outer.Applicable.Contains(action) && SameText(outer.Statement.Resources, inner.Statement.Resources, variablesMeanTheSame));

    private bool Imply(ImmutableArray<Condition> given, ImmutableArray<Condition> wanted) => ConditionLogic.Imply(given, wanted, variablesMeanTheSame);

    private static Statement WithResources(Statement statement, ImmutableArray<string> patterns) =>
        statement with { Resources = new ResourceElement(Not: false, patterns) };
}
