using System.Globalization;

namespace ActorStream.Tests.Simulation;

/// <summary>
/// The enrichment job under simulated faults, by seeds. <c>ACTORSTREAM_SEED</c> replays one seed, <c>ACTORSTREAM_SEEDS</c> says how many
/// are run, and <c>ACTORSTREAM_TRACE</c> how many lines of the trace a failure shows.
/// </summary>
public sealed class EnrichmentSimulationTests
{
    private const int Seeds = 1500;

    [Fact]
    public void FaultsNeitherLoseNorRepeatRowsNorStopTheJob()
    {
        int? replayed = Setting("ACTORSTREAM_SEED");
        int first = replayed ?? 1, last = replayed ?? Setting("ACTORSTREAM_SEEDS") ?? Seeds;
        int lives = 0, restarts = 0;
        for (int seed = first; seed <= last; seed++)
        {
            try
            {
                var run = EnrichmentWorld.Run(seed);
                (lives, restarts) = (lives + run.Lives, restarts + run.Restarts);
            }
            catch (SimulationException e)
            {
                Assert.Fail($"Seed {seed} (ACTORSTREAM_SEED={seed} replays it): {e.Message}");
            }
        }
        if (replayed is not null) return;
        Assert.True(
            lives > 2 * last && restarts > last / 4, $"{lives} processes and {restarts} restarts: the faults do not reach the jobs.");
    }

    [Fact]
    public void TheSameSeedIsTheSameRun()
    {
        for (int seed = 1; seed <= 20; seed++) Assert.Equal(EnrichmentWorld.Run(seed), EnrichmentWorld.Run(seed));
        Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => EnrichmentWorld.Run(seed).Hash).Distinct().Count());
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
