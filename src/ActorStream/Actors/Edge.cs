using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>A call to the world outside has failed; the actor that made it fails of that on its turn.</summary>
internal sealed record EdgeFailed(Exception Cause)
{
    /// <summary>Fails.</summary>
    [DoesNotReturn]
    public void Throw()
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(Cause);
    }
}

/// <summary>
/// Where one actor meets the world outside. A turn never waits: it starts a call here and is told of its end by a message. So an actor
/// may be stopped at any time; the calls that it leaves under way, and what they work with, belong to the edge, and whoever stops the
/// actors closes the edges afterwards: cancels, waits until every call has ended, its finally blocks included, and disposes.
/// </summary>
/// <param name="name">Whose it is, for messages.</param>
/// <param name="dispatcher">Runs the calls.</param>
/// <param name="failures">Where the first failure is kept; calls that fail when they were cancelled do not count.</param>
/// <param name="ending">Cancels them.</param>
internal sealed class Edge(string? name, Dispatcher dispatcher, FirstFailure failures, CancellationToken ending)
{
    private readonly Lock _gate = new();
    private readonly List<IAsyncDisposable> _owned = [];
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Whose it is.</summary>
    public string? Name => name;

    /// <summary>Takes something over, to be disposed of when no call uses it any more.</summary>
    public T Own<T>(T thing)
        where T : IAsyncDisposable
    {
        lock (_gate) _owned.Add(thing);
        return thing;
    }

    /// <summary>Starts a call.</summary>
    /// <param name="self">Who is told of its end, or with <see cref="EdgeFailed"/> of its failure.</param>
    /// <param name="call">The call.</param>
    /// <param name="done">What it is told.</param>
    public void Run(IActorRef self, Func<CancellationToken, ValueTask> call, object done) =>
        Run(
            self,
            async token =>
            {
                await call(token);
                return done;
            });

    /// <summary>Starts a call.</summary>
    /// <param name="self">Who is told its result, or with <see cref="EdgeFailed"/> of its failure.</param>
    /// <param name="call">The call.</param>
    public void Run(IActorRef self, Func<CancellationToken, ValueTask<object>> call)
    {
        lock (_gate) _running++;
        _ = dispatcher.Start(() => RunAsync(self, call));
    }

    /// <summary>Waits until no call is under way, and disposes of what the edge owns. Its actor has stopped by now.</summary>
    public async Task CloseAsync()
    {
        Task? idle = null;
        lock (_gate)
        {
            if (_running > 0) idle = (_idle = dispatcher.CreateCompletion()).Task;
        }
        if (idle is not null) await idle;
        await Closing.AllAsync(_owned);
        _owned.Clear();
    }

    private async Task RunAsync(IActorRef self, Func<CancellationToken, ValueTask<object>> call)
    {
        object end;
        try
        {
            end = await call(ending);
        }
#pragma warning disable CA1031 // The boundary of everything outside: whatever it throws fails the actor on its own turn.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!ending.IsCancellationRequested) failures.Report(name, failure);
            end = new EdgeFailed(failure);
        }
        self.Tell(end);
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_running == 0) idle = _idle;
        }
        idle?.SetResult();
    }
}
