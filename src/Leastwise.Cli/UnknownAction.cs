using Leastwise.Catalog;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>What to say where somebody types an action that the catalogue does not have.</summary>
internal static class UnknownAction
{
    public static string Message(ActionCatalog catalog, string typed)
    {
        int colon = typed.IndexOf(':', StringComparison.Ordinal);
        CatalogService? service = colon > 0 ? catalog.FindService(typed[..colon]) : null;
        IEnumerable<string> names = service is null
            ? catalog.Services.Select(known => colon > 0 ? known.Prefix + typed[colon..] : known.Prefix)
            : service.Actions.Select(id => catalog.Actions[id].FullName);
        IReadOnlyList<string> nearest = NearestName.Find(typed, names);
        string meant = nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : ".";
        return $"The catalogue of {catalog.Version} has no action '{Legible.Plain(typed)}'{meant}";
    }
}
