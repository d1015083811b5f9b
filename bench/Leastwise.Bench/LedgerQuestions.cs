using System.Diagnostics;
using System.Globalization;
using Leastwise.Sessions;
using Leastwise.Usage;
using Leastwise.Usage.Storage;
using Microsoft.Data.Sqlite;

namespace Leastwise.Bench;

/// <summary>
/// How long the usual questions to a ledger take, in process: each is asked of many, and the median and the worst are told. The ledger is copied first, beside itself,
/// since opening one may migrate it.
/// </summary>
internal static class LedgerQuestions
{
    private const int Asked = 50;

    private const string WhoUsed = """
        SELECT a.arn, sum(o.count), min(o.first), max(o.last) FROM event e CROSS JOIN actor a CROSS JOIN observation o
        WHERE e.source = $0 AND e.name = $1 AND o.actor = a.id AND o.event = e.id GROUP BY a.id
        """;

    /// <summary>Asks.</summary>
    public static void Run(string path)
    {
        string copy = path + ".asked";
        File.Copy(path, copy, overwrite: true);
        try
        {
            Ask(copy);
        }
        finally
        {
            foreach (string left in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(copy)) ?? ".", Path.GetFileName(copy) + "*"))
            {
                File.Delete(left);
            }
        }
    }

    private static void Ask(string path)
    {
        var opening = Stopwatch.StartNew();
        using Ledger ledger = Ledger.OpenExisting(path);
        Say($"opening: {opening.Elapsed.TotalMilliseconds:0.0} ms");
        using SqliteConnection direct = LedgerConnections.Connect(path, readOnly: true);
        List<string[]> busiest = Rows(direct, "SELECT a.arn FROM observation o JOIN actor a ON a.id = o.actor GROUP BY o.actor ORDER BY count(*) DESC LIMIT 1");
        List<string[]> some = Rows(direct, $"SELECT arn FROM actor WHERE id % ((SELECT count(*) FROM actor) / {Asked} + 1) = 0");
        string[] arns = [.. some.Concat(busiest).Select(row => row[0])];
        List<string[]> events = Rows(direct, $"SELECT source, name FROM event WHERE id % ((SELECT count(*) FROM event) / {Asked} + 1) = 0");
        UsageWindow all = UsageWindow.Of(ledger.LoggedDays, null, null), week = UsageWindow.Days(all.LastDay.AddDays(-6), all.LastDay, asked: true);

        // Once, so that the compiler's time is not counted.
        _ = ledger.Read(week, Only(arns[0]));
        Time("what one principal used, with counts and sessions", arns, arn => ledger.Read(all, Only(arn)).Observations.Length);
        Time("the same, of a week", arns, arn => ledger.Read(week, Only(arn)).Observations.Length);
        Time("the same, by resources", arns, arn => ledger.Read(all, Only(arn), details: true).Observations.Length);
        Time("the sessions of one principal", arns, arn => Rows(direct, "SELECT s.access_key, s.arn FROM actor a JOIN session s ON s.actor = a.id WHERE a.arn = $0", arn).Count);
        Time("who used an event", events, one => Rows(direct, WhoUsed, one).Count);
        Time("who changed policies", [1, 2, 3, 4, 5], _ => ledger.PolicyChangeCalls().Observations.Length);
        Time("coverage", [1, 2, 3, 4, 5], _ => ledger.Coverage.Days.Length);
        Time("ledger info", [1, 2, 3, 4, 5], _ => ledger.Info().Observations);
    }

    private static ActorChoice Only(string arn)
    {
        bool IsWanted(LoggedActor actor) => actor.Arn == arn;
        return new ActorChoice(IsWanted, []);
    }

    private static void Time<T>(string what, IReadOnlyList<T> questions, Func<T, long> ask)
    {
        var times = new List<double>();
        var processor = new List<double>();
        long answers = 0;
        foreach (T question in questions)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            answers = Math.Max(answers, ask(question));
            times.Add(clock.Elapsed.TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        times.Sort();
        processor.Sort();
        Say($"{what}: {questions.Count} asked, median {times[times.Count / 2]:0.0} ms, worst {times[^1]:0.0} ms (of the processor {processor[processor.Count / 2]:0.0} and {processor[^1]:0.0} ms); the longest answer is {answers:N0}");
    }

    private static List<string[]> Rows(SqliteConnection connection, string sql, params string[] values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i}"), values[i]);
        }

        using SqliteDataReader rows = command.ExecuteReader();
        var all = new List<string[]>();
        while (rows.Read())
        {
            all.Add([.. Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetValue(column).ToString() ?? "")]);
        }

        return all;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
