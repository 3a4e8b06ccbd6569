namespace ActorStream.Tests.Simulation;

/// <summary>The enrichment job under simulated faults, by seeds.</summary>
public sealed class EnrichmentSimulationTests
{
    [Fact]
    public void FaultsNeitherLoseNorRepeatRowsNorStopTheJob()
    {
        int first = 1, count = 300;
        if (Environment.GetEnvironmentVariable("ACTORSTREAM_SEED") is { } replayed) (first, count) = (int.Parse(replayed), 1);
        for (int seed = first; seed < first + count; seed++)
        {
            try
            {
                EnrichmentWorld.Run(seed);
            }
            catch (SimulationException e)
            {
                Assert.Fail($"Seed {seed} (ACTORSTREAM_SEED={seed} runs it alone): {e.Message}");
            }
        }
    }
}
