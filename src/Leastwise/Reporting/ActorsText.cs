using System.Text;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Somebody of an account whom only its logs know: deleted, or made after the account file.</summary>
/// <param name="Name">The plain name, or the unique id where no record tells one.</param>
/// <param name="Arn">The ARN; null where no record tells it.</param>
/// <param name="UniqueId">The unique id; null likewise.</param>
/// <param name="AccountId">The account.</param>
/// <param name="IsRole">Whether it was a role.</param>
/// <param name="Events">Events.</param>
/// <param name="First">The first, UTC.</param>
/// <param name="Last">The last, UTC.</param>
public sealed record VanishedActor(string Name, string? Arn, string? UniqueId, string AccountId, bool IsRole, long Events, DateTimeOffset First, DateTimeOffset Last);

/// <summary>The list that <c>actors</c> prints: a line for each, <c>-</c> before those without any event in the window.</summary>
public static class ActorsText
{
    /// <summary>Writes the lines in the order given.</summary>
    /// <param name="actors">Users or roles.</param>
    /// <param name="vanished">Those that only the logs know, where they were asked for.</param>
    /// <param name="head">The window.</param>
    /// <param name="withAccount">Whether to say which account each is in.</param>
    /// <param name="colour">Whether colours are wanted.</param>
    public static string Write(IReadOnlyList<ActorUsage> actors, IReadOnlyList<VanishedActor> vanished, UsageHead head, bool withAccount, bool colour = false)
    {
        var ink = new Ink(colour);
        var text = new StringBuilder();
        foreach (string line in head.Lines(ink))
        {
            text.Append(line).Append('\n');
        }

        text.Append(ink.Faint($"{head.Window.InWords}; '-' = no event in it")).Append('\n');
        List<string[]> rows = [.. actors.Select(actor => Row(actor, head, withAccount)), .. vanished.Select(one => Row(one, withAccount))];
        int[] widths = [.. Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Length - 1).Select(column => rows.Max(row => row[column].Length))];
        for (int i = 0; i < rows.Count; i++)
        {
            string[] row = rows[i];
            var line = new StringBuilder(row[0]);
            for (int column = 1; column < row.Length; column++)
            {
                // Numbers stand right, all else left.
                bool number = row.Length - column is 5 or 4 or 3;
                line.Append(column == 1 ? "" : "  ").Append(column >= widths.Length ? row[column] : number ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
            }

            string whole = line.ToString().TrimEnd();
            text.Append(i >= actors.Count ? ink.Alarm(whole) : actors[i].IsActive ? whole : ink.Unused(whole)).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(ActorUsage actor, UsageHead head, bool withAccount)
    {
        string name = Legible.Plain(actor.Principal.Name);
        string[] account = withAccount ? [actor.Principal.AccountId] : [];
        string[] dates = actor is { FirstUsed: { } first, LastUsed: { } last } ? [JsonText.Day(first), JsonText.Day(last)] : ["never seen", ""];
        return
        [
            actor.IsActive ? "  " : "- ", name, .. account, .. dates, $"{Legible.Count(actor.Events, "event")}",
            $"{Legible.Number(actor.Used)} used", $"of {Legible.Number(actor.Granted)} granted",
            actor.Unknown > 0 ? $"{Legible.Number(actor.Unknown)} unknown" : "", string.Join("; ", Remarks(actor, head.Window)),
        ];
    }

    private static string[] Row(VanishedActor one, bool withAccount)
    {
        string[] account = withAccount ? [one.AccountId] : [];
        return
        [
            "x ", Legible.Plain(one.Name), .. account, JsonText.Day(one.First), JsonText.Day(one.Last), Legible.Count(one.Events, "event"), "", "", "",
            $"not in the account file: deleted, or younger than it{(one.UniqueId is null ? "" : $"; unique id {Legible.Plain(one.UniqueId)}")}",
        ];
    }

    /// <summary>Second evidence, from the account file.</summary>
    internal static IEnumerable<string> Remarks(ActorUsage actor, UsageWindow window)
    {
        if (actor.Principal.Created is { } created && !window.IsNone && created > window.Start)
        {
            yield return $"made on {JsonText.Day(created)}, after the window's start";
        }

        // IAM keeps it per role and looks back 400 days. It matters where the logs are silent, or older.
        if (actor.Principal is IamRole { LastUsed: { } iam } role && (actor.LastUsed is null || DateOnly.FromDateTime(iam.UtcDateTime) > DateOnly.FromDateTime(actor.LastUsed.Value.UtcDateTime)))
        {
            yield return $"IAM saw it used on {JsonText.Day(iam)}{(role.LastUsedRegion is { } region ? $" in {Legible.Plain(region)}" : "")}";
        }

        if (actor.Former.Length > 0)
        {
            yield return "a deleted namesake acted, too";
        }
    }
}
