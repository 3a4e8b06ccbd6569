using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Tests.Simulation;

/// <summary>Questions to actors that fail: whatever the order, each is answered or refused.</summary>
public sealed class QuestionSimulationTests
{
    private const int Seeds = 500;

    [Fact]
    public void EveryQuestionToAFailingActorIsAnsweredOrRefused()
    {
        for (int seed = 1; seed <= Seeds; seed++) Run(seed, isRefused: true);
    }

    /// <summary>Akka makes dead letters of questions; nobody reads them here.</summary>
    [Fact]
    public void AQuestionThatAFailingActorDropsIsFound()
    {
        var e = Assert.Throws<SimulationException>(() =>
        {
            for (int seed = 1; seed <= Seeds; seed++) Run(seed, isRefused: false);
        });
        Assert.StartsWith("Nothing can run any more: deadlock.", e.Message, StringComparison.Ordinal);
        Assert.Contains("AskSomeAsync", e.Message, StringComparison.Ordinal);
    }

    private static void Run(int seed, bool isRefused)
    {
        var simulation = new Simulation(seed);
        var dispatcher = new Dispatcher(simulation.World);
        simulation.Run(
            async () =>
            {
                int failures = 0;
                ActorSystem system = simulation.StartActors();
                var child = new TaskCompletionSource<IActorRef>();
                system.ActorOf(Producer.For(() => new Parent(simulation.Random, child, () => failures++)));
                IActorRef actor = await child.Task;
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskSomeAsync(actor, dispatcher, isRefused)));
                Assert.Equal(1, failures);
            },
            10_000);
    }

    private static async Task AskSomeAsync(IActorRef actor, Dispatcher dispatcher, bool isRefused)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                var question = new Ask(dispatcher);
                Assert.Equal(1, await (isRefused ? question.AskAsync(actor, default) : new Hidden(question).AskAsync(actor)));
            }
            catch (Exception refused) when (refused is ActorStoppedException or InvalidOperationException { Message: Fragile.Message })
            {
                return;
            }
        }
    }

    private sealed class Ask(Dispatcher dispatcher) : Question<int>(dispatcher);

    /// <summary>A question that does not look like one.</summary>
    private sealed record Hidden(Ask Question)
    {
        public Task<int> AskAsync(IActorRef actor)
        {
            actor.Tell(this);
            return Question.Answer;
        }
    }

    private sealed class Parent(Random random, TaskCompletionSource<IActorRef> child, Action onFailure) : EngineActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => new FirstCauseStrategy((_, _) => onFailure());

        protected override void PreStart() => child.SetResult(Context.ActorOf(Producer.For(() => new Fragile(random))));

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Fragile(Random random) : EngineActor
    {
        public const string Message = "Drawn.";

        protected override void OnReceive(object message)
        {
            if (random.Next(5) == 0) throw new InvalidOperationException(Message);
            (message as Ask ?? ((Hidden)message).Question).Reply(1);
        }
    }
}
