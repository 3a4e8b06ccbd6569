using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Tests.Simulation;

/// <summary>What goes wrong with one call to the world outside a process.</summary>
internal enum CallFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It fails and has no effect.</summary>
    Before,

    /// <summary>It has its effect, but the answer is lost.</summary>
    After,

    /// <summary>It takes long.</summary>
    Slow,
}

/// <summary>A process of a simulation: its own scheduler and clock, and its calls to the world outside, each of which yields before and
/// after its effect, so that anything may happen in between, to it or to the whole process.</summary>
internal sealed class SimulatedProcess(Simulation simulation, string name, Func<string, CallFault> faults)
{
    private int _untilDisturbance = int.MaxValue;
    private Action? _disturb;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Runs it.</summary>
    public SeededScheduler Scheduler { get; } = new(simulation, name);

    /// <summary>Its clock.</summary>
    public VirtualClock Clock => field ??= new VirtualClock(simulation, Scheduler);

    /// <summary>Runs what waits in it.</summary>
    public Dispatcher Dispatcher => new(Scheduler);

    /// <summary>Makes its system of actors; to be called on the process.</summary>
    public ActorSystem StartActors() => Kernel.CreateOn(Scheduler, Clock, () => simulation.Notice(Name));

    /// <summary>After so many points at which it waits for the world outside, something is done to the process.</summary>
    public void DisturbAfter(int points, Action disturb) => (_untilDisturbance, _disturb) = (points, disturb);

    /// <summary>Notes what no process may do.</summary>
    public void Forbid(bool isWrong, string what)
    {
        if (isWrong) simulation.Fail($"{name} {what}.");
    }

    /// <summary>Calls the world outside.</summary>
    public async ValueTask<T> CallAsync<T>(string what, Func<ValueTask<T>> effect, CancellationToken cancellationToken)
    {
        if (TaskScheduler.Current != Scheduler)
            throw new SimulationException($"{what} is called outside of the scheduler.");
        CallFault fault = faults(what);
        simulation.Happened(name, fault == CallFault.None ? what : $"{what}: {fault}");
        await WaitAsync(fault, cancellationToken);
        if (fault == CallFault.Before) throw Failure(what);
        T result = await effect();
        await WaitAsync(fault, cancellationToken);
        if (fault == CallFault.After) throw Failure(what);
        return result;
    }

    /// <summary>Calls the world outside.</summary>
    public async ValueTask CallAsync(string what, Func<ValueTask> effect, CancellationToken cancellationToken) =>
        await CallAsync(
            what,
            async () =>
            {
                await effect();
                return true;
            },
            cancellationToken);

    /// <summary>Whether a failure is one that the simulation made.</summary>
    public static bool IsSimulated(Exception failure) => failure is ConnectorException { Connector: "simulation" };

    private static ConnectorException Failure(string what) =>
        new("simulation", null, $"The simulation lets {what} fail.", isTransient: true);

    private async ValueTask WaitAsync(CallFault fault, CancellationToken cancellationToken)
    {
        if (--_untilDisturbance == 0)
        {
            _disturb!();
            // Where the process is dead or frozen now, it does not go on behind this point.
            await Task.Yield();
        }
        int longestMs = fault == CallFault.Slow ? 5000 : simulation.Random.Next(4) == 0 ? 20 : 0;
        if (longestMs == 0) await Task.Yield();
        else await Task.Delay(TimeSpan.FromMilliseconds(simulation.Random.Next(1, longestMs)), Clock, cancellationToken);
    }
}
