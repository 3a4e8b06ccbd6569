using ActorStream.Actors;
using ActorStream.Tests.Simulation;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;
using World = ActorStream.Tests.Simulation.Simulation;

namespace ActorStream.Tests.Actors;

public sealed class KernelTests
{
    [Fact]
    public async Task WhatAkkaHasToSayGoesToTheProgramsLogger()
    {
        var said = new Said();
        ActorSystem system = Kernel.Create(said);
        system.Log.Warning("something {0}", "odd");
        Assert.Equal((LogLevel.Warning, "something odd"), await said.First.Task);
        await system.Terminate();
    }

    /// <summary>Somebody else's system has a configuration of its own, and our mailbox all the same.</summary>
    [Fact]
    public async Task AForeignSystemIsGivenWhatJobsNeed()
    {
        var system = ActorSystem.Create("foreign", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        Kernel.Prepare(system);
        Kernel.Prepare(system);
        Assert.Equal("pong", await system.ActorOf(Producer.For(() => new Pong())).Ask<string>("ping"));
        await system.Terminate();
    }

    /// <summary>A timer and an actor of Akka's own: nothing of them runs elsewhere or in another time.</summary>
    [Fact]
    public void AkkasOwnActorsRunOnTheScheduler()
    {
        List<ulong> hashes = [];
        for (int i = 0; i < 2; i++)
        {
            var simulation = new World(7);
            simulation.Run(
                async () =>
                {
                    ActorSystem system = simulation.StartActors();
                    var done = new TaskCompletionSource();
                    system.ActorOf(Props.Create(() => new Ticking(simulation, done)));
                    await done.Task;
                },
                10_000);
            Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero), simulation.Now);
            hashes.Add(simulation.Trace.Hash);
        }
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void AMessageThatComesFromAnotherThreadIsAnEscape()
    {
        var simulation = new World(1);
        var e = Assert.Throws<SimulationException>(() => simulation.Run(
            async () =>
            {
                var started = new TaskCompletionSource();
                IActorRef actor = simulation.StartActors().ActorOf(Producer.For(() => new Pong { Started = started }));
                await started.Task;
                new Thread(() => actor.Tell("from outside")).Start();
                await new TaskCompletionSource().Task;
            },
            1000));
        Assert.StartsWith("Work has left the scheduler", e.Message, StringComparison.Ordinal);
        Assert.Contains("AMessageThatComesFromAnotherThread", e.Message, StringComparison.Ordinal);
    }

    /// <summary>What waits in the mailboxes of a killed process is gone, as its memory is.</summary>
    [Fact]
    public void AKillDropsWhatIsQueued()
    {
        var simulation = new World(1);
        var process = new SeededScheduler(simulation, "p");
        int received = 0, before = 0;
        simulation.Run(
            async () =>
            {
                IActorRef actor = null!;
                await new Dispatcher(process).Start(() =>
                {
                    actor = Kernel.CreateOn(process, new VirtualClock(simulation, process), () => { })
                        .ActorOf(Producer.For(() => new Counter(() => received++)));
                    return Task.CompletedTask;
                });
                for (int i = 0; i < 10; i++) actor.Tell(i);
                while (received < 3) await Task.Yield();
                process.Kill();
                before = received;
                await Task.Delay(TimeSpan.FromSeconds(1), simulation.Clock);
            },
            1000);
        Assert.InRange(before, 3, 9);
        Assert.Equal(before, received);
    }

    private sealed class Pong : UntypedActor
    {
        public TaskCompletionSource? Started { get; init; }

        protected override void PreStart() => Started?.SetResult();

        protected override void OnReceive(object message) => Sender.Tell("pong");
    }

    private sealed class Counter(Action count) : UntypedActor
    {
        protected override void OnReceive(object message) => count();
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(World simulation, TaskCompletionSource done)
        {
            int ticks = 0;
            Receive<string>(_ =>
            {
                simulation.Happened("test", $"tick {++ticks}");
                if (ticks == 3) done.SetResult();
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(10));
    }

    private sealed class Said : ILoggerFactory, ILogger
    {
        public TaskCompletionSource<(LogLevel, string)> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            First.TrySetResult((logLevel, formatter(state, exception).Split(": ")[^1]));
    }
}
