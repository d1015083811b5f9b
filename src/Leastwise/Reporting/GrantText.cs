using System.Text;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Reporting;

/// <summary>What <c>can</c> and <c>who-can</c> print.</summary>
public static class GrantText
{
    /// <summary>What one principal holds: privileges that are held in the same way stand together under how.</summary>
    public static string WriteGrants(IamPrincipal principal, ActionCatalog catalog, IReadOnlyCollection<GrantView> grants, int width, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        string type = principal is IamUser ? "user" : principal is IamRole ? "role" : "group";
        int services = grants.Select(view => view.Grant.Action.Prefix).Distinct(StringComparer.Ordinal).Count();
        text.Append($"{ink.Bold($"{type} {Legible.Plain(principal.Name)}")}  {Legible.Plain(principal.Arn)}\n");
        text.Append(grants.Count == 0
            ? "Nothing of what was asked for is granted.\n"
            : $"{Legible.Count(grants.Count, "privilege")} of {Legible.Count(services, "service")}\n");
        foreach (var group in grants.GroupBy(How).OrderBy(group => group.First().Grant.Action.Id))
        {
            text.Append('\n');
            foreach (string line in group.Key.Split('\n'))
            {
                text.Append(line).Append('\n');
            }

            foreach (var service in group.GroupBy(view => view.Grant.Action.Prefix))
            {
                var lines = new TextLines(width);
                bool whole = catalog.FindService(service.Key) is { } known && known.Actions.Count == service.Count() && service.Count() > 1;
                string names = whole ? $"* (all {Legible.Number(service.Count())})" : string.Join(", ", service.Select(view => view.Grant.Action.Name));
                lines.Wrap($"{service.Key}: {names}", indent: 4, hang: 2, most: int.MaxValue);
                text.Append(lines);
            }
        }

        return text.ToString();
    }

    /// <summary>Who holds a privilege, and how.</summary>
    public static string WriteHolders(CatalogAction action, string? resource, Holders holders, int actors, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        string on = resource is null ? "" : $" on {Legible.Plain(resource)}";
        int held = holders.Holding.Count(holder => holder.Unknown is null);
        int conditional = holders.Holding.Count(holder => holder is { Unknown: null, IsConditional: true });
        string under = conditional > 0 ? $", {Legible.Number(conditional)} of them under conditions" : "";
        text.Append($"{Legible.Number(held)} of {Legible.Count(actors, "user or role", "users and roles")} {(held == 1 ? "holds" : "hold")} {action.FullName}{on}{under}.\n");
        foreach (Holder holder in holders.Holding)
        {
            text.Append('\n').Append(ink.Bold(Legible.Plain(holder.Principal.Arn)));
            text.Append(holder.Unknown is { } why ? $"  unknown: {why}\n" : "\n");
            foreach (string line in GrantWords.Lines(holder.Resources, holder.Gives, holder.Limits))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        if (!holders.Outsiders.IsEmpty)
        {
            text.Append("\nThe resource's own policy also lets in:\n");
            foreach (Outsider outsider in holders.Outsiders)
            {
                foreach (string line in GrantWords.Lines([], [outsider.Source], []))
                {
                    text.Append($"  {Legible.Plain(outsider.Who)} {line}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string How(GrantView view) => string.Join('\n', GrantWords.Lines(view.Resources, view.Grant.Allows, view.Residual));
}
