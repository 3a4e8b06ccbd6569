namespace ActorStream.Actors;

/// <summary>
/// An actor's inbox, of two lanes. The control lane (barriers, answers, questions) is read first and takes everything; who posts there
/// bounds itself. The data lane is bounded: posting to it waits while it is full, which is back-pressure. Messages of one lane keep
/// their order.
/// </summary>
internal sealed class Mailbox
{
    private readonly Lock _gate = new();
    private readonly Queue<object> _control = new();
    private readonly Queue<object> _data = new();
    private readonly Queue<TaskCompletionSource> _writers = new();
    private readonly Dispatcher _dispatcher;
    private readonly TaskCompletionSource _ended;
    private readonly int _capacity;
    private TaskCompletionSource? _reader;
    private bool _closed;

    /// <summary>Makes an inbox whose data lane holds so many messages.</summary>
    public Mailbox(int capacity, Dispatcher dispatcher)
    {
        _capacity = capacity;
        _dispatcher = dispatcher;
        _ended = dispatcher.CreateCompletion();
    }

    /// <summary>Where those who wait for this inbox go on.</summary>
    public Dispatcher Dispatcher => _dispatcher;

    /// <summary>Completes once the actor has stopped: nothing that was posted is answered any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Posts to the control lane.</summary>
    /// <returns>False where the mailbox is closed: the message is dropped.</returns>
    public bool Post(object message)
    {
        lock (_gate)
        {
            if (_closed) return false;
            _control.Enqueue(message);
            Wake();
            return true;
        }
    }

    /// <summary>Posts to the data lane; waits while it is full.</summary>
    /// <returns>False where the mailbox is closed: the message is dropped.</returns>
    public async ValueTask<bool> PostDataAsync(object message, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource wait;
            lock (_gate)
            {
                if (_closed) return false;
                if (_data.Count < _capacity)
                {
                    _data.Enqueue(message);
                    Wake();
                    return true;
                }
                wait = _dispatcher.CreateCompletion();
                _writers.Enqueue(wait);
            }
            await wait.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for a message; the data lane is left alone while <paramref name="acceptsData"/> is false.</summary>
    /// <returns>The message, or null where the mailbox is closed.</returns>
    public async ValueTask<object?> TakeAsync(bool acceptsData)
    {
        while (true)
        {
            TaskCompletionSource wait;
            lock (_gate)
            {
                if (_closed) return null;
                if (_control.TryDequeue(out object? message)) return message;
                if (acceptsData && _data.TryDequeue(out message))
                {
                    if (_writers.TryDequeue(out TaskCompletionSource? writer)) writer.SetResult();
                    return message;
                }
                wait = _reader = _dispatcher.CreateCompletion();
            }
            await wait.Task;
        }
    }

    /// <summary>Closes both lanes and drops what waits in them.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _control.Clear();
            _data.Clear();
            while (_writers.TryDequeue(out TaskCompletionSource? writer)) writer.SetResult();
            Wake();
        }
    }

    /// <summary>Closes, and tells those who wait for an answer that none will come.</summary>
    public void End()
    {
        Close();
        _ended.TrySetResult();
    }

    private void Wake()
    {
        TaskCompletionSource? reader = _reader;
        _reader = null;
        reader?.SetResult();
    }
}
