using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Tests.Support;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorStream.Tests.Checkpoints;

public sealed class CheckpointCoordinatorTests : ActorTests
{
    private readonly SlowCommitPoint _commits = new();
    private readonly CheckpointHistory _history = new();

    /// <summary>The rows of the checkpoint that failed are in no transaction: the next one would commit offsets past them.</summary>
    [Theory]
    [InlineData(CommitResult.Aborted)]
    [InlineData(CommitResult.Unknown)]
    [InlineData(CommitResult.Fenced)]
    public async Task WhatWaitsBehindACheckpointThatFailedIsNotCommitted(CommitResult result)
    {
        IActorRef coordinator = Start();
        Task first = Take(coordinator, CheckpointKind.Savepoint, "first");
        Task behind = Take(coordinator, CheckpointKind.Savepoint, "behind");
        _commits.Answer.SetResult(result);
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => first);
        var refusal = await Assert.ThrowsAnyAsync<ActorStreamException>(() => behind);
        Assert.True(refusal.IsTransient);
        await ExpectMsgAsync<ActorStreamException>();
        Assert.Equal(1, _commits.Count);
        Assert.Equal((0, 1), (_history.Completed, _history.Failed));
    }

    [Fact]
    public async Task NothingFollowsTheLastCheckpoint()
    {
        IActorRef coordinator = Start();
        Task last = Take(coordinator, CheckpointKind.Final, null);
        Task late = Take(coordinator, CheckpointKind.Savepoint, "late");
        _commits.Answer.SetResult(CommitResult.Committed);
        await last;
        await ExpectMsgAsync<CheckpointCommitted>();
        await ExpectMsgAsync<CheckpointDone>();
        Watch(coordinator);
        Sys.Stop(coordinator);
        await ExpectTerminatedAsync(coordinator);
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => late);
        Assert.Equal(1, _commits.Count);
    }

    /// <summary>A checkpoint that hangs at the commit keeps its coordinator from nothing.</summary>
    [Fact]
    public async Task AStopDoesNotWaitForACommitThatHangs()
    {
        IActorRef coordinator = Watch(Start());
        Task asked = Take(coordinator, CheckpointKind.Savepoint, "hangs");
        await _commits.Reached.Task;
        Sys.Stop(coordinator);
        await ExpectTerminatedAsync(coordinator);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((0, 1), (_history.Completed, _history.Failed));
    }

    private static Task Take(IActorRef coordinator, CheckpointKind kind, string? savepoint) =>
        new TakeCheckpoint(kind, savepoint, Dispatcher.ThreadPool).AskAsync(coordinator, default);

    private IActorRef Start() =>
        StartBelow(TestActor, () => new CheckpointCoordinator(Plan(), [], new Dictionary<int, RestoredShard>()));

    private CheckpointPlan Plan() => new()
    {
        Job = "job", JobName = "job", Store = null, CommitPoint = _commits, History = _history, Fingerprint = "",
        Sources = new Dictionary<string, (string, string?)>(), TimeProvider = TimeProvider.System,
        Timeout = TimeSpan.FromMinutes(1), RetainedCheckpoints = 1, IsFromSavepoint = false, Logger = NullLogger.Instance,
        Edge = new Edge("the checkpoint coordinator", Dispatcher.ThreadPool, new FirstFailure(), default),
    };

    private sealed class SlowCommitPoint : CommitPoint
    {
        public override string Description => "test";

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<CommitResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public override ValueTask<IReadOnlyDictionary<int, long>> ReadPointersAsync(CancellationToken cancellationToken) =>
            new(new Dictionary<int, long>());

        public override async ValueTask<CommitResult> CommitAsync(
            IReadOnlyDictionary<int, long> checkpointIds, IReadOnlyList<CommittedInput> offsets, CancellationToken cancellationToken)
        {
            Count++;
            Reached.TrySetResult();
            return await Answer.Task;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
