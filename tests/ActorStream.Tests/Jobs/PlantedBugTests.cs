using System.Collections.Concurrent;
using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>
/// Which check of the epoch is enough, and when: with the one that matters left out, an oracle must catch what the zombie did. Other
/// bugs are planted in the simulation.
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
}
