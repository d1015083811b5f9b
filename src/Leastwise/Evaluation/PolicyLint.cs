using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>
/// Says what a policy states and AWS does not read as it seems to be meant: names that do not exist, and statements that can never apply or change
/// nothing. Policies are judged by the catalogue, which AWS may be ahead of.
/// </summary>
/// <remarks>
/// What an action works on and which condition keys it takes: "Actions, resources, and condition keys for AWS services", Service Authorization
/// Reference, https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html.
/// </remarks>
/// <param name="catalog">The actions.</param>
public sealed class PolicyLint(ActionCatalog catalog)
{
    // Every statement is compared with every other; AWS's own limit on size leaves room for some two hundred.
    private const int MostCompared = 1_000;
    private readonly StatementCompiler compiler = new(catalog, "aws");

    /// <summary>What is to be said, in the order of the statements. Its diagnostics of reading are not repeated.</summary>
    public ImmutableArray<Diagnostic> Check(PolicyDocument document)
    {
        ImmutableArray<CompiledStatement> compiled = compiler.Compile(document);
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        for (int i = 0; i < compiled.Length; i++)
        {
            found.AddRange(ActionNames.Check(catalog, compiled[i].Statement));
            found.AddRange(Resources(compiled[i]));
            found.AddRange(ConditionKeys.Check(catalog, compiled[i].Statement));
            if (compiled.Length <= MostCompared)
            {
                found.AddRange(Others(compiled, i));
            }
        }

        if (compiled.Length > MostCompared)
        {
            found.Add(new Diagnostic(
                DiagnosticSeverity.Warning,
                FormattableString.Invariant($"The policy has {compiled.Length:N0} statements; with more than {MostCompared:N0} they are not compared with one another, so those that change nothing are not named."),
                compiled[0].Statement.Position));
        }

        return found.ToImmutable();
    }

    private IEnumerable<Diagnostic> Resources(CompiledStatement compiled)
    {
        Statement statement = compiled.Statement;
        ActionSet named = ActionNames.Of(catalog, statement.Actions);
        if (statement.Resources is not { } element || named.IsEmpty)
        {
            // Names that mean nothing have been said; trust policies and such name no resource.
            yield break;
        }

        if (compiled.Resources is not null && compiled.Applicable.IsEmpty)
        {
            yield return Say(DiagnosticSeverity.Warning, statement, "can never apply: none of its actions works on any of its resources");
            yield break;
        }

        // A single pattern is meant, or the statement would never apply.
        foreach (string pattern in element.Not || element.Patterns.Length == 1 ? [] : element.Patterns.Distinct(StringComparer.Ordinal))
        {
            if (!named.Any(action => Means(pattern, compiler.TargetsOf(action))))
            {
                yield return Say(DiagnosticSeverity.Warning, statement, $"names the resource {pattern}, which none of its actions works on", statement.PositionOf(element.Places, element.Patterns.IndexOf(pattern)));
            }
        }

        foreach (string pattern in statement.Actions.Not ? [] : statement.Actions.Patterns.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            ActionSet meant = catalog.Expand(pattern);
            if (!meant.IsEmpty && !meant.Overlaps(compiled.Applicable))
            {
                string types = string.Join(", ", meant.SelectMany(id => catalog.Actions[id].Resources).Select(resource => resource.Type.ArnTemplate).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(3));
                yield return Say(DiagnosticSeverity.Warning, statement, $"names {pattern}, which works on {(types.Length == 0 ? "no resource and needs \"*\"" : types)} and so on none of its resources", statement.PositionOf(statement.Actions.Places, statement.Actions.Patterns.IndexOf(pattern)));
            }
        }
    }

    /// <summary>What other statements of the policy make of one.</summary>
    private IEnumerable<Diagnostic> Others(ImmutableArray<CompiledStatement> all, int index)
    {
        CompiledStatement one = all[index];
        if (one.Resources is null || one.Applicable.IsEmpty)
        {
            yield break;
        }

        for (int i = 0; i < all.Length; i++)
        {
            CompiledStatement other = all[i];
            if (i == index || other.Resources is null || !Comprises(other, one))
            {
                continue;
            }

            Statement statement = one.Statement;
            if (other.Statement.Effect == statement.Effect)
            {
                // Of two that say the same, the later is the one too many.
                if (i < index || !Comprises(one, other))
                {
                    yield return Say(DiagnosticSeverity.Note, statement, $"changes nothing: statement {other.Statement.Label} {(statement.Effect == Effect.Allow ? "allows" : "denies")} all of it already");
                    yield break;
                }
            }
            else if (statement.Effect == Effect.Allow && !other.IsConditional)
            {
                yield return Say(DiagnosticSeverity.Warning, statement, $"grants nothing: statement {other.Statement.Label} denies all of it");
                yield break;
            }
        }
    }

    /// <summary>Whether wherever the inner statement applies, the outer does too. Never true by mistake.</summary>
    private bool Comprises(CompiledStatement outer, CompiledStatement inner) =>
        (!outer.IsConditional || SameConditions(outer.Statement, inner.Statement))
        && SamePrincipals(outer.Statement.Principals, inner.Statement.Principals)
        && inner.Applicable.IsSubsetOf(compiler.Coverage(outer, inner));

    private static bool SameConditions(Statement a, Statement b) =>
        a.Conditions.Length == b.Conditions.Length && a.Conditions.All(one => b.Conditions.Any(other =>
            one.Operator == other.Operator && one.Key.Equals(other.Key, StringComparison.OrdinalIgnoreCase) && one.Values.Order(StringComparer.Ordinal).SequenceEqual(other.Values.Order(StringComparer.Ordinal))));

    private static bool SamePrincipals(PrincipalElement? a, PrincipalElement? b) =>
        a is null || b is null ? a is null && b is null : a.Not == b.Not && a.Entries.ToHashSet().SetEquals(b.Entries);

    private static bool Means(string pattern, ActionTargets targets) =>
        (targets.Star && PatternSubtraction.MeansStar(pattern)) || targets.Types.Any(type => type.Overlaps(PatternSubtraction.Open(pattern)));

    private static Diagnostic Say(DiagnosticSeverity severity, Statement statement, string what, SourcePosition? position = null) =>
        new(severity, $"Statement {statement.Label} {what}.", position ?? statement.Position);
}
