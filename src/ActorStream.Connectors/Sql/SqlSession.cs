using System.Data.Common;

namespace ActorStream.Connectors.Sql;

/// <summary>An open connection with the statements that were prepared on it. Used by one thread.</summary>
internal sealed class SqlSession : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);
    private DbTransaction? _transaction;

    public SqlSession(SqlEndpoint endpoint)
    {
        Endpoint = endpoint;
        Connection = endpoint.Dialect.Open(endpoint);
    }

    public SqlEndpoint Endpoint { get; }

    public SqlDialect Dialect => Endpoint.Dialect;

    public DbConnection Connection { get; }

    public void Begin() => _transaction = Connection.BeginTransaction(Dialect.Isolation);

    public void Commit()
    {
        _transaction!.Commit();
        EndTransaction();
    }

    /// <summary>Takes back an open transaction, if there is one. Never throws: a connection that does not even take back is broken,
    /// and its server takes back.</summary>
    public void Rollback()
    {
        if (_transaction is null) return;
        try
        {
            _transaction.Rollback();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            IsBroken = true;
        }
        _transaction = null;
    }

    /// <summary>True where the connection must not be used again.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Runs a statement written with <c>?</c> for its parameters.</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string statement, params ReadOnlySpan<object?> arguments)
    {
        using DbCommand command = Command(statement, arguments);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query written with <c>?</c> for its parameters.</summary>
    public List<T> Query<T>(Func<DbDataReader, T> read, string statement, params ReadOnlySpan<object?> arguments)
    {
        using DbCommand command = Command(statement, arguments);
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A statement in the dialect's own form, prepared once on this connection.</summary>
    public DbCommand Prepared(string text, Action<DbCommand> addParameters)
    {
        if (!_prepared.TryGetValue(text, out DbCommand? command))
        {
            command = NewCommand(text);
            addParameters(command);
            command.Prepare();
            _prepared.Add(text, command);
        }
        command.Transaction = _transaction;
        return command;
    }

    public void Dispose()
    {
        try
        {
            // Prepared statements end with their connection; on a broken one, clients trip over closing them.
            Connection.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A broken connection cannot say good-bye.
        }
    }

    private DbCommand Command(string statement, ReadOnlySpan<object?> arguments)
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

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}
