using ActorStream.Actors;
using ActorStream.Tests.Support;
using Akka.Actor;

namespace ActorStream.Tests.Actors;

public sealed class TwoLaneMailboxTests : ActorTests
{
    [Fact]
    public void ControlGoesBeforeDataAndEachLaneKeepsItsOrder()
    {
        using var gate = new ManualResetEventSlim();
        IActorRef actor = Start(() => new Recorder(gate, TestActor));
        actor.Tell("wait");
        for (int i = 0; i < 3; i++) actor.Tell(new Data(i));
        for (int i = 0; i < 3; i++) actor.Tell(i);
        gate.Set();
        ExpectMsg("wait");
        for (int i = 0; i < 3; i++) ExpectMsg(i);
        for (int i = 0; i < 3; i++) ExpectMsg(new Data(i));
    }

    [Fact]
    public async Task AQuestionThatWaitsInAStoppingActorsMailboxIsRefused()
    {
        using var gate = new ManualResetEventSlim();
        IActorRef actor = Start(() => new Recorder(gate, TestActor));
        actor.Tell("wait");
        Task<int> answer = new Ask().AskAsync(actor, default);
        actor.Tell(new Data(1));
        Sys.Stop(actor);
        Assert.False(answer.IsCompleted);
        gate.Set();
        await Assert.ThrowsAsync<ActorStoppedException>(() => answer);
    }

    [Fact]
    public async Task AQuestionToAnActorThatIsGoneIsRefused()
    {
        using var gate = new ManualResetEventSlim(true);
        IActorRef actor = Watch(Start(() => new Recorder(gate, TestActor)));
        Sys.Stop(actor);
        ExpectTerminated(actor);
        await Assert.ThrowsAsync<ActorStoppedException>(() => new Ask().AskAsync(actor, default));
    }

    private sealed record Data(int Number) : IDataMessage;

    private sealed class Ask() : Question<int>(Dispatcher.ThreadPool);

    /// <summary>Tells of each message when it is let go on.</summary>
    private sealed class Recorder(ManualResetEventSlim gate, IActorRef tells) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            gate.Wait();
            tells.Tell(message);
        }
    }
}
