using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Runtime;
using ActorStream.Tests.Support;
using ActorStream.Types;
using Akka.Actor;

namespace ActorStream.Tests.Jobs;

/// <summary>What stands still outside, and hears no cancellation either, keeps a job from rows, but from no answer and from no end.
/// </summary>
public sealed class FrozenEdgeTests
{
    private static readonly string[] Keys = ["a", "b"];

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _thaw = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFreezing;

    [Theory]
    [InlineData("reader")]
    [InlineData("lookup")]
    [InlineData("sink")]
    [InlineData("store")]
    [InlineData("commit")]
    public async Task AJobAnswersAndEndsAllTheSame(string edge)
    {
        using LogJob job = Make(edge);
        Job running = await StartAsync(job);

        Assert.Equal(3, (await JobInspection.VerticesAsync(running, Soon)).Count);
        Assert.Single(await JobInspection.CachesAsync(running, Soon));
        Assert.Equal(0, await JobInspection.InvalidateAsync(running, null, "nobody", Soon));
        running.Cancel();
        Assert.Equal(JobStatus.Canceled, await running.Completion.WaitAsync(Patience));
        _thaw.SetResult();
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("lookup")]
    [InlineData("sink")]
    [InlineData("store")]
    [InlineData("commit")]
    public async Task AFailureElsewhereIsToldAndEndsTheJob(string edge)
    {
        using LogJob job = Make(edge);
        Job running = await StartAsync(job);
        // No message of the engine, so that the shard fails of it.
        running.Attempt!.Shards[0].Actor.Tell(new RestoreShard(null!), ActorRefs.NoSender);
        Assert.Equal(JobStatus.Failed, await running.Completion.WaitAsync(Patience));
        Assert.IsType<NullReferenceException>(running.Failure!.InnerException);
        _thaw.SetResult();
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(60);

    private static CancellationToken Soon => new CancellationTokenSource(Patience).Token;

    /// <summary>A job whose edge stands still.</summary>
    private async Task<Job> StartAsync(LogJob job)
    {
        await job.CreateTopicsAsync();
        Job running = job.Start();
        await running.Started;
        _isFreezing = true;
        await job.ProduceAsync(Keys, 0, 20);
        await _reached.Task.WaitAsync(Patience);
        return running;
    }

    private LogJob Make(string edge)
    {
        var job = new LogJob
        {
            IsBounded = false,
            Lookup = new MemoryLookup(Keys.ToDictionary(k => k, k => new[] { k + "!" })),
            Options = new()
            {
                Name = "frozen", CheckpointInterval = TimeSpan.FromMilliseconds(5), CloseTimeout = TimeSpan.FromMilliseconds(100),
            },
        };
        var steps = new CheckpointSteps
        {
            Reached = step => FreezeAsync(step == CheckpointStep.BeforeState ? "store" : "commit"),
        };
        job.WrapStore = steps.Wrap;
        job.WrapLog = log => new FrozenLog(steps.Wrap(log), () => FreezeAsync("reader"));
        job.WrapSink = sink => new FrozenSink(sink, () => FreezeAsync("sink"));
        job.Lookup.Standstill = () => FreezeAsync("lookup");
        return job;

        Task FreezeAsync(string at)
        {
            if (at != edge || !_isFreezing) return Task.CompletedTask;
            _reached.TrySetResult();
            return _thaw.Task;
        }
    }

    private sealed class FrozenLog(ILog inner, Func<Task> freeze) : ForwardingLog(inner)
    {
        public override ILogReader OpenReader(
            IReadOnlyList<LogOffset> starts, LogIsolation isolation, IReadOnlyDictionary<string, string>? properties) =>
            new Reader(Inner.OpenReader(starts, isolation, properties), freeze);

        public override ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken);

        private sealed class Reader(ILogReader inner, Func<Task> freeze) : ILogReader
        {
            public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
            {
                await freeze();
                return await inner.ReadAsync(cancellationToken);
            }

            public ValueTask RemoveAsync(LogPartition partition) => inner.RemoveAsync(partition);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }

    private sealed class FrozenSink(ISink inner, Func<Task> freeze) : ForwardingSink(inner)
    {
        public override ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(Inner.CreateWriter(context), freeze);

        private sealed class Writer(ISinkWriter inner, Func<Task> freeze) : ISinkWriter
        {
            public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
            {
                await freeze();
                await inner.WriteAsync(batch, cancellationToken);
            }

            public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
