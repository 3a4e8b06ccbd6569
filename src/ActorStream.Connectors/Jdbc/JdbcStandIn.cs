using System.Data.Common;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Makes the SQLite file and the table that stand in for a server's where a job runs with <c>--local</c> and writes them: a
/// folder that nobody prepared has none.</summary>
internal static class JdbcStandIn
{
    /// <summary>Makes what is missing; a table that is there stays as it is.</summary>
    /// <param name="endpoint">The file.</param>
    /// <param name="name">The table's name in the script, for messages.</param>
    /// <param name="tableName">The table's name in the database.</param>
    /// <param name="columns">The declared columns.</param>
    /// <param name="keys">Indexes of the primary key's columns.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task MakeAsync(
        SqlEndpoint endpoint, string name, string tableName, IReadOnlyList<Field> columns, IReadOnlyList<int> keys,
        CancellationToken cancellationToken)
    {
        await using var link = new SqlLink(endpoint with { CreatesFile = true }, "jdbc", name);
        await link.RunAsync(session => MakeAsync(session, tableName, columns, keys), cancellationToken);
    }

    private static async Task<bool> MakeAsync(SqlSession session, string tableName, IReadOnlyList<Field> columns, IReadOnlyList<int> keys)
    {
        if (await session.Dialect.DescribeAsync(session, tableName) is not null) return false;
        string list = string.Join(", ", columns.Select(c =>
            $"{session.Dialect.Quote(c.Name)} {TypeOf(c.Type)}{(c.Type.IsNullable ? "" : " NOT NULL")}"));
        string names = string.Join(", ", keys.Select(k => session.Dialect.Quote(columns[k].Name)));
        string key = keys.Count == 0 ? "" : $", PRIMARY KEY ({names})";
        await using DbCommand command = session.Connection.CreateCommand();
        command.CommandText = $"CREATE TABLE IF NOT EXISTS {session.Dialect.Quote(tableName)} ({list}{key})";
        await command.ExecuteNonQueryAsync();
        return true;
    }

    // What keeps all digits: SQLite has no decimals, dates and times of its own.
    private static string TypeOf(DataType type)
    {
        if (type.IsInteger || type.Root == TypeRoot.Boolean) return "INTEGER";
        if (type.IsApproximate) return "REAL";
        return type.IsBinary ? "BLOB" : "TEXT";
    }
}
