using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>Cuts the statements of one subject: what each Allow keeps, and on which resources. Conditions are kept as they are, and so is every Deny.</summary>
internal sealed class StatementCut(ActionCatalog catalog, FateRule fates, SeenResources seen, Narrowing narrowing, TrimOptions options, ImmutableArray<string> unresolved)
{
    private readonly SortedDictionary<string, TrimmedPrivilege> unrecognised = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Action patterns that the catalogue does not know, with their fate.</summary>
    public IEnumerable<TrimmedPrivilege> Unrecognised => unrecognised.Values;

    /// <summary>Whether anything of the statements that were cut goes: an action, or a resource of one.</summary>
    public bool TakesAway { get; private set; }

    /// <summary>What is left of an Allow, by fate and resources, in order.</summary>
    /// <param name="compiled">The statement, compiled.</param>
    /// <param name="version">The version of its document.</param>
    public ImmutableArray<Piece> Cut(CompiledStatement compiled, string version)
    {
        Statement statement = compiled.Statement;
        ActionSet named = ActionSet.UnionOf([.. statement.Actions.Patterns.Select(catalog.Expand)]);
        named = statement.Actions.Not ? catalog.All.Except(named) : named;
        ActionSet effective = compiled.Applicable;
        string own = Documents.KeyOf(statement.Resources);
        var kept = new Dictionary<(Fate Fate, string Resources, string Tag), (ResourceElement? Resources, Condition? Tagged, List<int> Actions)>();

        // What is not written cannot stay as it is: the list that takes its place leaves out what AWS adds tomorrow.
        TakesAway |= statement.Actions.Not;
        foreach (int action in named)
        {
            TrimmedPrivilege fate = fates.Of(action);
            if (!fate.Stays || !effective.Contains(action))
            {
                TakesAway = true;
                continue;
            }

            (ResourceElement? resources, Condition? tagged) = ResourcesOf(statement, action, fate.Fate);
            TakesAway |= !ReferenceEquals(resources, statement.Resources) || tagged is not null;
            if (resources is { Patterns.IsEmpty: true })
            {
                continue;
            }

            var key = (fate.Fate, ReferenceEquals(resources, statement.Resources) ? own : Documents.KeyOf(resources), tagged is null ? "" : Documents.KeyOf([tagged]));
            (kept.TryGetValue(key, out var group) ? group : kept[key] = (resources, tagged, [])).Actions.Add(action);
        }

        ImmutableArray<string> unknown = UnknownOf(statement);
        IEnumerable<Piece> pieces = kept.Select(pair => new Piece(pair.Key.Fate, ActionSet.Of(pair.Value.Actions), [], pair.Value.Resources, statement, version) { Tagged = pair.Value.Tagged });
        return
        [
            .. pieces.OrderBy(piece => piece.Fate).ThenBy(piece => piece.Actions.First()).ThenBy(piece => Documents.KeyOf(piece.Resources), StringComparer.Ordinal),
            .. unknown.IsEmpty ? [] : new[] { new Piece(Fate.Unrecognised, ActionSet.Empty, unknown, statement.Resources, statement, version) },
        ];
    }

    private (ResourceElement? Resources, Condition? Tagged) ResourcesOf(Statement statement, int action, Fate fate)
    {
        if (!options.NarrowResources || statement.Resources is not { Not: false } own || fate is not (Fate.Used or Fate.Inferred) || !fates.ShowsEveryUse(action))
        {
            return (statement.Resources, null);
        }

        (ImmutableArray<string> narrowed, Condition? tagged) = narrowing.Of(statement, action, catalog.Actions[action].FullName, seen.Of(action));
        return (narrowed == own.Patterns ? own : own with { Patterns = narrowed }, tagged);
    }

    /// <summary>
    /// What the catalogue does not know: patterns of the statement that mean none of its actions, and names guessed from events that it does not know, where the statement
    /// names them. Both stay, unless what is unknown is to go.
    /// </summary>
    private ImmutableArray<string> UnknownOf(Statement statement)
    {
        bool Names(string guess) => statement.Actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, guess, ignoreCase: true)) != statement.Actions.Not;
        string[] written = statement.Actions.Not ? [] : [.. statement.Actions.Patterns.Where(pattern => catalog.Expand(pattern).IsEmpty)];
        ImmutableArray<string> kept = [];
        foreach (string pattern in written.Concat(unresolved.Where(Names)).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(one => one, StringComparer.OrdinalIgnoreCase))
        {
            bool happened = unresolved.Contains(pattern, StringComparer.OrdinalIgnoreCase);
            bool stays = happened || !options.DropUnknown;
            unrecognised[pattern] = new TrimmedPrivilege(
                pattern,
                stays ? Fate.Unrecognised : Fate.UnknownDropped,
                happened ? "Guessed from an event that the catalogue does not know; the action may have another name." : "The catalogue knows no such action, so nothing can be said of its use.",
                null);
            TakesAway |= !stays;
            kept = stays ? kept.Add(pattern) : kept;
        }

        return kept;
    }
}
