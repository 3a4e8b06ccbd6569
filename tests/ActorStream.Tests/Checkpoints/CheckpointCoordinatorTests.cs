using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;

namespace ActorStream.Tests.Checkpoints;

public sealed class CheckpointCoordinatorTests
{
    /// <summary>The rows of the checkpoint that failed are in no transaction: the next one would commit offsets past them.</summary>
    [Theory]
    [InlineData(CommitResult.Aborted)]
    [InlineData(CommitResult.Unknown)]
    [InlineData(CommitResult.Fenced)]
    public async Task WhatWaitsBehindACheckpointThatFailedIsNotCommitted(CommitResult result)
    {
        var commits = new SlowCommitPoint();
        CheckpointCoordinator coordinator = Make(commits);
        Task first = coordinator.TriggerAsync(CheckpointKind.Periodic, null, default);
        Task behind = coordinator.TriggerAsync(CheckpointKind.Savepoint, "behind", default);
        commits.Answer.SetResult(result);
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => first);
        var refusal = await Assert.ThrowsAnyAsync<ActorStreamException>(() => behind);
        Assert.True(refusal.IsTransient);
        Assert.Equal(1, commits.Count);
    }

    [Fact]
    public async Task ClosingWaitsForTheCheckpointUnderWayAndLetsNoneFollow()
    {
        var commits = new SlowCommitPoint();
        CheckpointCoordinator coordinator = Make(commits);
        Task underWay = coordinator.TriggerAsync(CheckpointKind.Periodic, null, default);
        Task closing = coordinator.CloseAsync();
        Task late = coordinator.TriggerAsync(CheckpointKind.Periodic, null, default);
        Assert.False(closing.IsCompleted);
        commits.Answer.SetResult(CommitResult.Committed);
        await underWay;
        await closing;
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => late);
        Assert.Equal(1, commits.Count);
    }

    private static CheckpointCoordinator Make(CommitPoint commits)
    {
        var plan = new CheckpointPlan
        {
            Job = "job", Store = null, CommitPoint = commits, History = new CheckpointHistory(), Fingerprint = "",
            Sources = new Dictionary<string, (string, string?)>(), TimeProvider = TimeProvider.System,
            Dispatcher = Dispatcher.ThreadPool, Timeout = TimeSpan.FromMinutes(1), RetainedCheckpoints = 1,
            OnFailed = _ => { }, IsFromSavepoint = false,
        };
        return new CheckpointCoordinator(plan, [], new Dictionary<int, RestoredShard>());
    }

    private sealed class SlowCommitPoint : CommitPoint
    {
        public override string Description => "test";

        public TaskCompletionSource<CommitResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public override ValueTask<IReadOnlyDictionary<int, long>> ReadPointersAsync(CancellationToken cancellationToken) =>
            new(new Dictionary<int, long>());

        public override async ValueTask<CommitResult> CommitAsync(
            IReadOnlyDictionary<int, long> checkpointIds, IReadOnlyList<CommittedInput> offsets, CancellationToken cancellationToken)
        {
            Count++;
            return await Answer.Task;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
