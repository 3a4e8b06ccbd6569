using ActorStream.Actors;

namespace ActorStream.Tests.Actors;

public sealed class MailboxTests
{
    [Fact]
    public async Task ControlMessagesGoBeforeData()
    {
        var mailbox = new Mailbox(4, Dispatcher.ThreadPool);
        await mailbox.PostDataAsync("data", default);
        mailbox.Post("control");
        Assert.Equal("control", await mailbox.TakeAsync(acceptsData: true));
        Assert.Equal("data", await mailbox.TakeAsync(acceptsData: true));
    }

    [Fact]
    public async Task AFullDataLaneMakesItsWriterWait()
    {
        var mailbox = new Mailbox(1, Dispatcher.ThreadPool);
        await mailbox.PostDataAsync(1, default);
        ValueTask<bool> second = mailbox.PostDataAsync(2, default);
        Assert.False(second.IsCompleted);
        Assert.Equal(1, await mailbox.TakeAsync(acceptsData: true));
        Assert.True(await second);
        Assert.Equal(2, await mailbox.TakeAsync(acceptsData: true));
    }

    [Fact]
    public async Task DataWaitsWhileItIsNotAccepted()
    {
        var mailbox = new Mailbox(4, Dispatcher.ThreadPool);
        await mailbox.PostDataAsync("data", default);
        ValueTask<object?> taken = mailbox.TakeAsync(acceptsData: false);
        Assert.False(taken.IsCompleted);
        mailbox.Post("control");
        Assert.Equal("control", await taken);
    }

    [Fact]
    public async Task ClosingEndsReadersAndWriters()
    {
        var mailbox = new Mailbox(1, Dispatcher.ThreadPool);
        await mailbox.PostDataAsync(1, default);
        ValueTask<bool> writer = mailbox.PostDataAsync(2, default);
        mailbox.Close();
        Assert.False(await writer);
        Assert.Null(await mailbox.TakeAsync(acceptsData: true));
        Assert.False(mailbox.Post(3));
    }

    [Fact]
    public async Task AFailingActorIsStoppedAndItsFailureGoesToTheSupervisor()
    {
        var failed = new TaskCompletionSource<(string Name, Exception Failure)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var system = new ActorSystem(Dispatcher.ThreadPool, (name, failure) => failed.TrySetResult((name, failure)));
        ActorRef actor = system.Spawn("fragile", new Fragile(), 1);
        actor.Tell("fall");
        (string where, Exception cause) = await failed.Task;
        Assert.Equal("fragile", where);
        Assert.IsType<InvalidOperationException>(cause);
        await Assert.ThrowsAsync<ActorStoppedException>(() => actor.AskAsync<int>(_ => "still there?", default));
    }

    private sealed class Fragile : Actor
    {
        public override ValueTask ReceiveAsync(object message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
