using System.Collections.Immutable;
using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>What stands above every answer about use: the window, what the logs lack, and what root users did.</summary>
public sealed record UsageHead
{
    /// <summary>The days that count.</summary>
    public required UsageWindow Window { get; init; }

    /// <summary>Use of root users, by account.</summary>
    public required ImmutableArray<RootUse> Root { get; init; }

    /// <summary>Sentences about what the logs lack as a whole; empty where they lack nothing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Names of accounts by number.</summary>
    public ImmutableSortedDictionary<string, string> AccountNames { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>From an analysis.</summary>
    /// <param name="analysis">What the ledger held.</param>
    /// <param name="accounts">The accounts that are judged.</param>
    /// <param name="names">Names of accounts.</param>
    public static UsageHead Of(UsageAnalysis analysis, IReadOnlyCollection<string> accounts, ImmutableSortedDictionary<string, string> names) => new()
    {
        Window = analysis.Window,
        Root = analysis.Root,
        Notes = [.. NotesOn(analysis, accounts)],
        AccountNames = names,
    };

    /// <summary>The account's number, with its name where it has one.</summary>
    public string AccountLabel(string id) => AccountNames.TryGetValue(id, out string? name) ? $"{name} ({id})" : id;

    /// <summary>The lines above a text.</summary>
    internal IEnumerable<string> Lines(Ink ink)
    {
        foreach (RootUse root in Root)
        {
            string names = string.Join(", ", root.EventNames.Take(5)) + (root.EventNames.Length > 5 ? ", …" : "");
            yield return ink.Alarm($"root user of {Legible.Plain(AccountLabel(root.AccountId))}: {Legible.Count(root.Events, "event")}, last on {Legible.Day(root.Last)}")
                + $" ({Legible.Plain(names)})";
        }

        foreach (string note in Notes)
        {
            yield return ink.Bold(note);
        }
    }

    private static IEnumerable<string> NotesOn(UsageAnalysis analysis, IReadOnlyCollection<string> accounts)
    {
        UsageWindow window = analysis.Window;
        if (analysis.Coverage.Accounts.IsEmpty)
        {
            yield return "There are no logs: what was used cannot be known, and nothing is called unused.";
            yield break;
        }

        string[] silent = [.. accounts
            .Where(account => !analysis.Coverage.Accounts.TryGetValue(account, out AccountCoverage? logs) || logs.DaysWithin(window).IsEmpty)
            .Order(StringComparer.Ordinal)];
        if (silent.Length > 0)
        {
            string reach = string.Join("; ", silent.Select(account => analysis.Coverage.Accounts.TryGetValue(account, out AccountCoverage? logs)
                ? $"those of {account} reach from {Legible.Days(logs.First, logs.Last)}"
                : $"there are none of {account} at all"));
            yield return $"The window holds no logs of account {string.Join(", ", silent)} ({reach}): what was used there cannot be known, and nothing is called unused.";
        }
    }
}
