using System.Collections.Concurrent;

namespace ActorStream.Node.Endpoints;

/// <summary>What a request has begun, in which its id is looked for.</summary>
internal enum OperationKind
{
    /// <summary>A savepoint, beside the job or as its end.</summary>
    Savepoint,

    /// <summary>A checkpoint.</summary>
    Checkpoint,
}

/// <summary>
/// Savepoints and checkpoints that requests have begun, so that others can ask for them, and the same request twice begins one. The
/// last thousand are kept. Thread-safe.
/// </summary>
internal sealed class Operations(TimeProvider timeProvider)
{
    private const int MaxKept = 1_000;

    /// <summary>How long whoever has begun an operation is given to ask for its end before the server goes: Flink's own client looks
    /// every two seconds at the least.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Job, OperationKind Kind, string Trigger), Operation> _known = new();
    private readonly ConcurrentQueue<(string Job, OperationKind Kind, string Trigger)> _order = new();

    /// <summary>Begins an operation, unless its trigger has begun it already, and returns the id to ask for it by.</summary>
    public string Begin(JobClient job, OperationKind kind, string? trigger, Func<Task<CheckpointInfo>> work)
    {
        trigger ??= Guid.NewGuid().ToString("n");
        var operation = new Operation();
        if (!_known.TryAdd((job.Id, kind, trigger), operation)) return trigger;
        _order.Enqueue((job.Id, kind, trigger));
        while (_order.Count > MaxKept && _order.TryDequeue(out (string Job, OperationKind Kind, string Trigger) oldest))
        {
            _known.TryRemove(oldest, out _);
        }
        operation.Start(work, timeProvider);
        return trigger;
    }

    /// <summary>The work of an operation.</summary>
    public Task<CheckpointInfo> Find(JobClient job, OperationKind kind, string trigger) =>
        _known.TryGetValue((job.Id, kind, trigger), out Operation? operation)
            ? operation.Ask()
            : throw RestException.NotFound(
                $"There is no {kind.ToString().ToLowerInvariant()} operation with triggerId={trigger} for job {job.Id}.");

    /// <summary>Waits until the ends of the operations that have just ended were asked for: one of them may be the reason why the
    /// process ends.</summary>
    public async Task WaitUntilAskedAsync()
    {
        Task[] open = [.. _known.Values.Select(o => o.WaitUntilAskedAsync(Patience, timeProvider))];
        await Task.WhenAll(open);
    }

    private sealed class Operation
    {
        private readonly TaskCompletionSource<CheckpointInfo> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _endedAt;

        public void Start(Func<Task<CheckpointInfo>> work, TimeProvider timeProvider) => _ = RunAsync(work, timeProvider);

        public Task<CheckpointInfo> Ask()
        {
            if (_work.Task.IsCompleted) _asked.TrySetResult();
            return _work.Task;
        }

        public async Task WaitUntilAskedAsync(TimeSpan patience, TimeProvider timeProvider)
        {
            TimeSpan left = _work.Task.IsCompleted ? patience - timeProvider.GetElapsedTime(Volatile.Read(ref _endedAt)) : patience;
            if (left <= TimeSpan.Zero) return;
            try
            {
                await _asked.Task.WaitAsync(left, timeProvider);
            }
            catch (TimeoutException)
            {
            }
        }

        private async Task RunAsync(Func<Task<CheckpointInfo>> work, TimeProvider timeProvider)
        {
            try
            {
                CheckpointInfo done = await work();
                Volatile.Write(ref _endedAt, timeProvider.GetTimestamp());
                _work.TrySetResult(done);
            }
#pragma warning disable CA1031 // Whatever it fails of is its answer.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Volatile.Write(ref _endedAt, timeProvider.GetTimestamp());
                _work.TrySetException(failure);
            }
        }
    }
}
