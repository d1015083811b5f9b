using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Catalog;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>Supports of privileges that nothing limits: hundreds of one principal rest on the same few statements, which are then kept once.</summary>
internal sealed class UnlimitedSupports
{
    private readonly List<(ImmutableArray<StatementPart> Allows, ImmutableArray<StatementSource> Statements)> known = [];

    /// <summary>The support of one privilege by the statements that give it, each of which names everything under no condition.</summary>
    public Support Of(CatalogAction action, List<StatementPart> free)
    {
        foreach ((ImmutableArray<StatementPart> allows, ImmutableArray<StatementSource> statements) in known)
        {
            if (allows.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(free)))
            {
                return Support.Unlimited(action, allows, statements);
            }
        }

        ImmutableArray<StatementPart> kept = [.. free];
        ImmutableArray<StatementSource> sources = [.. free.Select(part => part.Source)];
        known.Add((kept, sources));
        return Support.Unlimited(action, kept, sources);
    }
}
