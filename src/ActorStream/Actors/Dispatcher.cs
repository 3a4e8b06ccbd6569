namespace ActorStream.Actors;

/// <summary>Runs actors' turns. The scheduler decides where: the thread pool, or in tests a single thread under a seed.</summary>
/// <param name="Scheduler">Runs the turns; awaits within a turn come back to it.</param>
internal sealed record Dispatcher(TaskScheduler Scheduler)
{
    /// <summary>Turns run on the thread pool.</summary>
    public static Dispatcher ThreadPool { get; } = new(TaskScheduler.Default);

    /// <summary>Starts a loop of turns.</summary>
    public Task Start(Func<Task> loop) =>
        Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    /// <summary>Starts work that has a result.</summary>
    public Task<T> Start<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();
}
