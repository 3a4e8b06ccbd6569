using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

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

    /// <summary>The attempt must end, because a part of the sink is missing; but the job must not start from before the commit.</summary>
    [Fact]
    public async Task WhatFailsAfterTheCommitFailsTheAttemptButNotTheCheckpoint()
    {
        var history = new CheckpointHistory();
        int committed = 0, failed = 0;
        await using var system = new ActorSystem(Dispatcher.ThreadPool, (_, _) => { });
        ActorRef shard = system.Spawn("shard", new FailingSink(), 1);
        var commits = new SlowCommitPoint();
        commits.Answer.SetResult(CommitResult.Committed);
        CheckpointCoordinator coordinator = Make(commits, history, () => committed++, _ => failed++, shard);
        await Assert.ThrowsAsync<IOException>(() => coordinator.TriggerAsync(CheckpointKind.Periodic, null, default));
        Assert.Equal((1, 1), (committed, failed));
        Assert.Equal(["COMPLETED"], history.Recent.Select(c => c.Status));
        await Assert.ThrowsAsync<ActorStreamException>(() => coordinator.TriggerAsync(CheckpointKind.Final, null, default));
    }

    private static CheckpointCoordinator Make(
        CommitPoint commits, CheckpointHistory? history = null, Action? onCommitted = null, Action<Exception>? onFailed = null,
        params ActorRef[] shards)
    {
        var plan = new CheckpointPlan
        {
            Job = "job", JobName = "job",
            Store = null, CommitPoint = commits, History = history ?? new CheckpointHistory(), Fingerprint = "",
            Sources = new Dictionary<string, (string, string?)>(), TimeProvider = TimeProvider.System,
            Dispatcher = Dispatcher.ThreadPool, Timeout = TimeSpan.FromMinutes(1), RetainedCheckpoints = 1,
            OnFailed = onFailed ?? (_ => { }),
            OnCommitted = onCommitted ?? (() => { }), Logger = NullLogger.Instance, IsFromSavepoint = false,
        };
        CoordinatedShard[] coordinated = [.. shards.Select((s, i) => new CoordinatedShard(i, s, 1, []))];
        return new CheckpointCoordinator(plan, coordinated, new Dictionary<int, RestoredShard>());
    }

    /// <summary>A shard whose sink has something to do after the commit, and cannot.</summary>
    private sealed class FailingSink : Actor
    {
        public override ValueTask ReceiveAsync(object message, CancellationToken cancellationToken)
        {
            if (message is CheckpointBarrier barrier) barrier.Snapshot.SetResult(new ShardSnapshot(0, [], null, 0, [("sink", [1])]));
            if (message is CheckpointCommitted committed) committed.Done.SetException(new IOException("No space left."));
            return ValueTask.CompletedTask;
        }
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
