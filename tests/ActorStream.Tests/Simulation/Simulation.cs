using System.Diagnostics;
using System.Globalization;
using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Tests.Simulation;

/// <summary>A simulation that did not end well.</summary>
internal sealed class SimulationException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// One thread, one clock and one seed for everything that runs in simulated processes. While anything is ready to run, the seed says
/// what runs next; when nothing is, time jumps to the next timer. Where nothing can run any more, somebody waits for what will never
/// come, and the simulation says who.
/// </summary>
internal sealed class Simulation
{
    /// <summary>No pause that a job or the world around it makes is as long: who waits for such a timer waits for a time-out, and what
    /// should have come before has been lost.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(100);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(SeededScheduler Owner, Task Task)> _ready = [];
    private readonly PriorityQueue<(SeededScheduler Owner, Action Fire), (long Due, long Number)> _timers = new();
    private readonly Dictionary<Task, SeededScheduler> _suspended = new(ReferenceEqualityComparer.Instance);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly TaskCompletionSource<string> _escape = new();
    private volatile bool _hasEscaped;
    private string? _failure;
    private long _timerNumber;

    /// <summary>Makes a simulation of a seed, to be run on the thread that made it.</summary>
    public Simulation(int seed)
    {
        Random = new Random(seed);
        World = new SeededScheduler(this, "world");
        Clock = new VirtualClock(this, World);
    }

    /// <summary>What draws everything.</summary>
    public Random Random { get; }

    /// <summary>Where what is not part of a process runs: the users, the broker, whoever starts processes.</summary>
    public SeededScheduler World { get; }

    /// <summary>The world's clock.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>What happened.</summary>
    public Trace Trace { get; } = new();

    /// <summary>The time by which it must have ended.</summary>
    public DateTimeOffset Deadline { get; set; } = Start + TimeSpan.FromHours(1);

    /// <summary>Says how the world stands, for failures.</summary>
    public Func<string> Describe { get; set; } = () => "";

    /// <summary>How many steps were run.</summary>
    public int Steps { get; private set; }

    /// <summary>Runs until the world's task ends.</summary>
    /// <exception cref="SimulationException">It failed, or nothing can run any more, or there is no end to it.</exception>
    public void Run(Func<Task> world, int maxSteps)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Task main = Task.Factory.StartNew(world, CancellationToken.None, TaskCreationOptions.DenyChildAttach, World).Unwrap();
            while (!main.IsCompleted)
            {
                if (_hasEscaped) throw Escaped();
                if (_failure is not null) throw Stopped(_failure);
                if (Now > Deadline) throw Stopped($"It has not ended by {Deadline:mm:ss}.");
                if (Steps == maxSteps) throw Stopped($"It has not ended after {maxSteps} steps.");
                if (_ready.Count > 0) Step();
                else Advance();
            }
            if (main.Exception?.InnerException is { } failure) throw Stopped(failure.Message, failure);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Something happened in the simulated world.</summary>
    public void Happened(string process, string what) => Trace.Happened(Now, process, what);

    /// <summary>The methods of a process that wait, if it is not dead.</summary>
    public IReadOnlyList<string> Waiting(SeededScheduler process) => process.IsDead ? []
        : [.. SuspendedMethods.Describe(_suspended.Where(s => s.Value == process).Select(s => s.Key))];

    /// <summary>Makes a system of actors in the world.</summary>
    public ActorSystem StartActors() => Kernel.CreateOn(World, Clock, () => Notice(World.Name));

    /// <summary>Something is wrong: nothing more is run.</summary>
    public void Fail(string message) => _failure ??= message;

    /// <summary>Runs something on a process's scheduler after a while.</summary>
    public void At(TimeSpan after, SeededScheduler owner, Action fire) =>
        _timers.Enqueue((owner, fire), ((Now + after).UtcTicks, ++_timerNumber));

    /// <summary>Something is being done in a process, here and now: on another thread it is an escape.</summary>
    public bool Notice(string process, Task? task = null)
    {
        if (Environment.CurrentManagedThreadId == _thread) return true;
        _hasEscaped = true;
        _escape.TrySetResult(
            $"{process}: {(task is null ? "a message" : SuspendedMethods.NameOf(task))}\n{new StackTrace(fNeedFileInfo: false)}");
        return false;
    }

    internal void Enqueue(SeededScheduler owner, Task task)
    {
        if (Notice(owner.Name, task)) _ready.Add((owner, task));
    }

    internal void Withdraw(SeededScheduler owner, List<Task>? into)
    {
        into?.AddRange(_ready.Where(r => r.Owner == owner).Select(r => r.Task));
        _ready.RemoveAll(r => r.Owner == owner);
    }

    private void Step()
    {
        Steps++;
        int index = Random.Next(_ready.Count);
        (SeededScheduler owner, Task task) = _ready[index];
        Trace.Decided(Now, owner.Name, SuspendedMethods.NameOf(task), index, _ready.Count);
        _ready.RemoveAt(index);
        Task? method = SuspendedMethods.Resumed(task);
        owner.Run(task);
        if (method is null) return;
        if (method.IsCompleted) _suspended.Remove(method);
        else _suspended[method] = owner;
    }

    private void Advance()
    {
        while (_timers.TryDequeue(out (SeededScheduler Owner, Action Fire) timer, out (long Due, long Number) at))
        {
            if (timer.Owner.IsDead) continue;
            var due = new DateTimeOffset(Math.Max(at.Due, Now.UtcTicks), TimeSpan.Zero);
            if (due - Now > LongestPause)
            {
                throw Stopped(string.Create(
                    CultureInfo.InvariantCulture, $"Nothing can run before a time-out in {(due - Now).TotalSeconds:0} s: deadlock."));
            }
            Now = due;
            new Task(timer.Fire).Start(timer.Owner);
            // All that is due at once is ready at once.
            while (_timers.TryPeek(out timer, out at) && at.Due <= Now.UtcTicks)
            {
                _timers.Dequeue();
                if (!timer.Owner.IsDead) new Task(timer.Fire).Start(timer.Owner);
            }
            if (_ready.Count > 0) return;
        }
        // What left the scheduler would be on its way back by now.
        SpinWait.SpinUntil(() => _hasEscaped, TimeSpan.FromSeconds(1));
        throw _hasEscaped ? Escaped() : Stopped("Nothing can run any more: deadlock.");
    }

    private SimulationException Escaped() =>
        Stopped($"Work has left the scheduler and came back from another thread:\n{_escape.Task.GetAwaiter().GetResult()}");

    private SimulationException Stopped(string why, Exception? cause = null)
    {
        IEnumerable<string> waiting = _suspended.Values.Distinct()
            .SelectMany(process => Waiting(process).Select(line => $"  {process.Name}: {line}"));
        return new SimulationException($"{why}\n{Describe()}\nWaiting:\n{string.Join('\n', waiting)}\nTrace:\n{Trace.Text}", cause);
    }
}
