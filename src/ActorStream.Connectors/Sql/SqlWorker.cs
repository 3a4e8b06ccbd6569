using System.Collections.Concurrent;

namespace ActorStream.Connectors.Sql;

/// <summary>
/// One connection with a thread of its own: clients of databases block, and blocked threads of the pool would starve everything else.
/// Work runs in the order in which it was given. A connection that broke is made anew for the next work.
/// </summary>
internal sealed class SqlWorker : IAsyncDisposable
{
    private const int QueueLength = 1024;
    private static readonly TimeSpan DisposalTimeout = TimeSpan.FromSeconds(5);

    private readonly SqlEndpoint _endpoint;
    private readonly string _connector;
    private readonly string? _table;
    private readonly BlockingCollection<Action> _queue = new(QueueLength);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private SqlSession? _session;
    private int _disposed;

    /// <summary>Starts the thread; connects with the first work.</summary>
    public SqlWorker(SqlEndpoint endpoint, string connector, string? table)
    {
        _endpoint = endpoint;
        _connector = connector;
        _table = table;
        _thread = new Thread(Run) { IsBackground = true, Name = $"sql {endpoint.Dialect.Name}" };
        _thread.Start();
    }

    /// <summary>Runs work on the connection.</summary>
    /// <param name="work">The work. It may run twice: after a deadlock, or where the connection turned out to be broken.</param>
    /// <param name="cancellationToken">Ends the wait; work that runs already is not interrupted.</param>
    /// <exception cref="ConnectorException">What the database said, without secrets.</exception>
    public Task<T> RunAsync<T>(Func<SqlSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add(() => Work(work, result, cancellationToken), cancellationToken);
        return result.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _queue.CompleteAdding();
        try
        {
            await _ended.Task.WaitAsync(DisposalTimeout);
        }
        catch (TimeoutException)
        {
            // The server hangs; the thread ends with its statement's time-out, or with the process.
        }
    }

    private void Run()
    {
        foreach (Action work in _queue.GetConsumingEnumerable()) work();
        _session?.Dispose();
        _ended.SetResult();
    }

    private void Work<T>(Func<SqlSession, T> work, TaskCompletionSource<T> result, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                result.TrySetCanceled(cancellationToken);
                return;
            }
            try
            {
                _session ??= new SqlSession(_endpoint);
                result.TrySetResult(work(_session));
                return;
            }
            catch (Exception e)
            {
                SqlFault? fault = _endpoint.Dialect.Classify(e);
                bool wasConnected = _session is not null;
                Recover(fault);
                if (attempt == 0 && (fault == SqlFault.Conflict || fault == SqlFault.ConnectionLost && wasConnected)) continue;
                result.TrySetException(fault is null ? e : Translate(e, fault.Value));
                return;
            }
        }
    }

    private void Recover(SqlFault? fault)
    {
        _session?.Rollback();
        if (_session is null || fault != SqlFault.ConnectionLost && !_session.IsBroken) return;
        _session.Dispose();
        _session = null;
    }

    private ConnectorException Translate(Exception e, SqlFault fault)
    {
        string said = _endpoint.Redact(e.Message).TrimEnd('.', ' ', '\n');
        string of = _table is null ? "" : $" (table \"{_table}\")";
        string message = fault == SqlFault.ConnectionLost
            ? $"{_endpoint.Address} does not answer{of}: {said}."
            : $"{_endpoint.Address} refused a statement{of}: {said}.";
        bool isTransient = fault is SqlFault.ConnectionLost or SqlFault.Conflict;
        string? hint = fault == SqlFault.ConnectionLost
            ? "Check that the server runs and that host and port are right."
            : _endpoint.Dialect.Hint(e);
        return new ConnectorException(_connector, _table, message, isTransient, hint, Safe(e));
    }

    /// <summary>The cause, where its own message holds no secret.</summary>
    private Exception? Safe(Exception e) => _endpoint.Redact(e.ToString()) == e.ToString() ? e : null;
}
