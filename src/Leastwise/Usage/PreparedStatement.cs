using Microsoft.Data.Sqlite;

namespace Leastwise.Usage;

/// <summary>A statement that is prepared once and run often, its parameters by position.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand command;
    private readonly SqliteParameter[] parameters;

    public PreparedStatement(SqliteConnection connection, string sql, int parameterCount)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        parameters = [.. Enumerable.Range(0, parameterCount).Select(i => command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" }))];
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Run(SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i].Value = values[i];
        }

        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => command.Dispose();
}
