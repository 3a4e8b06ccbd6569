using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Streams;
using Microsoft.Extensions.Logging;

namespace ActorStream.Actors;

/// <summary>The system of actors in which jobs live: Akka's, plain, without remoting, so that a local job starts at once.</summary>
internal static class Kernel
{
    /// <summary>The configuration path of <see cref="TwoLaneMailbox"/>.</summary>
    public const string TwoLanes = "actorstream.two-lane-mailbox";

    private static readonly Config Ours = ConfigurationFactory.ParseString(
        $$"""
        {{TwoLanes}} { mailbox-type = "{{typeof(TwoLaneMailbox).AssemblyQualifiedName}}" }
        """);

    private static readonly Config Plain = ConfigurationFactory.ParseString(
        """
        akka.loggers = []
        akka.stdout-loglevel = OFF
        akka.loglevel = WARNING
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """).WithFallback(Ours);

    private static readonly string OnScheduler =
        $$"""{ type = "{{typeof(SchedulerDispatcherConfigurator).AssemblyQualifiedName}}", throughput = 1 }""";

    private static readonly Config Simulated = ConfigurationFactory.ParseString(
        $$"""
        akka.loglevel = OFF
        akka.scheduler.implementation = "{{typeof(ClockScheduler).AssemblyQualifiedName}}"
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.actor.default-dispatcher = {{OnScheduler}}
        akka.actor.internal-dispatcher = {{OnScheduler}}
        akka.actor.default-blocking-io-dispatcher = {{OnScheduler}}
        akka.actor.synchronized-dispatcher = {{OnScheduler}}
        akka.stream.materializer.dispatcher = "akka.actor.default-dispatcher"
        akka.stream.materializer.blocking-io-dispatcher = "akka.actor.default-dispatcher"
        """).WithFallback(Plain).WithFallback(ActorMaterializer.DefaultConfig());

    private static readonly Lock Gate = new();
    private static ActorSystem? shared;

    /// <summary>The process's own system, made when it is first wanted. What Akka itself has to say goes to the logger of whoever wanted
    /// it.</summary>
    public static ActorSystem Shared(ILoggerFactory loggers)
    {
        lock (Gate) return shared ??= Create(loggers);
    }

    /// <summary>Makes a system whose turns run on the thread pool.</summary>
    public static ActorSystem Create(ILoggerFactory loggers)
    {
        var system = ActorSystem.Create("actorstream", BootstrapSetup.Create().WithConfig(Plain));
        ILogger logger = loggers.CreateLogger("ActorStream.Actors");
        IActorRef log = ((ExtendedActorSystem)system).SystemActorOf(
            Props.CreateBy(new Producer(typeof(LogActor), () => new LogActor(logger))), "actorstream-log");
        system.EventStream.Subscribe(log, typeof(Error));
        system.EventStream.Subscribe(log, typeof(Warning));
        return Prepare(system);
    }

    /// <summary>Makes a system all of which runs on one scheduler and in one time.</summary>
    public static ActorSystem CreateOn(TaskScheduler scheduler, TimeProvider clock, Action onMessage) => Prepare(ClockScheduler.Create(
        clock,
        () => ActorSystem.Create(
            "actorstream",
            ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(Simulated), new SchedulerSetup(scheduler, onMessage)))));

    /// <summary>Gives a system what jobs need of it, once. It may be somebody else's, with a configuration of its own.</summary>
    public static ActorSystem Prepare(ActorSystem system)
    {
        system.WithExtension<PreparedSystem, PreparedSystemProvider>();
        return system;
    }

    private sealed class PreparedSystem : IExtension
    {
        public PreparedSystem(ExtendedActorSystem system)
        {
            if (!system.Settings.Config.HasPath(TwoLanes)) system.Settings.InjectTopLevelFallback(Ours);
            IActorRef office = system.SystemActorOf(
                Props.CreateBy(new Producer(typeof(DeadLetterOffice), () => new DeadLetterOffice())), "actorstream-dead-letters");
            system.EventStream.Subscribe(office, typeof(DeadLetter));
        }
    }

    private sealed class PreparedSystemProvider : ExtensionIdProvider<PreparedSystem>
    {
        public override PreparedSystem CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
