using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Diagnostics;

namespace ActorStream.Jobs;

/// <summary>
/// What an attempt has opened, and the calls that its actors make with it. Closed when the actors are gone, each thing after the calls
/// that use it, within a bound: what does not close by then is named in the log and left, so that nothing outside, frozen as it may be,
/// keeps a job from saying that it failed or from starting anew.
/// </summary>
internal sealed class UnitResources
{
    private readonly UnitPlan _plan;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _reading = new();
    private readonly List<(Edge Edge, object[] Uses)> _edges = [];
    private readonly FirstFailure _failures = new();

    /// <summary>Makes them; nothing is open yet.</summary>
    public UnitResources(UnitPlan plan) => _plan = plan;

    /// <summary>The opened store, or null.</summary>
    public ICheckpointStore? Store { get; set; }

    /// <summary>Owns the commit point.</summary>
    public JobRecovery? Recovery { get; set; }

    /// <summary>What first went wrong before.</summary>
    public FirstFailure Failures => _failures;

    /// <summary>What first went wrong while closing, or null.</summary>
    public Exception? ClosingFailure { get; private set; }

    /// <summary>A place for an actor's calls.</summary>
    /// <param name="name">Whose, for messages; null: the start of the job.</param>
    /// <param name="uses">What they use of what is closed here, which stays open where they do not end; none given: everything.</param>
    public Edge NewEdge(string? name, params object[] uses) => NewEdge(name, uses, _ending.Token);

    /// <summary>A place for the calls of a source's reader, which end earlier: <see cref="EndReadingAsync"/>.</summary>
    public Edge NewReadingEdge(string name, params object[] uses) => NewEdge(name, uses, _reading.Token);

    /// <summary>Cancels what sources' readers wait for.</summary>
    public Task EndReadingAsync() => _plan.Dispatcher.CancelAsync(_reading);

    /// <summary>Cancels everything, waits for it, and closes.</summary>
    /// <param name="failure">What the attempt has failed of, or null.</param>
    /// <returns>That, or what the store says it comes from: see <see cref="Takeover"/>.</returns>
    public async Task<Exception?> CloseAsync(Exception? failure)
    {
        TimeProvider clock = _plan.Environment.TimeProvider;
        long started = clock.GetTimestamp();
        await _plan.Dispatcher.CancelAsync(_reading);
        await _plan.Dispatcher.CancelAsync(_ending);
        (Edge Edge, object[] Uses)[] edges;
        lock (_edges) edges = [.. _edges];
        // All at once: they do not wait for each other.
        Task[] closing = [.. edges.Select(e => _plan.Dispatcher.Start(e.Edge.CloseAsync))];
        var inUse = new HashSet<object>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < edges.Length; i++)
        {
            if (await EndsAsync(edges[i].Edge.Name ?? "what the start of the job opens", closing[i])) continue;
            if (edges[i].Uses.Length == 0) return failure;
            inUse.UnionWith(edges[i].Uses);
        }
        if (failure is not null && Store is not null && Recovery is { Epochs: { Count: > 0 } epochs })
            failure = await Takeover.ExplainAsync(failure, inUse.Contains(Store) ? null : Store, _plan.Options, epochs, clock);
        if (Recovery is { } recovery) await DisposeAsync("the commit point", recovery);
        foreach (GraphSource source in _plan.Graph.Sources)
        {
            if (source.Source.DeadLetterSink is { } letters) await DisposeAsync(source.Id + JobGraph.DeadLetters, letters);
            await DisposeAsync(source.Id, source.Source);
        }
        foreach (GraphLookup lookup in _plan.Graph.Lookups) await DisposeAsync(lookup.Id, lookup.Table.Lookup);
        foreach (GraphSink sink in _plan.Graph.Sinks) await DisposeAsync(sink.Id, sink.Sink);
        if (Store is { } store) await DisposeAsync(store.Description, store);
        return failure;

        Task DisposeAsync(string name, IAsyncDisposable thing) =>
            inUse.Contains(thing) ? Task.CompletedTask : EndsAsync(name, _plan.Dispatcher.Start(() => thing.DisposeAsync().AsTask()));

        async Task<bool> EndsAsync(string name, Task end)
        {
            TimeSpan left = _plan.Options.CloseTimeout - clock.GetElapsedTime(started);
            try
            {
                // A last chance also for what comes after something that took all of the time.
                await end.WaitAsync(left > MinTimeout ? left : MinTimeout, clock);
                return true;
            }
            catch (TimeoutException) when (!end.IsCompleted)
            {
                Log.LeftOpen(_plan.Logger, _plan.Options.Name, name, _plan.Options.CloseTimeout.TotalSeconds);
                return false;
            }
#pragma warning disable CA1031 // A connector's boundary: what one throws must not keep the others open.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                ClosingFailure ??= failure;
                return true;
            }
        }
    }

    private static TimeSpan MinTimeout => TimeSpan.FromMilliseconds(200);

    private Edge NewEdge(string? name, object[] uses, CancellationToken ending)
    {
        var edge = new Edge(name, _plan.Dispatcher, _failures, ending);
        lock (_edges) _edges.Add((edge, uses));
        return edge;
    }
}
