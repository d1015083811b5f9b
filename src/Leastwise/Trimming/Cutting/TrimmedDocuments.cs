using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Cutting;

/// <summary>Writes what is left as documents: what stays by reason, merged and written short, with Sids that say the reason; then every Deny as it was.</summary>
internal sealed class TrimmedDocuments(ActionWriter writer)
{
    // More names than this cannot fit into one document of any kind.
    private const int MostNames = 1000;

    /// <summary>The documents, the style that was chosen, and what AWS would refuse.</summary>
    public (SplitPolicy Split, WildcardStyle Style) Write(ImmutableArray<Piece> pieces, ImmutableArray<(Statement Statement, string Version)> denies, WildcardStyle? asked, PolicyLimit limit)
    {
        WildcardStyle[] styles = asked is { } one ? [one] : [WildcardStyle.None, WildcardStyle.WholeWords, WildcardStyle.Shortest];
        ImmutableArray<Piece> joined = Join(pieces);
        (SplitPolicy Split, WildcardStyle Style) best = default;
        int actions = joined.Sum(piece => piece.Actions.Count);
        foreach (WildcardStyle style in styles.Where(style => asked is not null || style != WildcardStyle.None || actions <= MostNames))
        {
            best = (Write(joined, denies, style, limit), style);
            if (best.Split is { Problem: null, Documents.Length: <= 1 })
            {
                break;
            }
        }

        return best;
    }

    /// <summary>A document with what is left of one policy, statement by statement: what stays whole as it was written.</summary>
    public PolicyDocument Patch(PolicyDocument document, Func<Statement, ImmutableArray<Piece>> piecesOf)
    {
        var statements = new List<Statement>();
        foreach (Statement statement in document.Statements)
        {
            if (statement.Effect == Effect.Deny)
            {
                statements.Add(statement);
                continue;
            }

            // In place, the reason why actions stay does not matter, only their resources.
            IEnumerable<IGrouping<string, Piece>> byResources = piecesOf(statement)
                .GroupBy(piece => $"{Documents.KeyOf(piece.Resources)}\n{(piece.Tagged is { } tag ? Documents.KeyOf([tag]) : "")}", StringComparer.Ordinal);
            statements.AddRange(byResources.Select((group, index) => InPlace(statement, [.. group], index)));
        }

        return Documents.Of(statements, document.Version, document.Id);
    }

    private Statement InPlace(Statement statement, ImmutableArray<Piece> pieces, int index)
    {
        ActionSet kept = ActionSet.UnionOf([.. pieces.Select(piece => piece.Actions)]);
        HashSet<string> unknown = [.. pieces.SelectMany(piece => piece.Unknown)];
        ActionElement actions = statement.Actions;
        if (actions.Not)
        {
            actions = new ActionElement(false, [.. writer.Write(kept, WildcardStyle.WholeWords), .. unknown]);
        }
        else
        {
            string[] whole = [.. actions.Patterns.Where(pattern => unknown.Remove(pattern) || (writer.Catalog.Expand(pattern) is { IsEmpty: false } meant && meant.IsSubsetOf(kept)))];
            ActionSet rest = kept.Except(writer.MeaningOf([.. whole]));
            actions = new ActionElement(false, [.. whole, .. writer.Write(rest, WildcardStyle.None), .. unknown.Order(StringComparer.Ordinal)]);
        }

        return statement with { Sid = index == 0 || statement.Sid is null ? statement.Sid : $"{statement.Sid}Part{index + 1}", Actions = actions, Resources = pieces[0].Resources, Conditions = pieces[0].Tagged is { } tag ? statement.Conditions.Add(tag) : statement.Conditions };
    }

    private SplitPolicy Write(ImmutableArray<Piece> pieces, ImmutableArray<(Statement Statement, string Version)> denies, WildcardStyle style, PolicyLimit limit)
    {
        var sids = new SidMaker(writer.Catalog);
        IEnumerable<Statement> allows = pieces.Select(piece => new Statement
        {
            Index = 0,
            Sid = sids.Make(piece),
            Effect = Effect.Allow,
            Actions = new ActionElement(false, piece.Actions.IsEmpty ? piece.Unknown : writer.Write(piece.Actions, style)),
            Resources = piece.CurrentResources,
            Conditions = piece.Conditions,
            Position = Documents.Made,
        });
        IEnumerable<Statement> kept = denies.Select(deny =>
        {
            var piece = new Piece(Fate.Used, ActionSet.Empty, [], deny.Statement.Resources, deny.Statement, deny.Version);
            return deny.Statement with { Sid = sids.MakeDeny(deny.Statement.Sid), Resources = piece.CurrentResources, Conditions = piece.Conditions, Position = Documents.Made };
        });
        ImmutableArray<Statement> all = [.. allows, .. kept];
        return all.IsEmpty ? new SplitPolicy([], null) : PolicySplitter.Split(Documents.Of(all), limit);
    }

    /// <summary>Pieces of one reason and like conditions as one: with like resources, or like actions.</summary>
    private static ImmutableArray<Piece> Join(ImmutableArray<Piece> pieces)
    {
        IEnumerable<Piece> byResources = pieces
            .GroupBy(piece => (piece.Fate, Conditions: Documents.KeyOf(piece.Conditions), Resources: Documents.KeyOf(piece.CurrentResources)))
            .Select(group => group.First() with
            {
                Actions = ActionSet.UnionOf([.. group.Select(piece => piece.Actions)]),
                Unknown = [.. group.SelectMany(piece => piece.Unknown).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(one => one, StringComparer.OrdinalIgnoreCase)],
            });
        return
        [
            .. byResources
                .GroupBy(piece => piece.CurrentResources is { Not: false }
                    ? (piece.Fate, Documents.KeyOf(piece.Conditions), piece.Actions, string.Join('\n', piece.Unknown), "")
                    : (piece.Fate, Documents.KeyOf(piece.Conditions), piece.Actions, string.Join('\n', piece.Unknown), Documents.KeyOf(piece.CurrentResources)))
                .Select(group => group.Count() == 1 ? group.First() with { Resources = Tidy(group.First().CurrentResources), Version = Documents.Version, Origin = Current(group.First()), Tagged = null } : group.First() with
                {
                    Resources = new ResourceElement(false, PolicyMinimiser.WithoutCovered([.. group.SelectMany(piece => piece.CurrentResources?.Patterns ?? [])])),
                    Version = Documents.Version,
                    Origin = Current(group.First()),
                    Tagged = null,
                })
                .OrderBy(piece => piece.Fate)
                .ThenBy(piece => piece.Actions.FirstOrDefault(int.MaxValue))
                .ThenBy(piece => Documents.KeyOf(piece.Resources), StringComparer.Ordinal)
                .ThenBy(piece => Documents.KeyOf(piece.Conditions), StringComparer.Ordinal),
        ];
    }

    private static Statement Current(Piece piece) => piece.Origin with { Conditions = Documents.Ordered(piece.Conditions) };

    private static ResourceElement? Tidy(ResourceElement? element) =>
        element is { Not: false } plain ? plain with { Patterns = PolicyMinimiser.WithoutCovered(plain.Patterns) } : element;
}
