using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>
/// Runs what waits: calls to the world outside, which actors start and whose ends they are told of. The scheduler decides where and in
/// which order: the thread pool, or in a simulation one thread that draws by a seed and also runs the actors' turns. For that to hold,
/// nothing within a job may go past it, so what the framework would send through the thread pool has its counterpart here.
/// </summary>
/// <param name="Scheduler">Runs the calls; awaits within them come back to it. One that is not the thread pool must never run a
/// continuation inline.</param>
internal sealed record Dispatcher(TaskScheduler Scheduler)
{
    /// <summary>Calls run on the thread pool.</summary>
    public static Dispatcher ThreadPool { get; } = new(TaskScheduler.Default);

    /// <summary>On the thread pool whoever completes a task must not run what waits for it. Another scheduler queues that by itself,
    /// and this option would take it past the scheduler, through the thread pool.</summary>
    private TaskCreationOptions CompletionOptions =>
        Scheduler == TaskScheduler.Default ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    /// <summary>The one that belongs to a system of actors.</summary>
    public static Dispatcher Of(ActorSystem system) =>
        system.Settings.Setup.Get<SchedulerSetup>() is { HasValue: true, Value: { } setup } ? new Dispatcher(setup.Scheduler) : ThreadPool;

    /// <summary>Starts work.</summary>
    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    /// <summary>A task to be completed by hand, whose continuations never run within the call that completes it.</summary>
    public TaskCompletionSource CreateCompletion() => new(CompletionOptions);

    /// <summary>A task to be completed by hand with a result, whose continuations never run within the call that completes it.</summary>
    public TaskCompletionSource<T> CreateCompletion<T>() => new(CompletionOptions);

    /// <summary>Cancels, on a step of its own, and waits until everybody was told.</summary>
    public Task CancelAsync(CancellationTokenSource source) => Task.Factory.StartNew(
        static state => ((CancellationTokenSource)state!).Cancel(), source, CancellationToken.None, TaskCreationOptions.DenyChildAttach,
        Scheduler);
}
