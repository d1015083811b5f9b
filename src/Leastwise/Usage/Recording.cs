using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>
/// What silence about a privilege is worth. Where one privilege stands for calls that are recorded differently (<c>bedrock:InvokeModel</c>),
/// the call that is recorded worst decides, since a use through it would not have been seen.
/// </summary>
/// <param name="State">How the worst of its calls is recorded.</param>
/// <param name="DataResourceTypes">For data events, the types that a trail must select.</param>
internal sealed record Recording(LoggingState State, ImmutableArray<string> DataResourceTypes)
{
    /// <summary>From the catalogue.</summary>
    public static Recording Of(ActionCatalog catalog, CatalogAction action)
    {
        Logging best = catalog.LoggingOf(action);
        if (best.State != LoggingState.Management)
        {
            return new Recording(best.State, best.DataResourceTypes);
        }

        Logging? worst = catalog.ProvenDirectlyBy(action)
            .Select(proof => proof.Logging)
            .OrderBy(logging => Rank(logging.State))
            .FirstOrDefault();
        return worst is null ? new Recording(best.State, []) : new Recording(worst.State, worst.DataResourceTypes);
    }

    private static int Rank(LoggingState state) =>
        state switch
        {
            LoggingState.Never => 0,
            LoggingState.Unknown => 1,
            LoggingState.Data => 2,
            _ => 3,
        };
}
