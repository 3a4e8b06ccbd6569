using System.Collections.Concurrent;
using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>
/// That the oracles bite: each campaign runs as it is, and must pass; and with a bug of the protocol planted, which an oracle must catch.
/// </summary>
public sealed class PlantedBugTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    /// <summary>A process is frozen in the middle of a checkpoint, another takes over, and the first one wakes up. Either check of the
    /// epoch is enough before state is written; after that only the log's is left.</summary>
    [Theory]
    [InlineData(CheckpointStep.BeforeState, false, false, false)]
    [InlineData(CheckpointStep.BeforeState, true, false, false)]
    [InlineData(CheckpointStep.BeforeState, false, true, false)]
    [InlineData(CheckpointStep.BeforeState, true, true, true)]
    [InlineData(CheckpointStep.BeforeCommit, false, false, false)]
    [InlineData(CheckpointStep.BeforeCommit, true, false, false)]
    [InlineData(CheckpointStep.BeforeCommit, false, true, true)]
    [InlineData(CheckpointStep.BeforeCommit, true, true, true)]
    public async Task SkippingTheEpochCheckIsCaughtWhenAZombieWakesUp(
        CheckpointStep frozenAt, bool storeDoesNotCheck, bool logDoesNotCheck, bool isCaught)
    {
        using LogJob job = new() { IsBounded = false, Options = new() { Name = "zombie" } };
        var epochs = new ConcurrentDictionary<int, long>();
        ICheckpointStore Store(ICheckpointStore store) => storeDoesNotCheck ? new NoEpochCheckStore(store, epochs) : store;
        ILog Log(ILog log) => logDoesNotCheck ? new NoEpochCheckLog(log) : log;
        var steps = new CheckpointSteps();
        (job.WrapStore, job.WrapLog) = (s => steps.Wrap(Store(s)), l => steps.Wrap(Log(l)));
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job zombie = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(zombie) == 100));
        var frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thaw = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        steps.Reached = step =>
        {
            if (step != frozenAt) return Task.CompletedTask;
            frozen.TrySetResult();
            return thaw.Task;
        };
        Task late = zombie.SavepointAsync("late", default);
        await frozen.Task;

        (job.WrapStore, job.WrapLog) = (Store, Log);
        Job successor = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(successor) == 100));
        await successor.SavepointAsync("taken-over", default);
        thaw.SetResult();
        Exception? refusal = await Record.ExceptionAsync(() => late);
        if (refusal is null) zombie.Cancel();
        Assert.Equal(isCaught ? JobStatus.Canceled : JobStatus.Failed, await zombie.Completion);
        await job.ProduceAsync(Keys, 20, 20);
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(successor) == 200));
        successor.Stop();
        Assert.Equal(JobStatus.Finished, await successor.Completion);
        string? violation = await Oracles.SequencesAsync(job, Keys, 40);
        if (isCaught) Assert.NotNull(violation);
        else Assert.Null(violation);
    }

    /// <summary>The request to commit a checkpoint with waiting rows is lost, the job recovers and commits later ones, and starts again
    /// before anything was collected.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadingStateUpToThePointerIsCaughtAfterALostCommitRequest(bool isPlanted)
    {
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using LogJob job = new()
        {
            IsBounded = false,
            Lookup = new MemoryLookup(Keys.ToDictionary(k => k, k => new[] { k + "!" })) { Gate = () => answers.Task },
            LookupOptions = new(),
            Options = new() { Name = "pointer", RestartStrategy = new RestartStrategy.FixedDelay(3, TimeSpan.Zero) },
            WrapStore = s => isPlanted ? new ReadsUpToPointerStore(new UncollectedStore(s)) : new UncollectedStore(s),
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job first = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsIn(first) == 100));
        int lost = 0;
        job.Broker.Faults = (fault, _) => fault == LogFault.CommitRequestLost && Interlocked.Increment(ref lost) == 1;
        await Assert.ThrowsAnyAsync<Exception>(() => first.SavepointAsync("lost", default));
        await JobTests.UntilAsync(() => Task.FromResult(first.Restarts == 1));
        answers.SetResult();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(first) == 100));
        first.Stop();
        Assert.Equal(JobStatus.Finished, await first.Completion);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));

        job.IsBounded = true;
        await job.ProduceAsync(Keys, 20, 5);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        string? violation = await Oracles.SequencesAsync(job, Keys, 25);
        if (isPlanted) Assert.NotNull(violation);
        else Assert.Null(violation);
    }

    /// <summary>The process dies between the two steps of the checkpoint, whichever comes first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommittingOffsetsBeforeStateIsCaughtWhenTheJobDiesBetweenTheTwo(bool isPlanted)
    {
        const int FirstStepOfTheSecondCheckpoint = 3;
        var steps = new CheckpointSteps();
        var bug = new OffsetsBeforeState();
        using LogJob job = new()
        {
            Options = new() { Name = "between", RestartStrategy = new RestartStrategy.FixedDelay(3, TimeSpan.Zero) },
            WrapStore = s => isPlanted ? bug.Wrap(steps.Wrap(s)) : steps.Wrap(s),
            WrapLog = l => isPlanted ? bug.Wrap(steps.Wrap(l)) : steps.Wrap(l),
        };
        int done = 0;
        steps.Reached = step =>
        {
            if (step is CheckpointStep.BeforeState or CheckpointStep.BeforeCommit) return Task.CompletedTask;
            return ++done == FirstStepOfTheSecondCheckpoint
                ? throw new ConnectorException("simulated", null, "The simulation ends the process here.", isTransient: true)
                : Task.CompletedTask;
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        JobStatus end = await running.Completion;
        Assert.Equal(1, running.Restarts);
        if (isPlanted)
        {
            Assert.Equal(JobStatus.Failed, end);
            var refusal = Assert.IsType<StateException>(running.Failure!.InnerException);
            Assert.Contains("does not hold it", refusal.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(JobStatus.Finished, end);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));
    }
}
