using System.Data;
using System.Data.Common;

namespace ActorStream.Connectors.Sql;

/// <summary>An open connection with the statements that were prepared on it. Used by one at a time.</summary>
internal sealed class SqlSession : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);
    private DbTransaction? _transaction;
    private bool _isBroken;

    private SqlSession(SqlEndpoint endpoint, DbConnection connection)
    {
        Endpoint = endpoint;
        Connection = connection;
    }

    public SqlEndpoint Endpoint { get; }

    public SqlDialect Dialect => Endpoint.Dialect;

    public DbConnection Connection { get; }

    /// <summary>True where the connection must not be used again.</summary>
    public bool IsBroken => _isBroken || Connection.State != ConnectionState.Open;

    /// <summary>Connects, to the first of the servers that answers.</summary>
    public static async Task<SqlSession> OpenAsync(SqlEndpoint endpoint, CancellationToken cancellationToken)
    {
        SqlEndpoint[] servers = [.. endpoint.Servers()];
        for (int i = 0; ; i++)
        {
            try
            {
                return new SqlSession(endpoint, await endpoint.Dialect.OpenAsync(servers[i], cancellationToken));
            }
            catch (Exception e) when (i + 1 < servers.Length && IsServersOwn(endpoint.Dialect.Classify(e)))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public async Task BeginAsync() => _transaction = await Connection.BeginTransactionAsync(Dialect.Isolation);

    public async Task CommitAsync()
    {
        await _transaction!.CommitAsync();
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    /// <summary>Takes back an open transaction, if there is one. Never throws: a connection that does not even take back is broken,
    /// and its server takes back.</summary>
    public async Task RollbackAsync()
    {
        if (_transaction is null) return;
        try
        {
            await _transaction.RollbackAsync();
            await _transaction.DisposeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _isBroken = true;
        }
        _transaction = null;
    }

    /// <summary>Runs a statement written with <c>?</c> for its parameters.</summary>
    /// <returns>The number of rows it changed.</returns>
    public async Task<int> ExecuteAsync(string statement, params object?[] arguments)
    {
        await using DbCommand command = Command(statement, arguments);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query written with <c>?</c> for its parameters.</summary>
    public async Task<List<T>> QueryAsync<T>(Func<DbDataReader, T> read, string statement, params object?[] arguments)
    {
        await using DbCommand command = Command(statement, arguments);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A statement in the dialect's own form, prepared once on this connection.</summary>
    public async ValueTask<DbCommand> PreparedAsync(string text, Action<DbCommand> addParameters)
    {
        if (!_prepared.TryGetValue(text, out DbCommand? command))
        {
            command = NewCommand(text);
            addParameters(command);
            await command.PrepareAsync();
            _prepared.Add(text, command);
        }
        command.Transaction = _transaction;
        return command;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Prepared statements end with their connection; on a broken one, clients trip over closing them.
            await Connection.DisposeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A broken connection cannot say good-bye.
        }
    }

    /// <summary>Whether another server may do better.</summary>
    private static bool IsServersOwn(SqlFault? fault) => fault is SqlFault.ConnectionLost or SqlFault.Conflict;

    private DbCommand Command(string statement, object?[] arguments)
    {
        DbCommand command = NewCommand(Dialect.Text(statement));
        for (int i = 0; i < arguments.Length; i++) Dialect.AddParameter(command, i).Value = arguments[i] ?? DBNull.Value;
        return command;
    }

    private DbCommand NewCommand(string text)
    {
        DbCommand command = Connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = (int)Math.Max(1, Endpoint.Timeout.TotalSeconds);
        command.Transaction = _transaction;
        return command;
    }
}
