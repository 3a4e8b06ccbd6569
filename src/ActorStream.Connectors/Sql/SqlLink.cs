namespace ActorStream.Connectors.Sql;

/// <summary>
/// One connection to a database. Work runs in the order in which it was given, one at a time, and holds no thread while it waits for the
/// server; where the client library can only block, as SQLite's, it has a thread of its own, because blocked threads of the pool would
/// starve everything else. A connection that broke is made anew for the next work.
/// </summary>
internal sealed class SqlLink : IAsyncDisposable
{
    private static readonly TimeSpan DisposalTimeout = TimeSpan.FromSeconds(5);

    private readonly SqlEndpoint _endpoint;
    private readonly string _connector;
    private readonly string? _table;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly BlockingThread? _thread;
    private SqlSession? _session;
    private int _disposed;

    /// <summary>Makes a link; it connects with the first work.</summary>
    public SqlLink(SqlEndpoint endpoint, string connector, string? table)
    {
        _endpoint = endpoint;
        _connector = connector;
        _table = table;
        _thread = endpoint.Dialect.IsBlocking ? new BlockingThread($"sql {endpoint.Dialect.Name}") : null;
    }

    /// <summary>Runs work on the connection.</summary>
    /// <param name="work">The work. It may run twice: after a deadlock, or where the connection turned out to be broken.</param>
    /// <param name="cancellationToken">Ends the wait. Work that runs already goes on: a statement that is cancelled may have been done
    /// or not, and cancelling it takes another connection.</param>
    /// <exception cref="ConnectorException">What the database said, without secrets.</exception>
    public async Task<T> RunAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await _one.WaitAsync(cancellationToken);
        if (Volatile.Read(ref _disposed) != 0)
        {
            _one.Release();
            throw new ObjectDisposedException(nameof(SqlLink));
        }
        Task<T> running = _thread is null
            ? RunAndLeaveAsync(work, cancellationToken)
            : _thread.Run(() => RunAndLeaveAsync(work, cancellationToken));
        return await running.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        // Where the server hangs, the connection is closed when its statement's time is up.
        await CloseWhenIdleAsync().WaitAsync(DisposalTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CloseWhenIdleAsync()
    {
        await _one.WaitAsync();
        try
        {
            await (_thread is null ? CloseAsync() : _thread.Run(CloseAsync));
        }
        finally
        {
            _thread?.Dispose();
            _one.Release();
        }
    }

    private async Task<T> RunAndLeaveAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RunWithRetryAsync(work, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<T> RunWithRetryAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool wasConnected = _session is not null;
            try
            {
                if (_session is not null && _endpoint.Dialect.IsGone(_session.Connection)) await LeaveGoneAsync();
                _session ??= await SqlSession.OpenAsync(_endpoint, cancellationToken);
                return await work(_session);
            }
            catch (Exception e)
            {
                SqlFault? fault = _endpoint.Dialect.Classify(e);
                await RecoverAsync(fault);
                bool mayBeOld = fault is SqlFault.ConnectionLost or SqlFault.Missing && wasConnected;
                if (attempt == 0 && (fault == SqlFault.Conflict || mayBeOld)) continue;
                if (fault is null) throw;
                throw Translate(e, fault.Value);
            }
        }
    }

    /// <summary>The file was removed or replaced. What holds a job's checkpoints must not be begun anew beside them; a table that another
    /// file brings is read from there.</summary>
    private async Task LeaveGoneAsync()
    {
        await CloseAsync();
        if (_endpoint.CreatesFile) throw StateException.Gone($"The file of {_endpoint.Address}");
    }

    private async Task RecoverAsync(SqlFault? fault)
    {
        if (_session is null) return;
        if (fault != SqlFault.ConnectionLost) await _session.RollbackAsync();
        // What was prepared for a table that has changed since is prepared anew.
        if (fault is SqlFault.ConnectionLost or SqlFault.Missing || _session.IsBroken) await CloseAsync();
    }

    private async Task CloseAsync()
    {
        SqlSession? session = _session;
        _session = null;
        if (session is not null) await session.DisposeAsync();
    }

    private ConnectorException Translate(Exception e, SqlFault fault)
    {
        string said = _endpoint.Redact(e.Message).TrimEnd('.', ' ', '\n');
        string of = _table is null ? "" : $" (table \"{_table}\")";
        (string message, string? hint) = fault switch
        {
            SqlFault.ConnectionLost =>
                ($"{_endpoint.Address} does not answer{of}: {said}.", "Check that the server runs and that host and port are right."),
            SqlFault.Full =>
                ($"{_endpoint.Address} has no room left for what is written{of}: {said}.",
                    "Make room on the disk that holds it; nothing of the statement was kept."),
            SqlFault.Disk => ($"{_endpoint.Address} could not be read or written{of}: {said}.", _endpoint.Dialect.Hint(e)),
            SqlFault.Locked =>
                ($"{_endpoint.Address} is kept locked by {_endpoint.Dialect.LockHolder(_endpoint) ?? "another process"}{of}.",
                    "Let that process go on, or end it."),
            SqlFault.Untrusted =>
                ($"{_endpoint.Address} was not connected to{of}, because the URL asks for TLS ({_endpoint.Tls.Mode}): {said}.",
                    "Check the server's certificate and the URL's settings for TLS; docs/connectors.md lists them."),
            _ => ($"{_endpoint.Address} refused a statement{of}: {said}.", _endpoint.Dialect.Hint(e)),
        };
        bool isTransient = fault is SqlFault.ConnectionLost or SqlFault.Conflict or SqlFault.Locked or SqlFault.Full or SqlFault.Disk
            or SqlFault.Missing;
        return new ConnectorException(_connector, _table, message, isTransient, hint, Safe(e)) { IsLocked = fault == SqlFault.Locked };
    }

    /// <summary>The cause, where its own message holds no secret.</summary>
    private Exception? Safe(Exception e) => _endpoint.Redact(e.ToString()) == e.ToString() ? e : null;
}
