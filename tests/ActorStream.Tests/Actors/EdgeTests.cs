using ActorStream.Actors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Actors;

public sealed class EdgeTests : ActorTests
{
    private readonly CancellationTokenSource _ending = new();
    private readonly FirstFailure _failures = new();

    /// <summary>The actor may be gone long before: closing is what waits.</summary>
    [Fact]
    public async Task ClosingWaitsForCallsAndTheirFinallyBlocksAndThenDisposes()
    {
        var steps = new List<string>();
        var finallyMayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var edge = new Edge("test", Dispatcher.ThreadPool, _failures, _ending.Token);
        edge.Own(new Disposed(steps));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        edge.Run(
            TestActor,
            async token =>
            {
                try
                {
                    entered.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }
                finally
                {
                    await finallyMayEnd.Task;
                    steps.Add("finally");
                }
            },
            "never");
        await entered.Task;
        await _ending.CancelAsync();
        Task closing = edge.CloseAsync();
        Assert.False(closing.IsCompleted);
        finallyMayEnd.SetResult();
        await closing;
        Assert.Equal(["finally", "disposed"], steps);
        Assert.IsAssignableFrom<OperationCanceledException>((await ExpectMsgAsync<EdgeFailed>()).Cause);
        Assert.Null(_failures.Value);
    }

    [Fact]
    public void AFailureIsKnownBeforeItsActorHearsOfIt()
    {
        var edge = new Edge("test", Dispatcher.ThreadPool, _failures, _ending.Token);
        edge.Run(TestActor, _ => throw new InvalidOperationException("first"), "never");
        ExpectMsg<EdgeFailed>();
        Assert.Equal(("test", "first"), (_failures.Value!.Where, _failures.Value.Cause.Message));
        _failures.Report("other", new InvalidOperationException("second"));
        Assert.Equal("first", _failures.Value.Cause.Message);
    }

    protected override void AfterAll()
    {
        _ending.Dispose();
        base.AfterAll();
    }

    private sealed class Disposed(List<string> steps) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            steps.Add("disposed");
            return ValueTask.CompletedTask;
        }
    }
}
