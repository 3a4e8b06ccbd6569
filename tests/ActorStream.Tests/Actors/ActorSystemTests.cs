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

    private sealed class Failing : Actor
    {
        public override ValueTask ReceiveAsync(object message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("On demand.");
    }
}
