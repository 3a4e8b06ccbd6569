using ActorStream.Actors;

namespace ActorStream.Tests.Actors;

public sealed class ActorSystemTests
{
    [Fact]
    public async Task AFailureIsToldBeforeAnybodyMeetsTheStoppedActor()
    {
        ActorRef? failing = null;
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var system = new ActorSystem(Dispatcher.ThreadPool, (_, failure) =>
        {
            Task<int> asked = failing!.AskAsync<int>(answer => answer, default);
            told.SetResult(failure is InvalidOperationException && !asked.IsCompleted);
        });
        failing = system.Spawn("failing", new Failing(), 1);
        failing.Tell("anything");
        Assert.True(await told.Task);
    }

    [Fact]
    public async Task AQuestionThatWaitsInAFailingActorsMailboxIsRefused()
    {
        ActorRef? failing = null;
        var asked = new TaskCompletionSource<Task<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var system = new ActorSystem(
            Dispatcher.ThreadPool, (_, _) => asked.SetResult(failing!.AskAsync<int>(answer => answer, default)));
        failing = system.Spawn("failing", new Failing(), 1);
        failing.Tell("anything");
        Task<int> answer = await asked.Task;
        await Assert.ThrowsAsync<ActorStoppedException>(() => answer);
    }

    [Fact]
    public async Task AQuestionThatWaitsWhenItsSystemStopsIsRefused()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = new ActorSystem(Dispatcher.ThreadPool, (_, _) => { });
        ActorRef waiting = system.Spawn("waiting", new Waiting(entered), 1);
        waiting.Tell("anything");
        await entered.Task;
        Task<int> answer = waiting.AskAsync<int>(message => message, default);
        Assert.False(answer.IsCompleted);
        await system.DisposeAsync();
        await Assert.ThrowsAsync<ActorStoppedException>(() => answer);
    }

    /// <summary>Stays in its first turn until its system stops.</summary>
    private sealed class Waiting(TaskCompletionSource entered) : Actor
    {
        public override async ValueTask ReceiveAsync(object message, CancellationToken cancellationToken)
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    private sealed class Failing : Actor
    {
        public override ValueTask ReceiveAsync(object message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("On demand.");
    }
}
