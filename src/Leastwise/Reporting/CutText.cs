using System.Text;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>What <c>paths --cut</c> prints: what to take away, why that is the least, and the proof.</summary>
public static class CutText
{
    private const int MostHolders = 4;

    /// <summary>Writes the cut.</summary>
    public static string Write(EscalationCut cut, int width, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        if (cut.Before == 0)
        {
            return "Nobody but administrators can become administrator by a known path; there is nothing to cut.\n";
        }

        string who = Legible.Count(cut.Before, "user or role", "users and roles");
        text.Append(cut.Grants.IsEmpty
            ? $"{who} can become administrator, and nothing on the ways can be taken away by itself.\n"
            : $"{who} can become administrator. Taking away {Legible.Count(cut.Grants.Length, "grant")} breaks {(cut.After == 0 ? "every path" : "most paths")}:\n");
        int number = 0;
        foreach (CutGrant grant in cut.Grants)
        {
            var lines = new TextLines(width);
            lines.Wrap($"{++number}. {CutWords.Grant(grant.Unit)}", hang: 3, most: int.MaxValue, paint: ink.Bold);
            lines.Wrap($"{Use(grant)}{Holders(grant)}", indent: 3, hang: 2, most: int.MaxValue);
            text.Append('\n').Append(lines);
        }

        if (!cut.Grants.IsEmpty)
        {
            text.Append($"\nCost {cut.Cost} (an unused grant 1, one of which nothing is known 2, a used one 4; for attachments and trust twice that).\n");
            text.Append(cut.IsCheapest
                ? "No cheaper set breaks these paths: the search was carried to its end.\n"
                : $"The best that was found; the search stopped at its bound. No set can cost less than {cut.LowerBound}.\n");
            text.Append($"Proof: evaluated again without these grants, {Legible.Number(cut.After)} of the {Legible.Number(cut.Before)} can still become administrator.\n");
            if (cut.AdministratorsAfter != cut.AdministratorsBefore)
            {
                text.Append($"Administrators: {Legible.Number(cut.AdministratorsBefore)} before, {Legible.Number(cut.AdministratorsAfter)} after, as some hold these grants too.\n");
            }
        }

        foreach (EscalationRoute route in cut.Remaining)
        {
            text.Append($"Left: {PathWords.Node(route.From)} ({Legible.Plain(route.From.Arn ?? "")}), by {string.Join(", ", route.Steps.Select(step => step.Path.Id))}.\n");
        }

        return text.ToString();
    }

    private static string Use(CutGrant grant) => grant.Use switch
    {
        GrantUse.Unused => "Unused: nobody will miss it.",
        GrantUse.Used => "Used: replace it by something narrower first.",
        _ when grant.Unit.Kind == GrantUnitKind.Action => "Whether it is used is not known; --trail or --ledger can tell.",
        _ => "Whether it is used is not known.",
    };

    private static string Holders(CutGrant grant)
    {
        string[] names = [.. grant.Holders.Take(MostHolders).Select(Legible.Plain)];
        return names.Length == 0 ? "" : $" Held by {string.Join(", ", names)}{(grant.Holders.Length > MostHolders ? $" and {grant.Holders.Length - MostHolders} more" : "")}.";
    }
}
