using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Faults of every kind at random points of jobs that start again and again; a seed names what was drawn.</summary>
public sealed class RandomFaultTests
{
    private const int Seeds = 30;
    private const int Starts = 3;
    private const int FaultsAStart = 3;

    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RandomFaultsNeitherLoseNorRepeatRows(bool hasLookup)
    {
        int restarts = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (string? violation, int restarted) = await RunAsync(seed, hasLookup);
            Assert.True(violation is null, $"Seed {seed}: {violation}");
            restarts += restarted;
        }
        Assert.True(restarts > Seeds, $"Only {restarts} restarts: the faults do not reach the jobs.");
    }

    private static async Task<(string? Violation, int Restarts)> RunAsync(int seed, bool hasLookup)
    {
        using LogJob job = new()
        {
            Lookup = hasLookup ? new MemoryLookup(Keys.ToDictionary(k => k, k => new[] { k + "!" })) : null,
            Options = new()
            {
                Name = "random",
                CheckpointInterval = TimeSpan.FromMilliseconds(1),
                RestartStrategy = new RestartStrategy.FixedDelay(1000, TimeSpan.Zero),
            },
        };
        var dice = new Dice(seed);
        job.Broker.Faults = (fault, where) => IsOfTheJob(job.Broker, fault, where) && dice.Falls();
        if (job.Lookup is { } lookup)
        {
            job.LookupOptions = new()
            {
                CacheEnabled = seed % 2 == 0, MaxRetries = seed % 3, BatchSize = 1 + seed % 4, RetryBackoff = TimeSpan.Zero,
            };
            lookup.Fault = _ => dice.Falls() ? new ConnectorException("simulated", "dim", "Drawn.", isTransient: true) : null;
        }
        await job.CreateTopicsAsync();
        int produced = 0;
        int restarts = 0;
        for (int start = 0; start <= Starts; start++)
        {
            int count = dice.Between(1, 40);
            await job.ProduceAsync(Keys, produced, count);
            produced += count;
            dice.Faults = start == Starts ? 0 : FaultsAStart;
            Job running = job.Start();
            JobStatus end = await running.Completion;
            if (end != JobStatus.Finished) return ($"start {start} ended as {end}: {running.Failure}", restarts);
            restarts += running.Restarts;
            if (await Oracles.SequencesAsync(job, Keys, produced) is { } violation)
                return ($"after start {start}: {violation}", restarts);
        }
        return (null, restarts);
    }

    /// <summary>Spares what the test itself reads and writes, and the first commit, without which a job fails at once.</summary>
    private static bool IsOfTheJob(SimulatedBroker broker, LogFault fault, string where) => fault switch
    {
        LogFault.Append => where == "out",
        LogFault.Read => where.StartsWith("in-", StringComparison.Ordinal),
        LogFault.CommitAnswerLost => broker.Commits > 1,
        _ => broker.Commits > 0,
    };

    /// <summary>Draws by a seed, from any thread.</summary>
    private sealed class Dice(int seed)
    {
        private readonly Random _random = new(seed);

        /// <summary>Faults that are still to come.</summary>
        public int Faults { get; set; }

        public bool Falls()
        {
            lock (_random)
            {
                if (Faults == 0 || _random.Next(3) != 0) return false;
                Faults--;
                return true;
            }
        }

        public int Between(int low, int high)
        {
            lock (_random) return _random.Next(low, high + 1);
        }
    }
}
