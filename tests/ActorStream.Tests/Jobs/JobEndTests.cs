using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>What must not change how a job ends: cleaning up, closing, and who comes late.</summary>
public sealed class JobEndTests
{
    private static readonly string[] Keys = ["a", "b"];

    [Fact]
    public async Task AFailedCleanUpFailsNoCheckpointAndIsTriedAgain()
    {
        using LogJob job = new() { Options = new() { Name = "untidy", RetainedCheckpoints = 1 }, IsBounded = false };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        UntidyStore store = null!;
        job.WrapStore = inner => store = new UntidyStore(inner);
        Job running = job.Start();
        await running.Started;
        await running.SavepointAsync("one", default);
        await running.SavepointAsync("two", default);
        Assert.True(store.Refused >= 2);
        Assert.All(running.Checkpoints.Recent, c => Assert.Equal("COMPLETED", c.Status));
        int kept = await ManifestsAsync(job);
        store.IsTidy = true;
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.Equal(0, running.Restarts);
        Assert.True(kept > job.Partitions, $"{kept}");
        Assert.Equal(job.Partitions, await ManifestsAsync(job));
    }

    /// <summary>A node lists its ended jobs for as long as it lives; their caches must not live as long.</summary>
    [Fact]
    public async Task AnEndedJobLetsGoOfItsShardsAndKeepsWhatTheyCounted()
    {
        using LogJob job = new() { Options = new() { Name = "ended" }, IsBounded = false };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await running.Started;
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsIn(running) == 40));
        WeakReference shard = Shard(running);
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        await JobTests.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(!shard.IsAlive);
        });
        Assert.Equal(40, JobInspection.Progress(running).RowsIn);
        IReadOnlyList<JobVertex> vertices = await JobInspection.VerticesAsync(running, default);
        Assert.Equal(40, vertices.Where(v => v.Kind == "sink").Sum(v => v.RowsIn));
        Assert.Empty(await JobInspection.CachesAsync(running, default));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Shard(Job running) => new(running.Attempt!.Shards[0].Shard);
    }

    [Fact]
    public async Task WhatFailsWhileItClosesIsNotTakenForTheCause()
    {
        using LogJob job = new() { Options = new() { Name = "closing" }, IsBounded = false };
        await job.CreateTopicsAsync();
        var store = new BrokenStore(job.CreateStore());
        job.WrapStore = _ => store;
        job.Broker.Faults = (kind, _) => kind == LogFault.CommitAborted;
        Job running = job.Start();
        Assert.Equal(JobStatus.Failed, await running.Completion);
        Assert.Contains("aborted the commit", running.Failure!.InnerException!.Message, StringComparison.Ordinal);
        Assert.True(store.IsClosed);
    }

    [Fact]
    public async Task AnEndedJobStaysAsItEnded()
    {
        for (int i = 0; i < 5; i++)
        {
            using LogJob job = new() { Options = new() { Name = "late" } };
            await job.CreateTopicsAsync();
            await job.ProduceAsync(Keys, 0, 1);
            Job running = job.Start();
            JobStatus? seen = null;
            Task<JobStatus> ended = running.Completion;
            while (!ended.IsCompleted)
            {
                JobStatus now = running.Status;
                Assert.False(seen == JobStatus.Finished && now != JobStatus.Finished, $"{now} came after {seen}.");
                seen = now;
                if (now == JobStatus.Finished) running.Cancel();
                await Task.Yield();
            }
            running.Cancel();
            Assert.Equal((JobStatus.Finished, JobStatus.Finished), (await ended, running.Status));
        }
    }

    [Fact]
    public async Task AFailureIsToldBeforeAnythingIsClosed()
    {
        using LogJob job = new() { Options = new() { Name = "stuck" }, IsBounded = false };
        await job.CreateTopicsAsync();
        var closing = new TaskCompletionSource();
        job.WrapLog = log => new StuckLog(log, closing.Task);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(running.Status == JobStatus.Failing));
        Assert.Contains("the reader broke", running.Failure!.Message, StringComparison.Ordinal);
        Assert.False(running.Completion.IsCompleted);
        closing.SetResult();
        Assert.Equal(JobStatus.Failed, await running.Completion);
    }

    private static async Task<int> ManifestsAsync(LogJob job)
    {
        await using ICheckpointStore store = job.CreateStore();
        await store.OpenAsync(default);
        return (await store.ListManifestsAsync(job.Options.Identity, default)).Count;
    }

    private sealed class UntidyStore(ICheckpointStore inner) : ForwardingStore(inner)
    {
        public bool IsTidy { get; set; }

        public int Refused { get; private set; }

        public override ValueTask<(int Manifests, int Segments)> CollectAsync(
            string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
            CancellationToken cancellationToken)
        {
            if (IsTidy) return base.CollectAsync(job, keep, currentEpoch, olderThanMs, cancellationToken);
            Refused++;
            throw new ConnectorException("checkpoint-store", null, "Not now.");
        }
    }

    private sealed class BrokenStore(ICheckpointStore inner) : ForwardingStore(inner)
    {
        public bool IsClosed { get; private set; }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            IsClosed = true;
            throw new IOException("The line is dead.");
        }
    }

    /// <summary>A log whose readers fail, and then do not close.</summary>
    private sealed class StuckLog(ILog inner, Task closing) : ForwardingLog(inner)
    {
        public override ILogReader OpenReader(
            IReadOnlyList<LogOffset> starts, LogIsolation isolation, IReadOnlyDictionary<string, string>? properties) =>
            new StuckReader(closing);

        public override ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken);
    }

    private sealed class StuckReader(Task closing) : ILogReader
    {
        public ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken) =>
            throw new ConnectorException("log", null, "the reader broke");

        public ValueTask RemoveAsync(LogPartition partition) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => new(closing);
    }
}
