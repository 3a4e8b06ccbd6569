using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Jobs;

/// <summary>Gives a system of actors its <see cref="JobsActor"/>, once.</summary>
internal sealed class JobsExtension(ActorSystem system) : IExtension
{
    private readonly IActorRef _jobs = Kernel.Prepare(system).ActorOf(Producer.For(() => new JobsActor()), "jobs");

    /// <summary>Starts a job.</summary>
    public static void Start(ActorSystem system, Job job, Props props) => Of(system)._jobs.Tell(new StartJob(job, props));

    /// <summary>Tells a job something; a question to one that is gone is refused.</summary>
    public static void Tell(ActorSystem system, Job job, object message) => Of(system)._jobs.Tell(new ToJob(job, message));

    private static JobsExtension Of(ActorSystem system) => system.WithExtension<JobsExtension, Provider>();

    private sealed class Provider : ExtensionIdProvider<JobsExtension>
    {
        public override JobsExtension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
