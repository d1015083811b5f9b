using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Supports of privileges that nothing limits: hundreds of one principal rest on the same few statements, which are then kept once.</summary>
internal sealed class UnlimitedSupports
{
    private readonly List<(StatementPart[] Parts, ImmutableArray<StatementPart> Allows, ImmutableArray<StatementSource> Statements)> known = [];

    /// <summary>The support of one privilege by the statements that give it, of which those count that name everything under no condition.</summary>
    public Support Of(CatalogAction action, StatementPart[] parts)
    {
        StatementPart[] free = [.. parts.Where(part => part is { Reach: Reach.All, Conditions.IsEmpty: true })];
        foreach ((StatementPart[] same, ImmutableArray<StatementPart> allows, ImmutableArray<StatementSource> statements) in known)
        {
            if (same.AsSpan().SequenceEqual(free))
            {
                return Support.Unlimited(action, allows, statements);
            }
        }

        ImmutableArray<StatementPart> kept = [.. free];
        ImmutableArray<StatementSource> sources = [.. free.Select(part => part.Source)];
        known.Add((free, kept, sources));
        return Support.Unlimited(action, kept, sources);
    }
}
