using System.Collections.Immutable;
using System.Text;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Trimming.Comparing;

/// <summary>
/// Compares two sets of identity policies (or boundaries, or service control policies) as sets of requests: what the new one allows beyond the
/// old one, and the other way round, over every action of the catalogue.
/// </summary>
/// <remarks>
/// A difference counts as proved only with a request that <see cref="Evaluation.Decisions.RequestEvaluator"/> decides differently, sameness only by
/// <see cref="CoverProof"/>; what neither shows is said to be open.
/// </remarks>
public static class PolicyComparison
{
    /// <summary>The difference.</summary>
    /// <param name="before">The old set.</param>
    /// <param name="after">The new set.</param>
    /// <param name="catalog">The actions.</param>
    public static PolicyDifference Compare(IReadOnlyCollection<NamedPolicy> before, IReadOnlyCollection<NamedPolicy> after, ActionCatalog catalog)
    {
        var compiler = new StatementCompiler(catalog, "aws");
        var old = new ComparedSide(before, compiler);
        var proposed = new ComparedSide(after, compiler);
        return new PolicyDifference
        {
            Gained = Beyond(proposed, old, compiler, catalog),
            Lost = Beyond(old, proposed, compiler, catalog),
            Remarks = [.. Remarks(old, "old", catalog), .. Remarks(proposed, "new", catalog)],
        };
    }

    private static ImmutableArray<AccessChange> Beyond(ComparedSide side, ComparedSide other, StatementCompiler compiler, ActionCatalog catalog)
    {
        var proof = new CoverProof(compiler, side, other);
        var search = new WitnessSearch(side, other);
        var changes = new Dictionary<(ComparedStatement Allow, Witness? Witness), List<CatalogAction>>();
        var settled = new HashSet<int>();
        foreach (ComparedStatement allow in side.Allows)
        {
            foreach (IGrouping<(ActionTargets Targets, string Statements), int> alike in Alike(allow, side, other, compiler))
            {
                CatalogAction first = catalog.Actions[alike.First()];
                CompiledStatement[] open = [.. proof.Open(allow, first.Id)];
                if (open.Length == 0)
                {
                    continue;
                }

                Witness? witness = open.Select(piece => search.Find(first, alike.Key.Targets, piece)).FirstOrDefault(found => found is not null);
                foreach (CatalogAction action in alike.Select(id => catalog.Actions[id]))
                {
                    Witness? own = witness is null || action == first || search.Holds(action, witness)
                        ? witness
                        : open.Select(piece => search.Find(action, alike.Key.Targets, piece)).FirstOrDefault(found => found is not null);
                    (changes.TryGetValue((allow, own), out List<CatalogAction>? actions) ? actions : changes[(allow, own)] = []).Add(action);
                    if (own is not null)
                    {
                        settled.Add(action.Id);
                    }
                }
            }
        }

        // An action that is proved to differ by one statement need not be told as open by another.
        return
        [
            .. changes
                .Select(change => new AccessChange
                {
                    Actions = [.. change.Value.Where(action => change.Key.Witness is not null || !settled.Contains(action.Id)).OrderBy(action => action.Id)],
                    Policy = change.Key.Allow.Policy,
                    Statement = change.Key.Allow.Statement,
                    Witness = change.Key.Witness,
                })
                .Where(change => !change.Actions.IsEmpty)
                .OrderBy(change => change.IsCertain ? 0 : 1)
                .ThenBy(change => change.Policy.Name, StringComparer.Ordinal)
                .ThenBy(change => change.Statement.Index)
                .ThenBy(change => change.Actions[0].Id),
            .. side.Allows.Select(allow => Unknown(allow, other, catalog, proof.VariablesMeanTheSame)).OfType<AccessChange>(),
        ];
    }

    /// <summary>What a statement allows that the catalogue does not know, unless the other side allows the same by its text.</summary>
    private static AccessChange? Unknown(ComparedStatement allow, ComparedSide other, ActionCatalog catalog, bool variablesMeanTheSame)
    {
        if (allow.Statement.Actions.Not)
        {
            return null;
        }

        ImmutableArray<string> patterns =
        [
            .. allow.Statement.Actions.Patterns.Where(pattern => catalog.Expand(pattern).IsEmpty && !other.Allows.Any(cover =>
                !cover.Statement.Actions.Not
                && cover.Statement.Actions.Patterns.Any(wider => WildcardPattern.Covers(wider, pattern, ignoreCase: true))
                && ConditionLogic.Imply(allow.Conditions, cover.Conditions, variablesMeanTheSame)
                && (cover.Compiled.Resources is { IsEverything: true } || CoverProof.SameText(cover.Statement.Resources, allow.Statement.Resources, variablesMeanTheSame)))),
        ];
        return patterns.IsEmpty ? null : new AccessChange { Policy = allow.Policy, Statement = allow.Statement, UnknownPatterns = patterns };
    }

    /// <summary>The actions of a statement by what they work on and which statements bear on them: what holds for one holds for all alike.</summary>
    private static IEnumerable<IGrouping<(ActionTargets Targets, string Statements), int>> Alike(
        ComparedStatement allow, ComparedSide side, ComparedSide other, StatementCompiler compiler)
    {
        ComparedStatement[] all = [.. side.Allows, .. side.Denies, .. other.Allows, .. other.Denies];
        var bearing = new StringBuilder();
        return allow.Compiled.Applicable.GroupBy(action =>
        {
            bearing.Clear();
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].BearsOn(action))
                {
                    bearing.Append(i).Append(' ');
                }
            }

            return (compiler.TargetsOf(action), bearing.ToString());
        });
    }

    private static IEnumerable<string> Remarks(ComparedSide side, string name, ActionCatalog catalog)
    {
        foreach (ComparedStatement unfit in side.Unfit)
        {
            yield return unfit.Statement.Principals is not null
                ? $"Statement {unfit.Statement.Label} of {unfit.Policy.Name} ({name}) names principals: it belongs into a resource's policy, and is not compared."
                : $"Statement {unfit.Statement.Label} of {unfit.Policy.Name} ({name}) names no Resource: IAM refuses it, and it is not compared.";
        }

        foreach (ComparedStatement statement in side.Allows.Concat(side.Denies))
        {
            foreach (string pattern in statement.Statement.Actions.Patterns.Where(pattern => catalog.Expand(pattern).IsEmpty))
            {
                yield return $"'{pattern}' in statement {statement.Statement.Label} of {statement.Policy.Name} ({name}) matches no action of the catalogue.";
            }
        }

        string[] wildcards = [.. side.Allows
            .Where(allow => allow.Statement.Actions is { Not: true } || allow.Statement.Actions.Patterns.Any(pattern => WildcardPattern.HasWildcard(pattern)))
            .Select(allow => allow.Policy.Name)
            .Distinct(StringComparer.Ordinal)];
        if (wildcards.Length > 0)
        {
            yield return $"Wildcards and NotAction of the {name} policies ({string.Join(", ", wildcards)}) also take in actions that AWS adds after the catalogue of {catalog.Version}; these are not compared.";
        }
    }
}
