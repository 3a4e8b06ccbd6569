using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Partitions that are added to a topic, between two runs of a job and while it runs.</summary>
public sealed class NewSplitsTests
{
    private static readonly string[] Keys = ["a", "b"];
    private static readonly string[] NewKeys = ["c", "d"];

    [Fact]
    public async Task PartitionsThatWereAddedBetweenTwoRunsAreReadFromTheirStart()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        await AddPartitionsAsync(job, 4);
        await ProduceToAsync(job, 2, 30);
        await job.ProduceAsync(Keys, 20, 10);
        Job second = job.Start();
        Assert.Equal(JobStatus.Finished, await second.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, [.. Keys, .. NewKeys], 30));
        Assert.Equal(4, await PointersAsync(job));
        Job third = job.Start();
        Assert.Equal(JobStatus.Finished, await third.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, [.. Keys, .. NewKeys], 30));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(LogFault.CommitAnswerLost)]
    [InlineData(LogFault.CommitRequestLost)]
    [InlineData(LogFault.CommitAborted)]
    public async Task PartitionsThatAreAddedWhileTheJobRunsAreTakenIn(LogFault? fault)
    {
        using LogJob job = new()
        {
            IsBounded = false,
            Options = new() { Name = "growing", CheckpointInterval = null,
                RestartStrategy = new RestartStrategy.FixedDelay(100, TimeSpan.Zero) },
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 40));
        // The checkpoint that ends the first attempt is the first to meet the fault, the one that begins the second attempt the next.
        int chances = 0;
        job.Broker.Faults = (kind, _) => kind == fault && Interlocked.Increment(ref chances) is 1 or 3;
        await AddPartitionsAsync(job, 4);
        await job.ProduceAsync(Keys, 20, 10);
        await ProduceToAsync(job, 2, 30);
        await JobTests.UntilAsync(() => Task.FromResult(running.Attempt is { Shards.Count: 4, Running.IsCompletedSuccessfully: true }));
        job.Broker.Faults = null;
        if (fault is null) Assert.Equal(0, running.Restarts);
        else Assert.True(running.Restarts > 0);
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        job.IsBounded = true;
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        Assert.Null(await Oracles.SequencesAsync(job, [.. Keys, .. NewKeys], 30));
    }

    [Fact]
    public async Task RowsThatWaitForALookupAreNotLostWhenPartitionsAreAdded()
    {
        var answered = new TaskCompletionSource();
        using LogJob job = new()
        {
            IsBounded = false, Options = new() { Name = "waiting", CheckpointInterval = null },
            Lookup = new MemoryLookup(new Dictionary<string, string[]> { ["a"] = ["x"], ["b"] = ["x"], ["c"] = ["x"], ["d"] = ["x"] })
            {
                Gate = () => answered.Task,
            },
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await running.Started;
        await JobTests.UntilAsync(() => Task.FromResult(job.Lookup.Queries > 0));
        await AddPartitionsAsync(job, 3);
        await job.ProduceAsync(Keys, 20, 1);
        await JobTests.UntilAsync(() => Task.FromResult(running.Attempt is { Shards.Count: 3, Running.IsCompletedSuccessfully: true }));
        answered.SetResult();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 42));
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 21));
        Assert.All(await job.ReadOutputAsync(), line => Assert.EndsWith(":x", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASavepointOfFewerPartitionsCanBeStartedFrom()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "saved" } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await running.Started;
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 40));
        await running.SavepointAsync("before", default);
        running.Stop();
        await running.Completion;
        await AddPartitionsAsync(job, 3);
        job.IsBounded = true;
        job.Options = new() { Name = "after", Savepoint = "before" };
        Job second = job.Start();
        Assert.Equal(JobStatus.Finished, await second.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));
    }

    [Fact]
    public async Task AShardThatLostItsPointerIsNotTakenForANewOne()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        Assert.True(job.Broker.Offsets.Remove(("actorstream.test", new LogPartition("actorstream.test.checkpoints", 1))));
        Job second = job.Start();
        Assert.Equal(JobStatus.Failed, await second.Completion);
        Assert.Contains("Shard 1", Assert.IsType<StateException>(second.Failure!.InnerException).Message, StringComparison.Ordinal);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));
    }

    [Fact]
    public async Task AShardWhoseStateIsGoneIsNotTakenForANewOne()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        job.WrapStore = store => new ForgetfulStore(store, shard: 1);
        Job second = job.Start();
        Assert.Equal(JobStatus.Failed, await second.Completion);
        Assert.Contains("of shard 1", Assert.IsType<StateException>(second.Failure!.InnerException).Message, StringComparison.Ordinal);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));
    }

    [Fact]
    public async Task PointersFromBeforeAStartAnewDoNotCountWhenPartitionsAreAdded()
    {
        using LogJob job = new() { Partitions = 3 };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        job.Broker.Topics["in"].RemoveAt(2);
        job.Options = job.Options with { IsFresh = true };
        await job.Start().Completion;
        job.Options = job.Options with { IsFresh = false };
        await AddPartitionsAsync(job, 3);
        await ProduceToAsync(job, 2, 5);
        Job grown = job.Start();
        Assert.Equal(JobStatus.Finished, await grown.Completion);
        Assert.Equal(2 * 40 + 5, (await job.ReadOutputAsync()).Count);
    }

    [Fact]
    public async Task PartitionsThatAnotherTookInBeforeItWasFencedAreFound()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        job.WrapStore = store => new SlowOwnerStore(store, async () =>
        {
            job.WrapStore = s => s;
            await AddPartitionsAsync(job, 4);
            await ProduceToAsync(job, 2, 30);
            Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        });
        await job.ProduceAsync(Keys, 20, 10);
        Job late = job.Start();
        Assert.Equal(JobStatus.Finished, await late.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, [.. Keys, .. NewKeys], 30));
        Assert.Equal(4, await PointersAsync(job));
    }

    private static async Task AddPartitionsAsync(LogJob job, int count)
    {
        await using ILog log = job.OpenLog();
        Assert.True(await log.AddPartitionsAsync("in", count, default));
    }

    /// <summary>Appends the numbers of the new keys, each key to a new partition.</summary>
    private static async Task ProduceToAsync(LogJob job, int from, int count)
    {
        await using ILog log = job.OpenLog();
        int partitions = (await log.FindTopicAsync("in", default))!.Partitions;
        for (int partition = from; partition < partitions; partition++)
            await job.ProduceToAsync(NewKeys[partition - from], partition, count);
    }

    private static async Task<int> PointersAsync(LogJob job)
    {
        await using ILog log = job.OpenLog();
        LogPartition[] pointers = [.. Enumerable.Range(0, 10).Select(p => new LogPartition("actorstream.test.checkpoints", p))];
        return (await log.CommittedOffsetsAsync("actorstream.test", pointers, default)).Count;
    }

    /// <summary>A store to which something happens first when the job is about to be taken over.</summary>
    private sealed class SlowOwnerStore(ICheckpointStore inner, Func<Task> first) : ForwardingStore(inner)
    {
        private Func<Task>? _first = first;

        public override async ValueTask<ShardOwnership> AcquireAsync(
            string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken)
        {
            if (_first is { } happens) await happens();
            _first = null;
            return await base.AcquireAsync(job, shards, owner, transactionalId, cancellationToken);
        }
    }

    /// <summary>A store that has lost the manifests of a shard.</summary>
    private sealed class ForgetfulStore(ICheckpointStore inner, int shard) : ForwardingStore(inner)
    {
        public override async ValueTask<CheckpointManifest?> ReadManifestAsync(
            string job, int asked, long checkpointId, CancellationToken cancellationToken) =>
            asked == shard ? null : await Inner.ReadManifestAsync(job, asked, checkpointId, cancellationToken);

        public override async ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(
            string job, CancellationToken cancellationToken) =>
            [.. (await Inner.ListManifestsAsync(job, cancellationToken)).Where(m => m.Shard != shard)];
    }
}
