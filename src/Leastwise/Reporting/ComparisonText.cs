using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Trimming.Comparing;

namespace Leastwise.Reporting;

/// <summary>A comparison of policies for people: the answer first, then each difference with the request that proves it.</summary>
public static class ComparisonText
{
    private const int MostNames = 40;

    /// <summary>Writes it.</summary>
    public static string Write(PolicyDifference difference, int width, bool colour)
    {
        var ink = new Ink(colour);
        var lines = new TextLines(width);
        lines.Wrap(Answer(difference), paint: difference.IsNoNewAccess ? ink.Used : ink.Alarm);
        Section(lines, ink, "Gained", "Perhaps gained: neither proved nor ruled out", difference.Gained, "the old policies");
        Section(lines, ink, "Lost", "Perhaps lost: neither proved nor ruled out", difference.Lost, "the new policies");
        if (!difference.Remarks.IsEmpty)
        {
            lines.Add();
            lines.Add(ink.Bold("What this does not cover"));
            foreach (string remark in difference.Remarks)
            {
                lines.Wrap(Legible.Plain(remark), indent: 2, most: 6);
            }
        }

        return lines.ToString();
    }

    private static string Answer(PolicyDifference difference)
    {
        string lost = difference.Lost.IsEmpty ? "nothing less" : $"less: {Actions(difference.Lost)} at least in part";
        return difference switch
        {
            { IsSame: true } => "Both allow the same.",
            { IsNoNewAccess: true } => $"No new access: the new policies allow nothing that the old ones do not, and {lost}.",
            _ when difference.Gained.Any(change => change.IsCertain) => $"New access: the new policies allow more ({Actions(difference.Gained)}, at least in part), and {lost}.",
            _ => $"New access cannot be ruled out ({Actions(difference.Gained)}); the new policies allow {lost}.",
        };
    }

    private static string Actions(ImmutableArray<AccessChange> changes)
    {
        int known = changes.SelectMany(change => change.Actions).DistinctBy(action => action.Id).Count();
        int unknown = changes.Sum(change => change.UnknownPatterns.Length);
        return known == 0 && unknown > 0
            ? Legible.Count(unknown, "pattern that the catalogue does not know", "patterns that the catalogue does not know")
            : Legible.Count(known, "action");
    }

    private static void Section(TextLines lines, Ink ink, string proved, string open, ImmutableArray<AccessChange> changes, string other)
    {
        foreach (IGrouping<bool, AccessChange> group in changes.GroupBy(change => change.IsCertain))
        {
            lines.Add();
            lines.Add(ink.Bold(group.Key ? proved : open));
            foreach (IGrouping<(Statement, Statement?), AccessChange> alike in group.GroupBy(change => (change.Statement, change.Witness?.Refused.Statements.FirstOrDefault()?.Statement)))
            {
                AccessChange first = alike.First();
                lines.Wrap(Names([.. alike]), indent: 2, most: 12);
                lines.Wrap($"by {LayerWords.Statement(DecisionLayer.Identity, first.Policy, first.Statement)}", indent: 4, hang: 2);
                lines.Wrap(first.Witness is { } witness ? Proof(witness, other) : Open(first, other), indent: 4, hang: 2, most: 8, paint: ink.Faint);
            }
        }
    }

    private static string Names(ImmutableArray<AccessChange> changes)
    {
        string[] all = [.. changes.SelectMany(change => change.Actions).OrderBy(action => action.Id).Select(action => action.FullName), .. changes.SelectMany(change => change.UnknownPatterns).Select(Legible.Plain)];
        string names = string.Join(", ", all.Take(MostNames));
        return all.Length > MostNames ? $"{names} and {Legible.Number(all.Length - MostNames)} more" : names;
    }

    private static string Proof(Witness witness, string other)
    {
        AccessRequest request = witness.Request;
        string resource = request.Resource == "*" ? "" : $" on {Legible.Plain(request.Resource)}";
        string context = string.Join(", ", request.Context.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Legible.Plain(pair.Key)} = {Legible.Plain(string.Join(", ", pair.Value))}"));
        string refusal = witness.Refused.Statements is [var deny, ..]
            ? $"{LayerWords.Statement(deny.Layer, deny.Policy, deny.Statement)} of {other} denies it"
            : $"no statement of {other} allows it";
        return $"such as {request.Action}{resource}{(context.Length > 0 ? $" with {context}" : "")}: {refusal}.";
    }

    private static string Open(AccessChange change, string other) => change.UnknownPatterns.IsEmpty
        ? $"no single statement of {other} is seen to cover it, and no request was found that shows a difference."
        : $"the catalogue knows no such action, and {other} do not name it the same way.";
}
