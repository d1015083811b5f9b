using System.Text;
using Leastwise.Evaluation;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>What <c>paths</c> prints: each route as a tree that grows to the right with every hop.</summary>
public static class PathsText
{
    /// <summary>Writes the routes.</summary>
    public static string Write(EscalationRoutes found, int width, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        text.Append(Head(found)).Append('\n');
        foreach (EscalationRoute route in found.Routes)
        {
            text.Append('\n');
            Write(route, text, width, ink);
        }

        if (found.HasMore)
        {
            text.Append($"\nThere are more ways; these are the shortest {Legible.Number(found.Routes.Length)}. --most N shows others.\n");
        }

        if (found.Routes.Length > 0)
        {
            text.Append("\nThe ids are explained in docs/risks/PrivilegeEscalation.md. --cut computes the smallest set of grants whose removal breaks the paths.\n");
        }

        return text.ToString();
    }

    private static string Head(EscalationRoutes found)
    {
        RouteRequest asked = found.Request;
        string within = $"within {Legible.Count(asked.MaxHops, "hop")}";
        string goal = asked.To is { } to ? $"become {Legible.Plain(to)}" : asked.ToAccount is { } account ? $"become administrator of {Legible.Plain(account)}" : "become administrator";
        if (asked.From is { } from)
        {
            if (asked.To is null && found.Administrators.Any(node => node.Arn == from))
            {
                return $"{Legible.Plain(from)} is an administrator already.";
            }

            return found.Routes.IsEmpty
                ? $"{Legible.Plain(from)} cannot {goal} {within} by any known path."
                : $"{Legible.Plain(from)} can {goal} {within} in {Legible.Count(found.Routes.Length, "way")}{(found.HasMore ? " and more" : "")}, the shortest first.";
        }

        string already = asked.To is null ? $" {Legible.Number(found.Administrators.Length)} {(found.Administrators.Length == 1 ? "is an administrator" : "are administrators")} already." : "";
        return found.Reaching == 0
            ? $"No other of {Legible.Count(found.Actors, "user or role", "users and roles")} can {goal} {within} by any known path.{already}"
            : $"{Legible.Number(found.Reaching)} of {Legible.Count(found.Actors, "user or role", "users and roles")} can {goal} {within}; the shortest way of each, the shortest first.{already}";
    }

    private static void Write(EscalationRoute route, StringBuilder text, int width, Ink ink)
    {
        string hops = Legible.Count(route.Steps.Length, "hop");
        text.Append($"{ink.Bold(PathWords.Node(route.From))}  {Legible.Plain(route.From.Arn ?? "")}  {hops}, {Paint(route.Confidence, ink)}\n");
        for (int hop = 0; hop < route.Steps.Length; hop++)
        {
            PathStep step = route.Steps[hop];
            int indent = hop * 3;
            text.Append(' ', indent).Append("└─ ").Append(ink.Bold(PathWords.Arrival(step))).Append('\n');
            var lines = new TextLines(width);
            lines.Wrap(PathWords.How(step), indent + 6, most: int.MaxValue);
            foreach (StatementSource source in step.Statements)
            {
                lines.Wrap($"by {LayerWords.Statement(source)}", indent + 6, hang: 2, most: int.MaxValue, paint: ink.Faint);
            }

            foreach (string condition in step.Conditions)
            {
                lines.Wrap($"if: {Legible.Plain(condition)}", indent + 6, hang: 4, most: int.MaxValue, paint: ink.Unused);
            }

            text.Append(lines);
        }
    }

    private static string Paint(PathConfidence confidence, Ink ink) =>
        confidence == PathConfidence.High ? ink.Alarm(PathWords.Confidence(confidence)) : PathWords.Confidence(confidence);
}
