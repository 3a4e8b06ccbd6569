namespace ActorStream.Tests.Simulation;

/// <summary>
/// What is ready to run in one simulated process. All processes of a simulation share its one thread, and its seed says who runs next.
/// A process can be killed: all of its tasks are dropped where they stand, as those of a dead process are; or frozen, as by SIGSTOP.
/// </summary>
internal sealed class SeededScheduler(Simulation simulation, string name) : TaskScheduler
{
    private readonly List<Task> _held = [];

    /// <summary>The process's name.</summary>
    public string Name => name;

    /// <summary>Whether the process is dead.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether the process stands still.</summary>
    public bool IsFrozen { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Drops everything that the process would have done. Its current step goes on to its next await.</summary>
    public void Kill()
    {
        IsDead = true;
        _held.Clear();
        simulation.Withdraw(this, null);
    }

    /// <summary>Lets nothing of the process run until it is thawed, its timers included.</summary>
    public void Freeze()
    {
        IsFrozen = true;
        simulation.Withdraw(this, _held);
    }

    /// <summary>Lets a frozen process go on.</summary>
    public void Thaw()
    {
        IsFrozen = false;
        foreach (Task task in _held) simulation.Enqueue(this, task);
        _held.Clear();
    }

    /// <summary>Runs one of its tasks.</summary>
    public void Run(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task)
    {
        if (IsDead) return;
        if (IsFrozen) _held.Add(task);
        else simulation.Enqueue(this, task);
    }

    /// <summary>Never inline: each continuation is a step of its own, drawn by the seed.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
