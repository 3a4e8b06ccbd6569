using ActorStream.Actors;

namespace ActorStream.Tests.Simulation;

/// <summary>The simulation itself: it repeats, it finds what hangs, and it notices what leaves it.</summary>
public sealed class SimulationTests
{
    [Fact]
    public void TheSameSeedIsTheSameRunAndAnotherSeedIsAnother()
    {
        List<(string, ulong)> runs = [.. new[] { 1, 1, 2, 3 }.Select(Race)];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(3, runs.Select(r => r.Item2).Distinct().Count());
    }

    [Fact]
    public void TimeJumpsToTheNextTimerWhenNothingElseIsReady()
    {
        var simulation = new Simulation(1);
        DateTimeOffset start = simulation.Now;
        simulation.Run(
            async () =>
            {
                Task later = Task.Delay(TimeSpan.FromSeconds(30), simulation.Clock);
                for (int i = 0; i < 10; i++) await Task.Yield();
                Assert.Equal(start, simulation.Now);
                Assert.False(later.IsCompleted);
                await later;
            },
            100);
        Assert.Equal(start + TimeSpan.FromSeconds(30), simulation.Now);
    }

    [Fact]
    public void WhoWaitsForEverIsNamed()
    {
        var e = Assert.Throws<SimulationException>(() => new Simulation(1).Run(WaitForEverAsync, 100));
        Assert.StartsWith("Nothing can run any more: deadlock.", e.Message, StringComparison.Ordinal);
        Assert.Contains("world: SimulationTests.WaitForEverAsync", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitingForATimeOutIsADeadlockToo()
    {
        var simulation = new Simulation(1);
        var e = Assert.Throws<SimulationException>(() => simulation.Run(
            () => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMinutes(10), simulation.Clock), 100));
        Assert.StartsWith("Nothing can run before a time-out in 600 s: deadlock.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkThatNeverEndsIsStopped()
    {
        var e = Assert.Throws<SimulationException>(() => new Simulation(1).Run(
            async () =>
            {
                while (true) await Task.Yield();
            },
            100));
        Assert.StartsWith("It has not ended after 100 steps.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkThatLeavesTheSchedulerIsNoticed()
    {
        var simulation = new Simulation(1);
        var e = Assert.Throws<SimulationException>(() => simulation.Run(
            () =>
            {
                new Thread(() => new Task(() => { }).Start(simulation.World)).Start();
                return new TaskCompletionSource().Task;
            },
            100));
        Assert.StartsWith("Work has left the scheduler", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeadProcessDoesNothingMoreAndAFrozenOneGoesOnLater()
    {
        var simulation = new Simulation(1);
        var dead = new SeededScheduler(simulation, "dead");
        var frozen = new SeededScheduler(simulation, "frozen");
        var steps = new List<string>();
        simulation.Run(
            async () =>
            {
                _ = new Dispatcher(dead).Start(() => CountAsync(new VirtualClock(simulation, dead), "dead"));
                Task late = new Dispatcher(frozen).Start(() => CountAsync(new VirtualClock(simulation, frozen), "frozen"));
                await Task.Delay(TimeSpan.FromSeconds(2.5), simulation.Clock);
                dead.Kill();
                frozen.Freeze();
                await Task.Delay(TimeSpan.FromSeconds(5), simulation.Clock);
                Assert.Equal(4, steps.Count);
                frozen.Thaw();
                await late;
            },
            1000);
        Assert.Equal((2, 10), (steps.Count(s => s == "dead"), steps.Count(s => s == "frozen")));

        async Task CountAsync(TimeProvider clock, string name)
        {
            for (int i = 0; i < 10; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
                steps.Add(name);
            }
        }
    }

    private static async Task WaitForEverAsync()
    {
        await Task.Yield();
        await new TaskCompletionSource().Task;
    }

    private static (string Order, ulong Hash) Race(int seed)
    {
        var simulation = new Simulation(seed);
        var order = new List<int>();
        simulation.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(RunAsync)), 1000);
        return (string.Join(' ', order), simulation.Trace.Hash);

        async Task RunAsync(int number)
        {
            await Task.Yield();
            order.Add(number);
        }
    }
}
