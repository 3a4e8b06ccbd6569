using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Faults of every kind at random points of jobs that start again and again, that are killed, and that another process takes
/// over from; a seed names what was drawn.</summary>
public sealed class RandomFaultTests
{
    private const int Seeds = 30;
    private const int Starts = 3;
    private const int FaultsAStart = 3;
    private const int MostChances = 20;

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
            Task disturbance = dice.Begin(start == Starts ? 0 : FaultsAStart);
            bool isTakenOver = dice.Between(0, 1) == 1;
            Job running = job.Start();
            await Task.WhenAny(running.Completion, disturbance);
            Job? successor = disturbance.IsCompleted && isTakenOver ? job.Start() : null;
            if (disturbance.IsCompleted && !isTakenOver) running.Cancel();
            JobStatus end = await running.Completion;
            restarts += running.Restarts;
            if (end == JobStatus.Canceled) continue;
            if (successor is not null && await successor.Completion == JobStatus.Finished) end = JobStatus.Finished;
            if (end != JobStatus.Finished)
                return ($"start {start} ended as {end}: {running.Failure}; its successor: {successor?.Failure}", restarts);
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
        private TaskCompletionSource _disturbance = new();
        private int _faults;
        private int _chances;

        /// <summary>Starts anew with so many faults to come.</summary>
        /// <returns>Completes at a random point, for half of the starts with faults: when the process is to be disturbed.</returns>
        public Task Begin(int faults)
        {
            lock (_random)
            {
                _disturbance = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _faults = faults;
                _chances = faults == 0 ? int.MaxValue : _random.Next(1, 2 * MostChances);
                if (_chances >= MostChances) _chances = int.MaxValue;
                return _disturbance.Task;
            }
        }

        /// <summary>Whether a fault comes at this point.</summary>
        public bool Falls()
        {
            lock (_random)
            {
                if (--_chances == 0) _disturbance.SetResult();
                if (_faults == 0 || _random.Next(3) != 0) return false;
                _faults--;
                return true;
            }
        }

        public int Between(int low, int high)
        {
            lock (_random) return _random.Next(low, high + 1);
        }
    }
}
