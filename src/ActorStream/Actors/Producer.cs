using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>Makes an actor by calling its constructor: Akka's own way reads an expression tree, which costs more than the actor.</summary>
internal sealed class Producer(Type type, Func<ActorBase> make) : IIndirectActorProducer
{
    public Type ActorType => type;

    /// <summary>What an actor is made of, with a mailbox of two lanes.</summary>
    public static Props For<T>(Func<T> make)
        where T : ActorBase => Props.CreateBy(new Producer(typeof(T), make)).WithMailbox(Kernel.TwoLanes);

    public ActorBase Produce() => make();

    public void Release(ActorBase actor)
    {
    }
}
