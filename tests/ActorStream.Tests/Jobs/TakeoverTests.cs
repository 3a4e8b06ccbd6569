using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Who owns the job is what the store says: a process that was replaced says so whatever it met first, and one that only the
/// log has fenced goes on.</summary>
public sealed class TakeoverTests
{
    private static readonly string[] Keys = ["a", "b", "c"];

    private static JobOptions Patient(string name) => new()
    {
        Name = name,
        CheckpointInterval = TimeSpan.FromMilliseconds(20),
        RestartStrategy = new RestartStrategy.FixedDelay(1000, TimeSpan.FromMilliseconds(1)),
    };

    [Theory]
    [InlineData(LogFault.Read)]
    [InlineData(LogFault.Append)]
    [InlineData(LogFault.CommitAborted)]
    public async Task WhoWasReplacedSaysSoWhateverItMeetsFirst(LogFault first)
    {
        using LogJob job = new() { IsBounded = false, Options = Patient("blamed") with { CheckpointInterval = null } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        Job zombie = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(zombie) == 30));
        // Another process takes the shards over, and has not opened the log yet.
        await using ICheckpointStore store = job.CreateStore();
        await store.OpenAsync(default);
        await store.AcquireAsync(job.Options.Identity, [0, 1], "successor", "tx", default);
        job.Broker.Faults = (kind, _) => kind == first;
        await job.ProduceAsync(Keys, 10, 10).ContinueWith(_ => { }, TaskScheduler.Default);
        if (first != LogFault.Read) zombie.Stop();
        Assert.Equal(JobStatus.Failed, await zombie.Completion);
        Assert.IsType<JobFencedException>(zombie.Failure!.InnerException);
        Assert.Equal(2, (await store.ReadOwnersAsync(job.Options.Identity, default))[0].Epoch);
    }

    /// <summary>It must not take the job back: the two would do so for ever.</summary>
    [Fact]
    public async Task WhoIsReplacedBetweenTwoAttemptsTakesNothingBack()
    {
        using LogJob job = new() { IsBounded = false, Options = Patient("between") };
        await job.CreateTopicsAsync();
        Func<Task> replace = () => Task.CompletedTask;
        job.WrapStore = store => new HookedStore(store) { BeforeOpen = () => replace() };
        Job zombie = job.Start();
        await zombie.Started;
        replace = async () =>
        {
            await using ICheckpointStore store = job.CreateStore();
            await store.OpenAsync(default);
            await store.AcquireAsync(job.Options.Identity, [0, 1], "successor", "tx", default);
        };
        job.Broker.Faults = (kind, _) => kind == LogFault.CommitAborted;
        Assert.Equal(JobStatus.Failed, await zombie.Completion);
        Assert.IsType<JobFencedException>(zombie.Failure!.InnerException);
        await using ICheckpointStore after = job.CreateStore();
        await after.OpenAsync(default);
        Assert.Equal(new ShardOwner(2, "successor"), (await after.ReadOwnersAsync(job.Options.Identity, default))[0]);
    }

    /// <summary>As after a sleep that was longer than the log lets a transaction be open.</summary>
    [Fact]
    public async Task WhoIsFencedByTheLogAloneGoesOn()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "slept" } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 30));
        await using (ILog log = job.OpenLog())
        {
            await using ILogTransaction fencing = await log.OpenTransactionAsync(
                $"{job.Options.Identity}.{job.Options.Node}", TimeSpan.FromMinutes(1), null, default);
        }
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => running.SavepointAsync("lost", default));
        await JobTests.UntilAsync(() => Task.FromResult(running.Restarts == 1 && running.Status == JobStatus.Running));
        await job.ProduceAsync(Keys, 10, 10);
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 60));
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.Equal(60, (await job.ReadOutputAsync()).Count);
        Assert.Equal(60, (await job.ReadOutputAsync()).Distinct().Count());
    }

    /// <summary>Both use one transactional id; the one that took the job first opens the log last, and so fences the other.</summary>
    [Fact]
    public async Task OfTwoThatStartAtOnceOneStays()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "both" } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        var acquired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        job.WrapStore = store => new HookedStore(store)
        {
            AfterAcquire = () =>
            {
                acquired.TrySetResult();
                return goOn.Task;
            },
        };
        Job first = job.Start();
        await acquired.Task;
        job.WrapStore = store => store;
        Job second = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(second) == 30));
        goOn.SetResult();
        Assert.Equal(JobStatus.Failed, await first.Completion);
        Assert.IsType<JobFencedException>(first.Failure!.InnerException);
        // The second one finds its transaction fenced, and the store still on its side.
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => second.SavepointAsync("lost", default));
        await JobTests.UntilAsync(() => Task.FromResult(second.Restarts == 1 && second.Status == JobStatus.Running));
        await job.ProduceAsync(Keys, 10, 10);
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(second) == 60));
        second.Stop();
        Assert.Equal(JobStatus.Finished, await second.Completion);
        Assert.Equal(60, (await job.ReadOutputAsync()).Distinct().Count());
        Assert.Equal(60, (await job.ReadOutputAsync()).Count);
    }

    private sealed class HookedStore(ICheckpointStore inner) : ForwardingStore(inner)
    {
        public Func<Task> BeforeOpen { get; init; } = () => Task.CompletedTask;

        public Func<Task> AfterAcquire { get; init; } = () => Task.CompletedTask;

        public override async ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken)
        {
            await BeforeOpen();
            return await base.OpenAsync(cancellationToken);
        }

        public override async ValueTask<ShardOwnership> AcquireAsync(
            string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken)
        {
            ShardOwnership ownership = await base.AcquireAsync(job, shards, owner, transactionalId, cancellationToken);
            await AfterAcquire();
            return ownership;
        }
    }
}
