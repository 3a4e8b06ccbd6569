using Akka.Configuration;
using Akka.Dispatch;

namespace ActorStream.Actors;

/// <summary>Akka's dispatcher over the scheduler of the <see cref="SchedulerSetup"/>: each turn is a task of its own, so that the
/// scheduler decides after each message who is next.</summary>
internal sealed class SchedulerDispatcher : MessageDispatcher
{
    private readonly TaskScheduler _scheduler;

    public SchedulerDispatcher(MessageDispatcherConfigurator configurator, string id, TaskScheduler scheduler)
        : base(configurator)
    {
        _scheduler = scheduler;
        Id = id;
        Throughput = 1;
        ShutdownTimeout = TimeSpan.FromSeconds(1);
    }

    protected override void ExecuteTask(IRunnable run) =>
        // The action's target is the mailbox, whose actor's name traces show.
        new Task(run.Run, CancellationToken.None, TaskCreationOptions.DenyChildAttach).Start(_scheduler);

    protected override void Shutdown()
    {
    }
}

/// <summary>Makes it; named in Akka's configuration.</summary>
internal sealed class SchedulerDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly SchedulerDispatcher _instance;

    public SchedulerDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        TaskScheduler scheduler = prerequisites.Settings.Setup.Get<SchedulerSetup>().Value.Scheduler;
        _instance = new SchedulerDispatcher(this, config.GetString("id"), scheduler);
    }

    public override MessageDispatcher Dispatcher() => _instance;
}
