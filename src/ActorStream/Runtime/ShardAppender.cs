using ActorStream.Actors;
using ActorStream.Connectors;

namespace ActorStream.Runtime;

/// <summary>
/// One shard's way into the job's transaction. From the shard's barrier until the commit of that checkpoint has returned, what the shard
/// appends belongs to the next checkpoint: it is held back (bounded), then appended in order.
/// </summary>
internal sealed class ShardAppender : ILogAppender
{
    private readonly ILogTransaction _transaction;
    private readonly long _maxHeldBytes;
    private readonly Dispatcher _dispatcher;
    private readonly Lock _gate = new();
    private readonly Queue<LogAppend> _held = new();
    private long _heldBytes;
    private TaskCompletionSource? _released;
    private bool _isHolding;

    /// <summary>Makes a way into a transaction that holds back so many bytes before it makes the shard wait.</summary>
    public ShardAppender(ILogTransaction transaction, long maxHeldBytes, Dispatcher dispatcher)
    {
        _transaction = transaction;
        _maxHeldBytes = maxHeldBytes;
        _dispatcher = dispatcher;
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        Task? wait = null;
        lock (_gate)
        {
            if (_isHolding)
            {
                _held.Enqueue(records);
                _heldBytes += records.Values.SizeBytes + (records.Keys?.SizeBytes ?? 0);
                if (_heldBytes < _maxHeldBytes) return;
                _released ??= _dispatcher.CreateCompletion();
                wait = _released.Task;
            }
        }
        if (wait is null) await _transaction.AppendAsync(records, cancellationToken);
        else await wait.WaitAsync(cancellationToken);
    }

    /// <summary>Completes at once: the coordinator flushes the transaction as a whole when it commits it.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>What comes from now on belongs to the next checkpoint. Called on the shard's turn, at its barrier.</summary>
    public void Hold()
    {
        lock (_gate) _isHolding = true;
    }

    /// <summary>The commit has returned: appends what was held back and lets the shard through.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            LogAppend? next;
            lock (_gate)
            {
                if (!_held.TryDequeue(out next))
                {
                    _isHolding = false;
                    _heldBytes = 0;
                    _released?.SetResult();
                    _released = null;
                    return;
                }
            }
            await _transaction.AppendAsync(next, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
