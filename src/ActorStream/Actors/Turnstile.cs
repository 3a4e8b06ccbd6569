namespace ActorStream.Actors;

/// <summary>Lets one through at a time, in the order in which they came. Unlike a semaphore it keeps those who wait on their
/// dispatcher.</summary>
internal sealed class Turnstile
{
    private readonly Dispatcher _dispatcher;
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Makes a free one.</summary>
    public Turnstile(Dispatcher dispatcher) => _dispatcher = dispatcher;

    /// <summary>Waits for its turn.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }
            turn = _dispatcher.CreateCompletion();
            _waiting.Enqueue(turn);
        }
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    /// <summary>Lets the next one through.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult()) return;
            }
            _isTaken = false;
        }
    }
}
