using System.Text.RegularExpressions;

namespace Leastwise.Remote.Athena;

/// <summary>What a teardown removed, or with a dry run would remove.</summary>
/// <param name="Results">Result objects.</param>
/// <param name="Tables">Tables, as <c>database.table</c>.</param>
/// <param name="Database">The database; null where it stays.</param>
/// <param name="Stays">Why the database stays; null where it goes.</param>
public sealed record AthenaRemoved(IReadOnlyList<string> Results, IReadOnlyList<string> Tables, string? Database, string? Stays);

/// <summary>Removes what Leastwise made in Athena, and nothing else: result objects of its own statements, tables that carry its property, the database that it made.</summary>
/// <param name="session">As whom and where.</param>
/// <param name="options">The workgroup, catalogue and database.</param>
public sealed partial class AthenaTeardown(AwsSession session, AthenaOptions options)
{
    private readonly AthenaClient client = new(new AwsCaller(session, "athena teardown"), options);

    /// <summary>Removes it.</summary>
    /// <param name="dryRun">True only to say what would be.</param>
    /// <param name="cancellation">Ends it; what is gone is gone.</param>
    /// <exception cref="RemoteException">AWS failed or refused.</exception>
    public async Task<AthenaRemoved> RunAsync(bool dryRun, CancellationToken cancellation)
    {
        string database = options.Database ?? OwnTable.DefaultDatabase;
        var run = new AthenaRun(client, options, session.Network.Time);
        using var objects = new ResultObjects(session);
        string? description = await client.DatabaseAsync(database, cancellation).ConfigureAwait(false);
        var tables = new List<string>();
        bool others = false;
        foreach (TrailTable table in description is null ? [] : await client.TablesAsync(database, cancellation).ConfigureAwait(false))
        {
            if (!table.Properties.ContainsKey(OwnTable.Mark))
            {
                others = true;
                continue;
            }

            tables.Add($"{database}.{table.Name}");
            if (!dryRun)
            {
                await run.RunAsync(OwnTable.DropTable(database, table.Name), null, null, cancellation).ConfigureAwait(false);
            }
        }

        string? stays = description is null ? $"there is no database '{database}'"
            : description != OwnTable.DatabaseMark ? $"the database '{database}' was not made by Leastwise"
            : others ? $"the database '{database}' holds tables that were not made by Leastwise"
            : null;
        if (stays is null && !dryRun)
        {
            await run.RunAsync(OwnTable.DropDatabase(database), null, null, cancellation).ConfigureAwait(false);
        }

        // Last, so that the results of removing, empty as they are, go too.
        return new AthenaRemoved(await ResultsAsync(objects, dryRun, cancellation).ConfigureAwait(false), tables, stays is null ? database : null, stays);
    }

    private async Task<List<string>> ResultsAsync(ResultObjects objects, bool dryRun, CancellationToken cancellation)
    {
        var removed = new List<string>();
        string? next = null;
        do
        {
            (List<AthenaQuery> queries, next) = await client.HistoryAsync(next, cancellation).ConfigureAwait(false);
            foreach (AthenaQuery query in queries.Where(query => IsOwn(query.Text, options.Database ?? OwnTable.DefaultDatabase) && !query.IsRunning))
            {
                // Only an object that carries the query's own id, whatever Athena says its place is.
                if (query.Output is not { } output || !output.Contains(query.Id, StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (string one in (string[])[output, output + ".metadata"])
                {
                    if (!dryRun)
                    {
                        await objects.DeleteAsync(one, cancellation).ConfigureAwait(false);
                    }
                }

                removed.Add(output);
            }
        }
        while (next is not null);
        return removed;
    }

    /// <summary>Whether a statement is one of those that Leastwise writes, by its own marks.</summary>
    internal static bool IsOwn(string statement, string database)
    {
        string text = statement.TrimStart();
        return text.StartsWith(TrailQuery.Mark, StringComparison.Ordinal)
            || (text.StartsWith("CREATE EXTERNAL TABLE IF NOT EXISTS ", StringComparison.Ordinal) && text.Contains($"'{OwnTable.Mark}'", StringComparison.Ordinal))
            || (text.StartsWith("CREATE DATABASE IF NOT EXISTS ", StringComparison.Ordinal) && text.EndsWith(SqlNames.Literal(OwnTable.DatabaseMark), StringComparison.Ordinal))
            || DropsOwnTable().IsMatch(text)
            || text == OwnTable.DropDatabase(database);
    }

    [GeneratedRegex(@"^DROP TABLE IF EXISTS `[^`]+`\.`trail_[0-9a-f]{12}`\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DropsOwnTable();
}
