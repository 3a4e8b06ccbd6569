using System.Collections.Concurrent;

namespace ActorStream.Connectors.Sql;

/// <summary>A thread on which tasks and what follows their awaits run, one at a time. For client libraries that can only block.</summary>
internal sealed class BlockingThread : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    public BlockingThread(string name)
    {
        _thread = new Thread(RunTasks) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs work on the thread.</summary>
    public Task<T> Run<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs work on the thread.</summary>
    public Task Run(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the thread once it is idle.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        // What work awaits may complete after the thread was told to end.
        if (!_tasks.IsAddingCompleted) _tasks.Add(task);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Thread.CurrentThread == _thread && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void RunTasks()
    {
        foreach (Task task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
