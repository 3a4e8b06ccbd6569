using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Holds rows back until there are enough, until some time passed, or until a checkpoint asks; then writes them in one
/// transaction. With a key, the last change of a key counts.</summary>
internal sealed class JdbcSinkWriter : ISinkWriter
{
    private readonly JdbcOptions _options;
    private readonly JdbcSinkStatements _statements;
    private readonly TimeProvider _timeProvider;
    private readonly SqlLink _link;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly ITimer _timer;
    private readonly JdbcSinkBuffer _buffer;
    private readonly CancellationTokenSource _ended = new();
    private Exception? _failure;
    private bool _isTimerSet;

    public JdbcSinkWriter(JdbcOptions options, JdbcTable table, Field[] columns, int[] keys, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _statements = new JdbcSinkStatements(table, columns, keys);
        _buffer = new JdbcSinkBuffer(keys);
        _link = new SqlLink(options.Endpoint, "jdbc", table.Name);
        _timer = timeProvider.CreateTimer(
            static writer => _ = ((JdbcSinkWriter)writer!).FlushByTimerAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            ThrowFailure();
            for (int row = 0; row < batch.Count; row++)
            {
                _buffer.Add(batch, row);
                if (_options.SinkMaxRows > 0 && _buffer.Count >= _options.SinkMaxRows) await FlushLockedAsync(cancellationToken);
            }
            if (_buffer.Count > 0 && !_isTimerSet && _options.SinkInterval > TimeSpan.Zero)
            {
                _isTimerSet = true;
                _timer.Change(_options.SinkInterval, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _lock.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            ThrowFailure();
            await FlushLockedAsync(cancellationToken);
        }
        finally
        {
            _lock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _ended.CancelAsync();
        await _lock.WaitAsync();
        _lock.Release();
        await _link.DisposeAsync();
        _ended.Dispose();
    }

    private async Task FlushByTimerAsync()
    {
        try
        {
            await _lock.WaitAsync(_ended.Token);
            try
            {
                await FlushLockedAsync(_ended.Token);
            }
            finally
            {
                _lock.Release();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Told at the next write or flush; rows that were not written are still held, and the job goes back to its checkpoint.
            if (!_ended.IsCancellationRequested) _failure = e;
        }
    }

    private async ValueTask FlushLockedAsync(CancellationToken cancellationToken)
    {
        _isTimerSet = false;
        if (_buffer.Count == 0) return;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await _link.RunAsync(WriteAllAsync, cancellationToken);
                _buffer.Clear();
                return;
            }
            catch (ConnectorException e) when (e.IsTransient && attempt < _options.SinkMaxRetries)
            {
                // Flink's pauses: none, then a second more each time.
                if (attempt > 0) await Task.Delay(TimeSpan.FromSeconds(attempt), _timeProvider, cancellationToken);
            }
        }
    }

    private async Task<bool> WriteAllAsync(SqlSession session)
    {
        await session.BeginAsync();
        await _statements.DeleteAsync(session, _buffer.Deletes);
        await _statements.InsertAsync(session, _buffer.Inserts);
        await session.CommitAsync();
        return true;
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure) throw failure;
    }
}
