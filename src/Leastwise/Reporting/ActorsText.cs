using System.Text;

namespace Leastwise.Reporting;

/// <summary>The list that <c>actors</c> prints: a line for each, <c>-</c> before those without any event in the window.</summary>
public static class ActorsText
{
    /// <summary>Writes the lines in the order given.</summary>
    /// <param name="actors">Users or roles.</param>
    /// <param name="withAccount">Whether to say which account each is in.</param>
    public static string Write(IReadOnlyList<AssessedPrincipal> actors, bool withAccount)
    {
        int nameWidth = actors.Select(actor => Legible.Plain(actor.Name).Length).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        foreach (AssessedPrincipal actor in actors)
        {
            VerdictCounts counts = actor.Counts;
            text.Append(actor.Events == 0 ? "- " : "  ").Append(Legible.Plain(actor.Name).PadRight(nameWidth));
            if (withAccount)
            {
                text.Append("  ").Append(actor.AccountId);
            }

            string seen = actor.LastUsed is { } last ? JsonText.Day(DateOnly.FromDateTime(last.UtcDateTime)) : "never seen";
            text.Append("  ").Append(seen.PadRight(10));
            text.Append("  ").Append($"{Legible.Number(actor.Events),8} events");
            text.Append("  ").Append($"{Legible.Number(counts.Used),6} used of {Legible.Number(counts.Granted)} granted\n");
        }

        return text.ToString();
    }
}
