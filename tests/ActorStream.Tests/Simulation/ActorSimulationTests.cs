using ActorStream.Actors;

namespace ActorStream.Tests.Simulation;

/// <summary>Questions to actors that fail: whatever the order, each is answered or refused.</summary>
public sealed class ActorSimulationTests
{
    private const int Seeds = 500;

    [Fact]
    public void EveryQuestionToAFailingActorIsAnsweredOrRefused()
    {
        for (int seed = 1; seed <= Seeds; seed++)
            Run(seed, (actor, question) => actor.Self.AskAsync<int>(answer => new Question(answer), default));
    }

    /// <summary>Waiting for the answer alone forgets what was posted between an actor's failure and the closing of its mailbox.</summary>
    [Fact]
    public void AQuestionThatAFailingActorDropsIsFound()
    {
        var e = Assert.Throws<SimulationException>(() =>
        {
            for (int seed = 1; seed <= Seeds; seed++)
            {
                Run(seed, (actor, question) =>
                    actor.Mailbox.Post(question) ? question.Answer.Task : throw new ActorStoppedException(actor.Self.Name));
            }
        });
        Assert.StartsWith("Nothing can run any more: deadlock.", e.Message, StringComparison.Ordinal);
        Assert.Contains("AskSomeAsync", e.Message, StringComparison.Ordinal);
    }

    private static void Run(int seed, Func<Fragile, Question, Task<int>> ask)
    {
        var simulation = new Simulation(seed);
        var dispatcher = new Dispatcher(simulation.World);
        simulation.Run(
            async () =>
            {
                int failures = 0;
                await using var system = new ActorSystem(dispatcher, (_, _) => failures++);
                var actor = new Fragile(simulation.Random);
                system.Spawn("fragile", actor, 2);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskSomeAsync(actor, dispatcher, ask)));
                Assert.Equal(1, failures);
            },
            10_000);
    }

    private static async Task AskSomeAsync(Fragile actor, Dispatcher dispatcher, Func<Fragile, Question, Task<int>> ask)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                Assert.Equal(1, await ask(actor, new Question(dispatcher.CreateCompletion<int>())));
            }
            catch (ActorStoppedException)
            {
                return;
            }
        }
    }

    private sealed record Question(TaskCompletionSource<int> Answer);

    private sealed class Fragile(Random random) : Actor
    {
        public override async ValueTask ReceiveAsync(object message, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (random.Next(5) == 0) throw new InvalidOperationException("Drawn.");
            ((Question)message).Answer.TrySetResult(1);
        }
    }
}
