using ActorStream.Actors;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorStream.Tests.Support;

/// <summary>Tests of actors, on Akka's test kit; its system has what ours need.</summary>
public abstract class ActorTests : TestKit
{
    private protected ActorTests()
        : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.loggers = []")
    {
        Kernel.Prepare(Sys);
    }

    /// <summary>Starts an actor with a mailbox of two lanes.</summary>
    protected IActorRef Start<T>(Func<T> make)
        where T : ActorBase => Sys.ActorOf(Producer.For(make));

    /// <summary>Starts an actor whose parent's place is taken by the test.</summary>
    protected IActorRef StartBelow<T>(IActorRef parent, Func<T> make)
        where T : ActorBase
    {
        var child = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.ActorOf(Producer.For(() => new Parent(parent, Producer.For(make), child)));
        return child.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System).GetAwaiter().GetResult();
    }

    private sealed class Parent(IActorRef tells, Props child, TaskCompletionSource<IActorRef> made) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => new FirstCauseStrategy((_, failure) => tells.Tell(failure));

        protected override void PreStart() => made.SetResult(Context.ActorOf(child, "child"));

        protected override void OnReceive(object message) => tells.Forward(message);
    }
}
