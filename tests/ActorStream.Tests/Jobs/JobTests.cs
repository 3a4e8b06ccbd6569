using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

public sealed class JobTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    [Fact]
    public async Task RowsPassExactlyOnceInTheOrderOfTheirKeys()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 200);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        await AssertSequencesAsync(job, 200);
    }

    [Fact]
    public async Task ASecondStartGoesOnWhereTheFirstStopped()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 50);
        await job.Start().Completion;
        await job.ProduceAsync(Keys, 50, 50);
        Job second = job.Start();
        Assert.Equal(JobStatus.Finished, await second.Completion);
        Assert.Equal(1, second.Checkpoints.Restored);
        await AssertSequencesAsync(job, 100);
    }

    [Fact]
    public async Task AFreshStartForgetsTheCheckpointsAndReadsAgain()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 50);
        await job.Start().Completion;
        job.Options = job.Options with { IsFresh = true };
        Job second = job.Start();
        Assert.Equal(JobStatus.Finished, await second.Completion);
        Assert.Equal(0, second.Checkpoints.Restored);
        Assert.Equal(2 * 50 * Keys.Length, (await job.ReadOutputAsync()).Count);
        job.Options = job.Options with { IsFresh = false };
        Job third = job.Start();
        Assert.Equal(JobStatus.Finished, await third.Completion);
        Assert.Equal(1, third.Checkpoints.Restored);
        Assert.Equal(2 * 50 * Keys.Length, (await job.ReadOutputAsync()).Count);
    }

    [Theory]
    [InlineData(LogFault.CommitAnswerLost)]
    [InlineData(LogFault.CommitRequestLost)]
    [InlineData(LogFault.CommitAborted)]
    [InlineData(LogFault.Append)]
    [InlineData(LogFault.Read)]
    public async Task FaultsOfTheLogNeitherLoseNorRepeatRows(LogFault fault)
    {
        using LogJob job = new()
        {
            Options = new()
            {
                Name = "faults",
                CheckpointInterval = TimeSpan.FromMilliseconds(5),
                RestartStrategy = new RestartStrategy.FixedDelay(1000, TimeSpan.FromMilliseconds(1)),
            },
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 300);
        int chances = 0;
        job.Broker.Faults = (kind, _) => kind == fault && Interlocked.Increment(ref chances) is 2 or 3 or 5 or 8;
        Job running = job.Start();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.True(running.Restarts > 0);
        job.Broker.Faults = null;
        await AssertSequencesAsync(job, 300);
    }

    [Fact]
    public async Task AJobThatNeverRanFailsAtOnce()
    {
        using LogJob job = new() { Options = new() { Name = "early",
            RestartStrategy = new RestartStrategy.FixedDelay(1000, TimeSpan.Zero) } };
        await job.CreateTopicsAsync();
        job.Broker.Faults = (kind, _) => kind == LogFault.CommitAborted;
        Job running = job.Start();
        Assert.Equal(JobStatus.Failed, await running.Completion);
        Assert.Equal(0, running.Restarts);
    }

    [Fact]
    public async Task AZombieIsFencedWhenAnotherTakesOver()
    {
        using LogJob job = new() { IsBounded = false };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job zombie = job.Start();
        await zombie.Started;
        Job successor = job.Start();
        await successor.Started;
        await job.ProduceAsync(Keys, 20, 20);
        await UntilAsync(async () => (await job.ReadOutputAsync()).Count >= 200);
        Assert.Equal(JobStatus.Failed, await zombie.Completion);
        Assert.IsType<JobFailedException>(zombie.Failure);
        successor.Stop();
        Assert.Equal(JobStatus.Finished, await successor.Completion);
        await AssertSequencesAsync(job, 40);
    }

    [Fact]
    public async Task LostPointersStopTheJobInsteadOfStartingEmpty()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        job.Broker.Offsets.Clear();
        Job second = job.Start();
        Assert.Equal(JobStatus.Failed, await second.Completion);
        Assert.IsType<StateException>(second.Failure!.InnerException);
        await AssertSequencesAsync(job, 20);
    }

    [Fact]
    public async Task FewerPartitionsStopTheJobUntilItStartsAnew()
    {
        using LogJob job = new();
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        await job.Start().Completion;
        job.Broker.Topics["in"].RemoveAt(1);
        Job second = job.Start();
        Assert.Equal(JobStatus.Failed, await second.Completion);
        Assert.Contains("splits", second.Failure!.Message, StringComparison.Ordinal);
        job.Options = job.Options with { IsFresh = true };
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        job.Options = job.Options with { IsFresh = false };
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
    }

    [Fact]
    public async Task AJobStartsFromASavepointUnderAnotherName()
    {
        using LogJob job = new() { IsBounded = false };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job first = job.Start();
        await first.Started;
        await UntilAsync(async () => (await job.ReadOutputAsync()).Count == 100);
        await first.SavepointAsync("before", default);
        first.Stop();
        await first.Completion;
        job.Options = job.Options with { Name = "other", Savepoint = "befor" };
        Job misspelt = job.Start();
        Assert.Equal(JobStatus.Failed, await misspelt.Completion);
        Assert.Equal("There is: before.", Assert.IsAssignableFrom<ActorStreamException>(misspelt.Failure).Hint);
        job.Options = job.Options with { Savepoint = "before" };
        job.IsBounded = true;
        await job.ProduceAsync(Keys, 20, 5);
        Job other = job.Start();
        Assert.Equal(JobStatus.Finished, await other.Completion);
        await AssertSequencesAsync(job, 25);
    }

    [Theory]
    [InlineData(LogFault.CommitAnswerLost)]
    [InlineData(LogFault.CommitRequestLost)]
    [InlineData(LogFault.CommitAborted)]
    public async Task ASavepointThatDoesNotCommitRestartsTheJob(LogFault fault)
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "half",
            RestartStrategy = new RestartStrategy.FixedDelay(3, TimeSpan.Zero) } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 100));
        int chances = 0;
        job.Broker.Faults = (kind, _) => kind == fault && Interlocked.Increment(ref chances) == 1;
        await Assert.ThrowsAnyAsync<Exception>(() => running.SavepointAsync("half", default));
        await UntilAsync(() => Task.FromResult(running.Restarts == 1 && running.Attempt is { Running.IsCompletedSuccessfully: true }));
        await job.ProduceAsync(Keys, 20, 5);
        await UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == (fault == LogFault.CommitAnswerLost ? 25 : 125)));
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        await AssertSequencesAsync(job, 25);
    }

    [Fact]
    public async Task WhoRecoversLateLearnsThatAnotherHasTakenOver()
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "late", RetainedCheckpoints = 1 } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job first = job.Start();
        await first.Started;
        first.Stop();
        await first.Completion;

        job.WrapStore = store => new SlowRecoveryStore(store, late, goOn.Task);
        Job zombie = job.Start();
        await late.Task;
        job.WrapStore = store => store;
        Job successor = job.Start();
        await successor.Started;
        await successor.SavepointAsync("taken-over", default);
        goOn.SetResult();
        Assert.Equal(JobStatus.Failed, await zombie.Completion);
        Assert.IsType<JobFencedException>(zombie.Failure!.InnerException);
        successor.Stop();
        await successor.Completion;
        await AssertSequencesAsync(job, 20);
    }

    [Fact]
    public async Task AFailureEndsReadingToo()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "reading",
            RestartStrategy = new RestartStrategy.FixedDelay(3, TimeSpan.Zero) } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 100));
        Assert.Equal(1, job.Broker.OpenReaders);
        int chances = 0;
        job.Broker.Faults = (kind, _) => kind == LogFault.CommitAborted && Interlocked.Increment(ref chances) == 1;
        await Assert.ThrowsAnyAsync<Exception>(() => running.SavepointAsync("failed", default));
        await UntilAsync(() => Task.FromResult(running.Restarts == 1 && Oracles.RowsOut(running) == 100));
        Assert.Equal(1, job.Broker.OpenReaders);
        running.Cancel();
        await running.Completion;
        Assert.Equal(0, job.Broker.OpenReaders);
    }

    [Fact]
    public async Task ASavepointWhoseAskerGivesUpIsTakenAllTheSame()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "left" } };
        var steps = new CheckpointSteps();
        job.WrapLog = steps.Wrap;
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 100));
        var committing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        steps.Reached = step =>
        {
            committing.TrySetResult();
            return goOn.Task;
        };
        using var asker = new CancellationTokenSource();
        Task left = running.SavepointAsync("left", asker.Token);
        await committing.Task;
        await asker.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        goOn.SetResult();
        await UntilAsync(async () => (await job.ReadOutputAsync()).Count == 100);
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        await AssertSequencesAsync(job, 20);
    }

    [Fact]
    public async Task ASavepointWhoseNameIsTakenLeavesTheJobRunning()
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "taken" } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await running.Started;
        await running.SavepointAsync("once", default);
        await Assert.ThrowsAsync<ConnectorException>(() => running.SavepointAsync("once", default));
        await job.ProduceAsync(Keys, 20, 5);
        await UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 125));
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        await AssertSequencesAsync(job, 25);
    }

    /// <summary>A store that takes long to hand out manifests.</summary>
    private sealed class SlowRecoveryStore(ICheckpointStore inner, TaskCompletionSource reached, Task goOn) : ForwardingStore(inner)
    {
        public override async ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(
            string job, CancellationToken cancellationToken)
        {
            reached.TrySetResult();
            await goOn;
            return await base.ListManifestsAsync(job, cancellationToken);
        }
    }

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }

    internal static async Task AssertSequencesAsync(LogJob job, int count) =>
        Assert.Null(await Oracles.SequencesAsync(job, Keys, count));
}
